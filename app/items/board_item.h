#pragma once
// The scheduler board at the playhead's moment, or sampled at the live edge. Clicking a chip selects its goroutine.
// GUI thread.

#include <memory>
#include <mutex>

#include "app/items/view_item.h"
#include "app/scene/board_geometry.h"

namespace gmpscope::app {

// moc takes the base's name as it is written, and qmllint looks for it.
class BoardItem : public gmpscope::app::ViewItem {
  Q_OBJECT
  QML_ELEMENT
  // What the board needs to show everything at its width.
  Q_PROPERTY(int contentHeight READ contentHeight NOTIFY contentHeightChanged)
  // No processor has anything to do at the moment that is shown.
  Q_PROPERTY(bool allIdle READ allIdle NOTIFY allIdleChanged)

 public:
  explicit BoardItem(QQuickItem* parent = nullptr);
  ~BoardItem() override;

  [[nodiscard]] int contentHeight() const { return contentHeight_; }
  [[nodiscard]] bool allIdle() const { return allIdle_; }
  // What is shown, for tests; null before the first picture.
  [[nodiscard]] std::shared_ptr<const BoardGeometry> geometry() const { return geometry_; }

 signals:
  void contentHeightChanged();
  void allIdleChanged();

 protected:
  void connectTo(ViewController& view) override;
  [[nodiscard]] PictureThread::Job makeJob(QSize size, double devicePixelRatio) override;
  void pictureReady() override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;

 private:
  // The painter leaves the geometry of its picture here: it is made on the painter's thread, since the state at an
  // instant may cost milliseconds, and asked on the GUI thread.
  struct Mailbox {
    std::mutex mutex;
    std::shared_ptr<const BoardGeometry> geometry;
    bool allIdle = false;
  };
  std::shared_ptr<Mailbox> mailbox_ = std::make_shared<Mailbox>();
  std::shared_ptr<const BoardGeometry> geometry_;
  int contentHeight_ = 0;
  bool allIdle_ = false;
};

}  // namespace gmpscope::app
