#pragma once
// Writes what the timeline shows, or the whole trace, as a picture. GUI thread; the painting goes to the thread pool.

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QSize>
#include <QUrl>

#include "app/models/view_controller.h"

namespace gmpscope::app {

class ExportController : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the workbench has one")
  Q_PROPERTY(bool busy READ busy NOTIFY busyChanged)

 public:
  enum class Look { Dark, Light, Print };
  Q_ENUM(Look)

  explicit ExportController(const ViewController* view, QObject* parent = nullptr);

  [[nodiscard]] bool busy() const { return busy_; }
  // height 0: as high as the lanes need.
  Q_INVOKABLE void exportTimeline(const QUrl& file, int width, int height, double scale,
                                  gmpscope::app::ExportController::Look look, bool whole);

 signals:
  void busyChanged();
  void said(const QString& text, bool error);

 private:
  const ViewController* view_;
  bool busy_ = false;
};

}  // namespace gmpscope::app
