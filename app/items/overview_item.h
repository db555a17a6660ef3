#pragma once
// The strip of the whole trace. Click or drag moves the timeline's window. GUI thread.

#include "app/items/view_item.h"
#include "app/scene/overview.h"

namespace gmpscope::app {

// moc takes the base's name as it is written, and qmllint looks for it.
class OverviewItem : public gmpscope::app::ViewItem {
  Q_OBJECT
  QML_ELEMENT

 public:
  explicit OverviewItem(QQuickItem* parent = nullptr);
  ~OverviewItem() override;

 protected:
  void connectTo(ViewController& view) override;
  [[nodiscard]] PictureThread::Job makeJob(QSize size, double devicePixelRatio) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;

 private:
  [[nodiscard]] OverviewView overview(QSize size, double devicePixelRatio) const;
  void moveTo(double x);
};

}  // namespace gmpscope::app
