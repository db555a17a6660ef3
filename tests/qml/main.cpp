#include <QtQml/qqmlextensionplugin.h>
#include <QQmlEngine>
#include <QtQuickTest>

#include "app/window.h"

class Setup : public QObject {
  Q_OBJECT

 public slots:
  void applicationAvailable() { gmpscope::app::MainWindow::prepareApplication(); }
  void qmlEngineAvailable(QQmlEngine* engine) { engine->addImportPath(QStringLiteral(":/qt/qml")); }
};

QUICK_TEST_MAIN_WITH_SETUP(gmpscope, Setup)

#include "main.moc"
