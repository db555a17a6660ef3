#include <QCoreApplication>
#include <QHash>
#include <QStringList>

#include "app/words/reasons.h"

namespace gmpscope::app {
namespace {

// "word key=value key=value" taken apart.
struct ChainStep {
  explicit ChainStep(const std::string& text) {
    const QStringList parts = QString::fromStdString(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    word = parts.value(0);
    for (const QString& part : parts.mid(1))
      values.insert(part.section(QLatin1Char('='), 0, 0), part.section(QLatin1Char('='), 1));
  }
  [[nodiscard]] QString operator[](const char* key) const { return values.value(QLatin1String(key)); }
  QString word;
  QHash<QString, QString> values;
};

QString chainText(const ChainStep& step) {
  const QString p = step["p"];
  const QString by = step["by"];
  if (step.word == QLatin1String("g.create")) {
    return by.isEmpty() ? QCoreApplication::translate("Reasons", "created on %1").arg(p)
                        : QCoreApplication::translate("Reasons", "created by %1 on %2").arg(by, p);
  }
  if (step.word == QLatin1String("g.ready")) {
    if (by == QLatin1String("timer")) return QCoreApplication::translate("Reasons", "its timer was due, on %1").arg(p);
    return by.isEmpty() ? QCoreApplication::translate("Reasons", "woken on %1").arg(p)
                        : QCoreApplication::translate("Reasons", "woken by %1 on %2").arg(by, p);
  }
  if (step.word == QLatin1String("g.ready.local") || step.word == QLatin1String("g.ready.global"))
    return QCoreApplication::translate("Reasons", "its descriptor was ready: woken by %1").arg(step["m"]);
  if (step.word == QLatin1String("g.preempt")) return QCoreApplication::translate("Reasons", "preempted on %1").arg(p);
  if (step.word == QLatin1String("g.yield.runnext"))
    return QCoreApplication::translate("Reasons", "moved off the first M on %1").arg(p);
  if (step.word == QLatin1String("g.syscall.queue"))
    return QCoreApplication::translate("Reasons", "came back from a system call, and no P was free");
  if (step.word == QLatin1String("g.yield.local"))
    return QCoreApplication::translate("Reasons", "made room on %1").arg(p);
  if (step.word == QLatin1String("g.yield")) return QCoreApplication::translate("Reasons", "yielded on %1").arg(p);
  if (step.word == QLatin1String("runnext"))
    return QCoreApplication::translate("Reasons", "put into runnext of %1").arg(p);
  if (step.word == QLatin1String("local")) {
    return QCoreApplication::translate("Reasons", "put into the local queue of %1; before it: %2")
        .arg(p, step["before"]);
  }
  if (step.word == QLatin1String("global")) {
    return QCoreApplication::translate("Reasons", "put into the global queue; before it: %1").arg(step["before"]);
  }
  const QString m = step["m"];
  if (step.word == QLatin1String("g.start.runnext"))
    return QCoreApplication::translate("Reasons", "started from runnext, on %1 with %2").arg(p, m);
  if (step.word == QLatin1String("g.start.local"))
    return QCoreApplication::translate("Reasons", "started from the local queue, on %1 with %2").arg(p, m);
  if (step.word == QLatin1String("g.start.global"))
    return QCoreApplication::translate("Reasons", "started from the global queue, on %1 with %2").arg(p, m);
  if (step.word == QLatin1String("g.start.steal"))
    return QCoreApplication::translate("Reasons", "stolen and started, on %1 with %2").arg(p, m);
  if (step.word == QLatin1String("g.start.steal.runnext"))
    return QCoreApplication::translate("Reasons", "stolen from runnext and started, on %1 with %2").arg(p, m);
  return step.word;
}

}  // namespace

std::vector<ChainWords> chainWords(const analysis::Reason& reason) {
  std::vector<ChainWords> result;
  for (const auto& [time, text] : reason.chain) result.push_back({time, chainText(ChainStep(text))});
  return result;
}

}  // namespace gmpscope::app
