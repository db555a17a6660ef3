#include "app/words/ends.h"

#include <QCoreApplication>

#include <csignal>
#include <cstring>

namespace gmpscope::app {

using analysis::EndReason;

QString endSentence(const analysis::RunEnd& end) {
  switch (end.reason) {
    case EndReason::Running:
      return QCoreApplication::translate("Ends", "The run goes on.");
    case EndReason::Finished:
      return QCoreApplication::translate("Ends", "The run has finished.");
    case EndReason::Stopped:
      return QCoreApplication::translate("Ends", "The run was stopped.");
    case EndReason::Deadlock:
      return QCoreApplication::translate("Ends", "Deadlock: all goroutines wait, and nothing can wake them.");
    case EndReason::Panic:
      return QCoreApplication::translate("Ends", "A goroutine panicked.");
    case EndReason::Signal:
      return QCoreApplication::translate("Ends", "The worker was killed by signal %1 (%2).")
          .arg(end.code)
          .arg(QString::fromLocal8Bit(::strsignal(end.code)));
    case EndReason::ExitCode:
      return QCoreApplication::translate("Ends", "The worker ended with exit code %1.").arg(end.code);
    case EndReason::Truncated:
      return QCoreApplication::translate("Ends", "The trace ends in the middle: what comes later is missing.");
  }
  return {};
}

}  // namespace gmpscope::app
