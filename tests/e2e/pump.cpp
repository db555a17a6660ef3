#include "tests/e2e/pump.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QThread>

#include "app/items/picture_item.h"

namespace gmpscope::app {

void useBuiltWorker() {
  if (!qEnvironmentVariableIsEmpty("GMPSCOPE_WORKER")) return;
  qputenv("GMPSCOPE_WORKER",
          (QCoreApplication::applicationDirPath() + QStringLiteral("/../../bin/gmp-worker")).toLocal8Bit());
}

bool pumpUntil(const std::function<bool()>& condition, int milliseconds) {
  QElapsedTimer clock;
  clock.start();
  while (!condition()) {
    if (clock.elapsed() > milliseconds) return false;
    QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QThread::msleep(2);
  }
  return true;
}

void pumpFor(int milliseconds) {
  static_cast<void>(pumpUntil([] { return false; }, milliseconds));
}

bool pumpSettled(QQuickWindow& window, int milliseconds) {
  const auto settled = [&] {
    for (const auto* item : window.findChildren<PictureItem*>()) {
      if (item->isVisible() && !item->settled()) return false;
    }
    return true;
  };
  const bool done = pumpUntil(settled, milliseconds);
  pumpFor(60);  // the scene graph takes the last picture with its next frame
  return done;
}

}  // namespace gmpscope::app
