#include "app/words/reason_parts.h"

#include <QCoreApplication>
#include <QStringList>

namespace gmpscope::app {

QString valueOf(const analysis::Reason& reason, const char* name) {
  for (const auto& [key, value] : reason.parameters) {
    if (key == name) return QString::fromStdString(value);
  }
  return {};
}

QString listText(const QString& list) {
  QStringList names = list.split(QLatin1Char(' '), Qt::SkipEmptyParts);
  QString more;
  if (!names.isEmpty() && names.last().startsWith(QLatin1Char('+'))) more = names.takeLast().mid(1);
  const QString named = names.join(QStringLiteral(", "));
  return more.isEmpty() ? named : QCoreApplication::translate("Reasons", "%1 and %2 more").arg(named, more);
}

}  // namespace gmpscope::app
