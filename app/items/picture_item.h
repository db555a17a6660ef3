#pragma once
// An item that shows a picture painted elsewhere: asks for one when its content or size changes, at most so often,
// and never more than one at a time. GUI thread, but for updatePaintNode.

#include <QElapsedTimer>
#include <QImage>
#include <QQuickItem>
#include <QTimer>
#include <memory>

#include "app/items/picture_thread.h"

namespace gmpscope::app {

class PictureItem : public QQuickItem {
  Q_OBJECT
  QML_ANONYMOUS
  // Nothing is being painted and nothing waits to be: what is on the screen is what should be.
  Q_PROPERTY(bool settled READ settled NOTIFY settledChanged)

 public:
  explicit PictureItem(QQuickItem* parent = nullptr);
  ~PictureItem() override;

  [[nodiscard]] bool settled() const { return !dirty_ && !painting_; }
  [[nodiscard]] const QImage& picture() const { return picture_; }

 signals:
  void settledChanged();

 protected:
  // GUI thread: copies all that the picture needs into a job; none if there is nothing to paint.
  [[nodiscard]] virtual PictureThread::Job makeJob(QSize size, double devicePixelRatio) = 0;
  // The size in logical pixels changed, or the screen's pixels did.
  virtual void sizeChanged(QSize size, double devicePixelRatio);
  // GUI thread: that job's picture is about to be shown.
  virtual void pictureReady() {}

  // What is shown is stale.
  void invalidate();
  void setInterval(int milliseconds) { interval_ = milliseconds; }
  // Derived destructors call it first: jobs may refer to the item's own parts.
  void stopPainting();

  void geometryChange(const QRectF& newGeometry, const QRectF& oldGeometry) override;
  void itemChange(ItemChange change, const ItemChangeData& value) override;
  void componentComplete() override;
  QSGNode* updatePaintNode(QSGNode* old, UpdatePaintNodeData* data) override;

 private:
  void paintSoon();
  void paintNow();
  void receive(const QImage& picture);
  void resize();

  QImage picture_;
  bool fresh_ = false;  // picture_ isn't in the scene graph yet
  bool dirty_ = false;
  bool painting_ = false;
  int interval_ = 16;
  QSize size_;
  double ratio_ = 0;
  QTimer timer_;
  QElapsedTimer sinceStart_;
  std::unique_ptr<PictureThread> thread_;
};

}  // namespace gmpscope::app
