#include "app/models/language.h"

#include <QCoreApplication>
#include <QLocale>
#include <QSettings>

#include "core/base/message.h"

namespace gmpscope::app {
namespace {

constexpr auto kKey = "language";

QString known(const QString& code) {
  return code.startsWith(QLatin1String("ru")) ? QStringLiteral("ru") : QStringLiteral("en");
}

}  // namespace

Language::Language(QObject* parent) : QObject(parent) {
  QString wanted = qEnvironmentVariable("GMPSCOPE_LANG");
  if (wanted.isEmpty()) wanted = QSettings().value(QLatin1String(kKey)).toString();
  code_ = known(wanted.isEmpty() ? QLocale().name() : wanted);
  install();
}

Language::~Language() { QCoreApplication::removeTranslator(&translator_); }

void Language::setCode(const QString& code) {
  const QString wanted = known(code);
  if (wanted == code_) return;
  code_ = wanted;
  QSettings().setValue(QLatin1String(kKey), code_);
  install();
  emit changed();
}

QString Language::pick(const workload::LocalText& text) const {
  const bool russian = code_ == QLatin1String("ru") && !text.ru.empty();
  return QString::fromStdString(russian ? text.ru : text.en);
}

void Language::install() {
  QCoreApplication::removeTranslator(&translator_);
  QLocale::setDefault(code_ == QLatin1String("ru") ? QLocale(QLocale::Russian) : QLocale(QLocale::English));
  if (translator_.load(QStringLiteral(":/i18n/gmpscope_%1.qm").arg(code_))) {
    QCoreApplication::installTranslator(&translator_);
  } else {
    message("no texts in language '{}'", code_.toStdString());
  }
}

}  // namespace gmpscope::app
