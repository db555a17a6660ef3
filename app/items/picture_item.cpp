#include "app/items/picture_item.h"

#include <QQuickWindow>
#include <QSGSimpleTextureNode>

namespace gmpscope::app {
namespace {

// Owns its texture. A texture may only go after the node has another one: deleting it first crashes under OpenGL.
class PictureNode : public QSGSimpleTextureNode {
 public:
  void show(std::unique_ptr<QSGTexture> texture) {
    setTexture(texture.get());
    texture_ = std::move(texture);
  }

 private:
  std::unique_ptr<QSGTexture> texture_;
};

}  // namespace

PictureItem::PictureItem(QQuickItem* parent)
    : QQuickItem(parent), thread_(std::make_unique<PictureThread>([this](const QImage& picture) {
        // Queued events for an item that is gone are dropped by Qt, and the thread ends before the item does.
        QMetaObject::invokeMethod(
            this, [this, picture] { receive(picture); }, Qt::QueuedConnection);
      })) {
  setFlag(ItemHasContents);
  timer_.setSingleShot(true);
  timer_.setTimerType(Qt::PreciseTimer);
  connect(&timer_, &QTimer::timeout, this, &PictureItem::paintNow);
}

PictureItem::~PictureItem() { stopPainting(); }

void PictureItem::stopPainting() { thread_.reset(); }

void PictureItem::sizeChanged(QSize, double) {}

void PictureItem::invalidate() {
  const bool before = settled();
  dirty_ = true;
  if (before) emit settledChanged();
  paintSoon();
}

void PictureItem::paintSoon() {
  if (painting_ || timer_.isActive() || !isComponentComplete()) return;
  const qint64 wait = sinceStart_.isValid() ? interval_ - sinceStart_.elapsed() : 0;
  if (wait > 0) {
    timer_.start(static_cast<int>(wait));
  } else {
    paintNow();
  }
}

void PictureItem::paintNow() {
  if (painting_ || !dirty_ || !thread_ || size_.isEmpty()) return;
  auto job = makeJob(size_, ratio_);
  dirty_ = false;
  if (!job) {
    picture_ = {};
    fresh_ = true;
    update();
    emit settledChanged();
    return;
  }
  painting_ = true;
  sinceStart_.start();
  thread_->submit(std::move(job));
}

void PictureItem::receive(const QImage& picture) {
  picture_ = picture;
  fresh_ = true;
  painting_ = false;
  pictureReady();
  update();
  if (dirty_) {
    paintSoon();
  } else {
    emit settledChanged();
  }
}

void PictureItem::resize() {
  if (!isComponentComplete() || window() == nullptr) return;
  const QSize size(static_cast<int>(std::ceil(width())), static_cast<int>(std::ceil(height())));
  const double ratio = window()->effectiveDevicePixelRatio();
  if (size == size_ && ratio == ratio_) return;
  size_ = size;
  ratio_ = ratio;
  if (size_.isEmpty()) return;
  sizeChanged(size_, ratio_);
  // A picture of the wrong size is worse than one too many.
  sinceStart_.invalidate();
  timer_.stop();
  invalidate();
}

void PictureItem::geometryChange(const QRectF& newGeometry, const QRectF& oldGeometry) {
  QQuickItem::geometryChange(newGeometry, oldGeometry);
  resize();
}

void PictureItem::itemChange(ItemChange change, const ItemChangeData& value) {
  QQuickItem::itemChange(change, value);
  if (change == ItemDevicePixelRatioHasChanged || change == ItemSceneChange) resize();
}

void PictureItem::componentComplete() {
  QQuickItem::componentComplete();
  resize();
}

// The old picture keeps its own size until the new one comes: cut off or too small, but never stretched.
QSGNode* PictureItem::updatePaintNode(QSGNode* old, UpdatePaintNodeData*) {
  auto* node = static_cast<PictureNode*>(old);
  if (picture_.isNull() || window() == nullptr) {
    delete node;
    return nullptr;
  }
  if (node == nullptr) {
    node = new PictureNode;
    node->setFiltering(QSGTexture::Nearest);
    fresh_ = true;
  }
  if (fresh_) {
    node->show(std::unique_ptr<QSGTexture>(window()->createTextureFromImage(picture_, QQuickWindow::TextureIsOpaque)));
    fresh_ = false;
  }
  node->setRect(QRectF(QPointF(), QSizeF(picture_.size()) / picture_.devicePixelRatio()));
  return node;
}

}  // namespace gmpscope::app
