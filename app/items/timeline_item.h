#pragma once
// The timeline: drag pans, the wheel scrolls lanes, with Shift it pans, with Ctrl it zooms about the cursor; a click
// sets the playhead and selects the span under it. GUI thread.

#include "app/items/view_item.h"

namespace gmpscope::app {

class TimelineGeometry;

// moc takes the base's name as it is written, and qmllint looks for it.
class TimelineItem : public gmpscope::app::ViewItem {
  Q_OBJECT
  QML_ELEMENT

 public:
  explicit TimelineItem(QQuickItem* parent = nullptr);
  ~TimelineItem() override;

 protected:
  void connectTo(ViewController& view) override;
  [[nodiscard]] PictureThread::Job makeJob(QSize size, double devicePixelRatio) override;
  void sizeChanged(QSize size, double devicePixelRatio) override;
  [[nodiscard]] double zoomCentre() const override;

  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseUngrabEvent() override;
  void hoverMoveEvent(QHoverEvent* event) override;
  void hoverLeaveEvent(QHoverEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  bool event(QEvent* event) override;

 private:
  void click(QPointF point);
  void rememberWheel();
  [[nodiscard]] double laneX(QPointF point) const;  // from the lanes' left edge

  std::optional<QPointF> pressed_;
  QPointF last_;
  bool dragging_ = false;
  std::optional<QPointF> hover_;
  double scrollRest_ = 0;
  QElapsedTimer sinceWheel_;
};

}  // namespace gmpscope::app
