#include "app/models/appearance.h"

#include <QDir>
#include <QEvent>
#include <QGuiApplication>
#include <QPalette>
#include <QSettings>

namespace gmpscope::app {
namespace {

constexpr auto kKey = "appearance/scheme";

// Qt's palette is light on a bare GTK desktop whose theme is dark, unless a platform theme plugin is installed; GTK's
// own settings tell then.
bool gtkPrefersDark() {
  if (qEnvironmentVariable("GTK_THEME").contains(QLatin1String("dark"), Qt::CaseInsensitive)) return true;
  const QString configured = qEnvironmentVariable("XDG_CONFIG_HOME", QDir::homePath() + QStringLiteral("/.config"));
  for (const char* version : {"gtk-4.0", "gtk-3.0"}) {
    QSettings gtk(configured + QLatin1Char('/') + QLatin1String(version) + QStringLiteral("/settings.ini"),
                  QSettings::IniFormat);
    gtk.beginGroup(QStringLiteral("Settings"));
    if (gtk.value(QStringLiteral("gtk-application-prefer-dark-theme")).toBool()) return true;
    if (gtk.value(QStringLiteral("gtk-theme-name")).toString().contains(QLatin1String("dark"), Qt::CaseInsensitive))
      return true;
  }
  return false;
}

bool systemIsDark() {
  const QPalette palette = QGuiApplication::palette();
  return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness() ||
         gtkPrefersDark();
}

}  // namespace

Appearance::Appearance(QObject* parent) : QObject(parent) {
  const QString forced = qEnvironmentVariable("GMPSCOPE_THEME");
  if (forced == QLatin1String("dark")) {
    scheme_ = Scheme::Dark;
  } else if (forced == QLatin1String("light")) {
    scheme_ = Scheme::Light;
  } else {
    const int stored = QSettings().value(QLatin1String(kKey)).toInt();
    scheme_ = stored == 1 ? Scheme::Dark : stored == 2 ? Scheme::Light : Scheme::System;
  }
  decide();
  if (auto* application = QCoreApplication::instance()) application->installEventFilter(this);
}

void Appearance::setScheme(Scheme scheme) {
  if (scheme == scheme_) return;
  scheme_ = scheme;
  QSettings().setValue(QLatin1String(kKey), static_cast<int>(scheme));
  decide();
  emit changed();
}

bool Appearance::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::ApplicationPaletteChange && scheme_ == Scheme::System) {
    const bool before = dark_;
    decide();
    if (dark_ != before) emit changed();
  }
  return QObject::eventFilter(watched, event);
}

void Appearance::decide() { dark_ = scheme_ == Scheme::Dark || (scheme_ == Scheme::System && systemIsDark()); }

}  // namespace gmpscope::app
