#include "app/items/overview_item.h"

#include "app/scene/render.h"

namespace gmpscope::app {
namespace {

constexpr int kLiveMs = 100;

}  // namespace

OverviewItem::OverviewItem(QQuickItem* parent) : ViewItem(parent) {
  setAcceptedMouseButtons(Qt::LeftButton);
  setClip(true);
}

OverviewItem::~OverviewItem() { stopPainting(); }

void OverviewItem::connectTo(ViewController& view) {
  connect(&view, &ViewController::changed, this, [this] { invalidate(); });
}

OverviewView OverviewItem::overview(QSize size, double devicePixelRatio) const {
  OverviewView picture;
  picture.size = size;
  picture.devicePixelRatio = devicePixelRatio;
  picture.theme = theme();
  picture.edge = view()->end();
  picture.whole = view()->whole();
  picture.window = view()->viewport().window();
  picture.playhead = view()->viewport().playhead;
  return picture;
}

PictureThread::Job OverviewItem::makeJob(QSize size, double devicePixelRatio) {
  if (!view() || !view()->session()) return {};
  setInterval(view()->sampling() ? kLiveMs : 16);
  return [session = view()->session(), picture = overview(size, devicePixelRatio)] {
    QImage image;
    const auto look = session->model().look();
    renderOverview(session->model(), picture, image);
    image.setDevicePixelRatio(picture.devicePixelRatio);
    return image;
  };
}

void OverviewItem::moveTo(double x) {
  if (!view() || !view()->session()) return;
  view()->centreOn(overviewTimeAt(overview(size().toSize(), 1), x));
}

void OverviewItem::mousePressEvent(QMouseEvent* event) {
  forceActiveFocus(Qt::MouseFocusReason);
  if (view()) view()->remember();
  moveTo(event->position().x());
  event->accept();
}

void OverviewItem::mouseMoveEvent(QMouseEvent* event) { moveTo(event->position().x()); }

void OverviewItem::mouseReleaseEvent(QMouseEvent*) {}

}  // namespace gmpscope::app
