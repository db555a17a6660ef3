// Pictures of the real window with a real run in it, for the README and for eyes: shots FOLDER [NAME-FILTER]
// Needs no display. One file per size, theme, language and moment: window-1600x900-dark-en-steal.png

#include <QDir>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QImage>
#include <QQuickItem>
#include <QQuickWindow>
#include <QSettings>
#include <QTemporaryDir>

#include "app/models/workbench.h"
#include "app/window.h"
#include "core/base/message.h"
#include "tests/e2e/pump.h"

using namespace gmpscope;
using namespace gmpscope::app;

namespace {

struct Look {
  QSize size;
  const char* theme;
  const char* language;
};

class Photographer {
 public:
  Photographer(QString folder, QString filter) : folder_(std::move(folder)), filter_(std::move(filter)) {}

  void takeAll() {
    for (const QSize size : {QSize(1600, 900), QSize(1280, 720)}) {
      for (const char* theme : {"dark", "light"}) {
        for (const char* language : {"en", "ru"}) take({size, theme, language});
      }
    }
  }
  [[nodiscard]] bool allWritten() const { return allWritten_; }

 private:
  void take(const Look& look) {
    const QString name = QStringLiteral("window-%1x%2-%3-%4")
                             .arg(look.size.width())
                             .arg(look.size.height())
                             .arg(QLatin1String(look.theme), QLatin1String(look.language));
    if (!filter_.isEmpty() && !name.contains(filter_)) return;
    qputenv("GMPSCOPE_THEME", look.theme);
    qputenv("GMPSCOPE_LANG", look.language);
    MainWindow main;
    QQuickWindow& window = *main.window();
    window.resize(look.size);
    pumpFor(300);
    save(window, name + QStringLiteral("-empty"));

    saveMenu(window, name);

    Workbench& bench = main.workbench();
    bench.runTour();
    static_cast<void>(pumpUntil(
        [&] { return !bench.run()->live() || bench.run()->session()->model().edge() > 700'000'000; }, 10'000));
    pumpFor(200);
    save(window, name + QStringLiteral("-live"));
    bench.control()->togglePause();
    static_cast<void>(pumpUntil([&] { return bench.mode() == Workbench::Mode::Paused; }));
    for (int i = 0; i < 3; ++i) {
      bench.control()->nextDecision();
      pumpFor(30);
    }
    pumpSettled(window);
    save(window, name + QStringLiteral("-paused"));
    bench.control()->togglePause();
    if (!pumpUntil([&] { return !bench.run()->live(); }, 20'000))
      message("{}: the run doesn't end", name.toStdString());
    pumpSettled(window);
    save(window, name + QStringLiteral("-steal"));
    saveFolded(window, bench, name);
  }

  void saveMenu(QQuickWindow& window, const QString& name) {
    for (QObject* object : window.findChildren<QObject*>()) {
      if (!object->inherits("QQuickMenu") || object->property("count").toInt() < 6) continue;
      QMetaObject::invokeMethod(object, "open");
      pumpFor(300);
      save(window, name + QStringLiteral("-menu"));
      QMetaObject::invokeMethod(object, "close");
      pumpFor(300);
      return;
    }
    message("{}: no menu was found", name.toStdString());
    allWritten_ = false;
  }

  // A run whose details took more than they may, at a time of which they are gone; and its file while it is read.
  void saveFolded(QQuickWindow& window, Workbench& bench, const QString& name) {
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("long.gmps"));
    RunRequest request{.preset = "ping-pong", .settings = {"work=2us"}, .seconds = 3, .out = file.toStdString()};
    request.detailBytes = std::size_t{16} << 20;
    bench.run()->start(request, QStringLiteral("Ping-pong"));
    if (!pumpUntil([&] { return !bench.run()->live(); }, 20'000))
      message("{}: the run doesn't end", name.toStdString());
    bench.view()->setPlayhead(bench.run()->session()->model().edge() / 4);
    pumpSettled(window);
    save(window, name + QStringLiteral("-folded"));
    MainWindow reader;
    reader.window()->resize(window.size());
    reader.workbench().run()->open(QUrl::fromLocalFile(file));
    pumpFor(150);
    save(*reader.window(), name + QStringLiteral("-reading"));
    static_cast<void>(pumpUntil([&] { return reader.workbench().run()->present(); }, 60'000));
    saveParts(window.size(), name);
  }

  // A long file: a part of it is read, the rest is what it keeps of the whole.
  void saveParts(QSize size, const QString& name) {
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("parts.gmps"));
    RunRequest request{.preset = "ping-pong", .settings = {"work=2us"}, .seconds = 2, .out = file.toStdString()};
    request.checkpointEvery = 1'000;
    if (auto session = Session::run(request); session.ok()) session.value()->wait();
    MainWindow reader;
    reader.window()->resize(size);
    Workbench& bench = reader.workbench();
    bench.run()->open(QUrl::fromLocalFile(file));
    if (!pumpUntil([&] { return bench.run()->present(); }, 60'000) || !bench.run()->parts()) {
      message("{}: the file isn't read in parts", name.toStdString());
      allWritten_ = false;
      return;
    }
    pumpSettled(*reader.window());
    bench.view()->setPlayhead(bench.view()->end() / 2);
    pumpFor(500);
    pumpSettled(*reader.window());
    save(*reader.window(), name + QStringLiteral("-parts"));
  }

  void save(QQuickWindow& window, const QString& name) {
    const QString file = folder_ + QLatin1Char('/') + name + QStringLiteral(".png");
    if (window.grabWindow().save(file)) return;
    message("{}: expected a place to write to", file.toStdString());
    allWritten_ = false;
  }

  QString folder_;
  QString filter_;
  bool allWritten_ = true;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    message("shots FOLDER [NAME]: expected a folder to write to");
    return 2;
  }
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QTemporaryDir settings;
  QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
  QGuiApplication application(argc, argv);
  QCoreApplication::setOrganizationName(QStringLiteral("gmpscope"));
  QCoreApplication::setApplicationName(QStringLiteral("shots"));
  MainWindow::prepareApplication();
  useBuiltWorker();
  const QString folder = QString::fromLocal8Bit(argv[1]);
  QDir().mkpath(folder);
  Photographer photographer(folder, argc > 2 ? QString::fromLocal8Bit(argv[2]) : QString());
  photographer.takeAll();
  return photographer.allWritten() ? 0 : 1;
}
