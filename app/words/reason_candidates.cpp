#include <QCoreApplication>

#include "app/words/reason_parts.h"
#include "app/words/reasons.h"

namespace gmpscope::app {
namespace {

QString queueText(const std::string& list) {
  if (list.empty()) return QCoreApplication::translate("Reasons", "empty");
  return QCoreApplication::translate("Reasons", "had to wait: %1").arg(listText(QString::fromStdString(list)));
}

QString tickText(const std::string& value) {
  const QString tick = QString::fromStdString(value);
  return tick.toUInt() % 61 == 0
             ? QCoreApplication::translate("Reasons", "schedtick %1: the global queue was asked first and had nothing")
                   .arg(tick)
             : QCoreApplication::translate("Reasons", "schedtick %1 is no multiple of 61").arg(tick);
}

}  // namespace

std::vector<CandidateWords> candidateWords(const analysis::Reason& reason) {
  std::vector<CandidateWords> result;
  for (const auto& [step, observed] : reason.candidates) {
    if (step == "tick") {
      result.push_back({QCoreApplication::translate("Reasons", "61st tick"), tickText(observed)});
    } else if (step == "runnext") {
      result.push_back({QCoreApplication::translate("Reasons", "runnext"), queueText(observed)});
    } else if (step == "local") {
      result.push_back({QCoreApplication::translate("Reasons", "local queue"), queueText(observed)});
    } else if (step == "global") {
      result.push_back({QCoreApplication::translate("Reasons", "global queue"), queueText(observed)});
    } else if (step == "passes") {
      result.push_back({QCoreApplication::translate("Reasons", "earlier passes"),
                        QCoreApplication::translate("Reasons", "%1 over all Ps: nothing found")
                            .arg(QString::fromStdString(observed))});
    } else if (step == "victim") {
      result.push_back({QString::fromStdString(observed), QCoreApplication::translate("Reasons", "nothing to steal")});
    }
  }
  return result;
}

}  // namespace gmpscope::app
