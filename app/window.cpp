#include "app/window.h"

#include <QtQml/qqmlextensionplugin.h>
#include <QFileInfo>
#include <QGuiApplication>
#include <QIcon>
#include <QOpenGLContext>
#include <QQmlApplicationEngine>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QSettings>
#include <QTimer>
#include <QUrl>

#include "app/models/workbench.h"
#include "app/scene/fonts.h"
#include "app/scene/metrics.h"
#include "app/start_messages.h"
#include "core/base/message.h"

Q_IMPORT_QML_PLUGIN(GmpScopePlugin)

namespace gmpscope::app {
namespace {

constexpr auto kSeenKey = "seen/tour";

}  // namespace

void MainWindow::prepareApplication() {
  // Qt Quick dies where OpenGL is there but has no driver, instead of drawing by software.
  QOpenGLContext context;
  if (!context.create()) QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
  if (QQuickStyle::name().isEmpty()) QQuickStyle::setStyle(QStringLiteral("Fusion"));
  QGuiApplication::setFont(sceneFont(metrics::kText));
  QGuiApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/gmpscope.svg")));
}

MainWindow::MainWindow()
    : workbench_(std::make_unique<Workbench>()), engine_(std::make_unique<QQmlApplicationEngine>()) {
  engine_->addImportPath(QStringLiteral(":/qt/qml"));  // no default in Qt 6.4
  QObject::connect(workbench_->language(), &Language::changed, engine_.get(), &QQmlEngine::retranslate);
  engine_->setInitialProperties({{QStringLiteral("workbench"), QVariant::fromValue(workbench_.get())}});
  engine_->load(QUrl(QStringLiteral("qrc:/qt/qml/GmpScope/Main.qml")));
  if (!engine_->rootObjects().isEmpty()) window_ = qobject_cast<QQuickWindow*>(engine_->rootObjects().constFirst());
}

MainWindow::~MainWindow() = default;

int runWindow(int& argc, char** argv, const WindowRequest& request) {
  auto messages = std::make_unique<StartMessages>();
  QGuiApplication application(argc, argv);
  messages.reset();
  QCoreApplication::setOrganizationName(QStringLiteral("gmpscope"));
  QCoreApplication::setApplicationName(QStringLiteral("gmpscope"));
  MainWindow::prepareApplication();

  MainWindow main;
  if (main.window() == nullptr) {
    message("the window can't be made: see the lines above");
    return 1;
  }
  // Once events are handled, so that the window is there before a run takes the cores.
  QTimer::singleShot(0, &application, [&] {
    Workbench& workbench = main.workbench();
    QSettings settings;
    if (!request.trace.empty()) {
      workbench.run()->open(QUrl::fromLocalFile(QFileInfo(QString::fromStdString(request.trace)).absoluteFilePath()));
    } else if (request.run) {
      workbench.runGiven(*request.run);
    } else if (!settings.value(QLatin1String(kSeenKey)).toBool()) {
      settings.setValue(QLatin1String(kSeenKey), true);
      workbench.runTour();
    }
  });
  return QGuiApplication::exec();
}

}  // namespace gmpscope::app
