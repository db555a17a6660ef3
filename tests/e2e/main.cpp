// An application for the tests of the window. Listing the tests needs no display.

#include <gtest/gtest.h>

#include <QGuiApplication>
#include <QSettings>
#include <QTemporaryDir>

#include "app/window.h"
#include "tests/e2e/pump.h"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (GTEST_FLAG_GET(list_tests)) return RUN_ALL_TESTS();
  // Nothing of the person's own settings, and nothing left behind.
  QTemporaryDir settings;
  QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
  QGuiApplication application(argc, argv);
  QCoreApplication::setOrganizationName(QStringLiteral("gmpscope"));
  QCoreApplication::setApplicationName(QStringLiteral("tests"));
  gmpscope::app::MainWindow::prepareApplication();
  gmpscope::app::useBuiltWorker();
  return RUN_ALL_TESTS();
}
