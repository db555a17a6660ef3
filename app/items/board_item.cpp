#include "app/items/board_item.h"

#include <algorithm>

#include "app/scene/render.h"

namespace gmpscope::app {
namespace {

constexpr int kSampledMs = 100;
constexpr int kPromptMs = 16;

}  // namespace

BoardItem::BoardItem(QQuickItem* parent) : ViewItem(parent) {
  setAcceptedMouseButtons(Qt::LeftButton);
  setClip(true);
}

BoardItem::~BoardItem() { stopPainting(); }

void BoardItem::connectTo(ViewController& view) {
  const auto renew = [this] { invalidate(); };
  connect(&view, &ViewController::momentChanged, this, renew);
  connect(&view, &ViewController::selectionChanged, this, renew);
  connect(&view, &ViewController::stateChanged, this, renew);
}

PictureThread::Job BoardItem::makeJob(QSize size, double devicePixelRatio) {
  if (!view() || !view()->session()) return {};
  BoardView picture;
  picture.size = size;
  picture.devicePixelRatio = devicePixelRatio;
  picture.theme = theme();
  picture.sampled = view()->sampling();
  picture.selected = view()->selectedGoroutine();
  setInterval(picture.sampled ? kSampledMs : kPromptMs);
  return [session = view()->session(), picture, moment = view()->moment(), mailbox = mailbox_] {
    const auto& model = session->model();
    const auto look = model.look();
    const analysis::BoardState state = model.stateAt(moment);
    auto geometry = std::make_shared<const BoardGeometry>(model, state, picture);
    QImage image;
    renderBoard(model, state, picture, image);
    image.setDevicePixelRatio(picture.devicePixelRatio);
    const bool allIdle = !state.processors.empty() && std::all_of(state.processors.begin(), state.processors.end(),
                                                                  [](const auto& p) { return p.idle; });
    const std::lock_guard lock(mailbox->mutex);
    mailbox->geometry = std::move(geometry);
    mailbox->allIdle = allIdle;
    return image;
  };
}

void BoardItem::pictureReady() {
  bool allIdle = false;
  {
    const std::lock_guard lock(mailbox_->mutex);
    geometry_ = mailbox_->geometry;
    allIdle = mailbox_->allIdle;
  }
  if (allIdle != allIdle_) {
    allIdle_ = allIdle;
    emit allIdleChanged();
  }
  const int height = geometry_ ? geometry_->contentHeight() : 0;
  if (height == contentHeight_) return;
  contentHeight_ = height;
  emit contentHeightChanged();
}

void BoardItem::mousePressEvent(QMouseEvent* event) {
  forceActiveFocus(Qt::MouseFocusReason);
  event->accept();
}

void BoardItem::mouseReleaseEvent(QMouseEvent* event) {
  if (!geometry_ || !view()) return;
  const BoardHit hit = geometry_->hit(event->position());
  if (hit.kind == BoardHit::Kind::Goroutine) view()->selectGoroutine(LifeId(hit.id));
}

}  // namespace gmpscope::app
