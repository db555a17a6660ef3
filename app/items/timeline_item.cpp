#include "app/items/timeline_item.h"

#include <QCursor>
#include <QGuiApplication>
#include <QNativeGestureEvent>
#include <QQuickWindow>
#include <QStyleHints>
#include <cmath>

#include "app/scene/render.h"

namespace gmpscope::app {
namespace {

constexpr double kWheelZoom = 1.2;   // a notch
constexpr double kWheelPan = 0.1;    // a notch, of the width
constexpr double kWheelScroll = 48;  // a notch, in pixels
constexpr qint64 kOneTurnMs = 500;   // notches closer than that are one change for undo

}  // namespace

TimelineItem::TimelineItem(QQuickItem* parent) : ViewItem(parent) {
  setAcceptedMouseButtons(Qt::LeftButton);
  setAcceptHoverEvents(true);
  setClip(true);
  setInterval(16);
}

TimelineItem::~TimelineItem() { stopPainting(); }

void TimelineItem::connectTo(ViewController& view) {
  connect(&view, &ViewController::changed, this, [this] { invalidate(); });
  if (size().width() >= 1 && size().height() >= 1 && window() != nullptr) {
    view.setTimelineSize(size().toSize(), window()->effectiveDevicePixelRatio());
  }
}

PictureThread::Job TimelineItem::makeJob(QSize, double devicePixelRatio) {
  if (!view() || !view()->session()) return {};
  return [session = view()->session(), picture = view()->timelineView(theme()), devicePixelRatio] {
    QImage image;
    const auto look = session->model().look();
    renderTimeline(session->model(), picture, image);
    image.setDevicePixelRatio(devicePixelRatio);
    return image;
  };
}

void TimelineItem::sizeChanged(QSize size, double devicePixelRatio) {
  if (view()) view()->setTimelineSize(size, devicePixelRatio);
}

double TimelineItem::laneX(QPointF point) const {
  return point.x() - TimelineGeometry::lanesArea(size().toSize()).left();
}

double TimelineItem::zoomCentre() const { return hover_ ? laneX(*hover_) : ViewItem::zoomCentre(); }

void TimelineItem::mousePressEvent(QMouseEvent* event) {
  forceActiveFocus(Qt::MouseFocusReason);
  pressed_ = last_ = event->position();
  dragging_ = false;
  event->accept();
}

void TimelineItem::mouseMoveEvent(QMouseEvent* event) {
  if (!pressed_ || !view()) return;
  const QPointF point = event->position();
  if (!dragging_) {
    if ((point - *pressed_).manhattanLength() < QGuiApplication::styleHints()->startDragDistance() / 2.0) return;
    dragging_ = true;
    view()->remember();
    setCursor(Qt::ClosedHandCursor);
  }
  const QPointF moved = point - last_;
  last_ = point;
  if (moved.x() != 0) view()->panBy(-moved.x());
  if (moved.y() != 0) view()->scrollBy(static_cast<int>(-moved.y()));
}

void TimelineItem::mouseReleaseEvent(QMouseEvent* event) {
  if (pressed_ && !dragging_) click(event->position());
  mouseUngrabEvent();
}

void TimelineItem::mouseUngrabEvent() {
  pressed_.reset();
  dragging_ = false;
  unsetCursor();
}

void TimelineItem::hoverMoveEvent(QHoverEvent* event) { hover_ = event->position(); }

void TimelineItem::hoverLeaveEvent(QHoverEvent*) { hover_.reset(); }

void TimelineItem::click(QPointF point) {
  if (!view() || !view()->session()) return;
  const auto session = view()->session();
  const auto look = session->model().look();
  const TimelineHit hit = TimelineGeometry(session->model(), view()->timelineView(theme())).hit(point);
  switch (hit.kind) {
    case TimelineHit::Kind::Nothing:
      view()->clearSelection();
      break;
    case TimelineHit::Kind::Header:
      view()->toggleGroup(hit.lane.kind);
      break;
    case TimelineHit::Kind::Ruler:
    case TimelineHit::Kind::Band:
      view()->setPlayhead(hit.time);
      break;
    case TimelineHit::Kind::Label:
      if (hit.lane.kind == LaneKind::Goroutine) view()->selectGoroutine(LifeId(hit.lane.index));
      break;
    case TimelineHit::Kind::Lane:
      view()->setPlayhead(hit.time);
      if (hit.span) {
        view()->select({hit.lane, *hit.span});
      } else {
        view()->clearSelection();
      }
      break;
  }
}

void TimelineItem::rememberWheel() {
  if (!sinceWheel_.isValid() || sinceWheel_.elapsed() > kOneTurnMs) view()->remember();
  sinceWheel_.start();
}

void TimelineItem::wheelEvent(QWheelEvent* event) {
  if (!view()) return;
  QPointF notches = QPointF(event->angleDelta()) / 120.0;
  const auto modifiers = event->modifiers();
  if (modifiers & Qt::ControlModifier) {
    rememberWheel();
    view()->zoomAbout(laneX(event->position()), std::pow(kWheelZoom, notches.y()));
  } else {
    // Some systems turn the wheel's axis themselves when Shift is down.
    const double sideways = modifiers & Qt::ShiftModifier ? notches.x() + notches.y() : notches.x();
    if (sideways != 0) {
      rememberWheel();
      view()->panBy(-sideways * kWheelPan * view()->viewport().width());
    }
    if (!(modifiers & Qt::ShiftModifier) && notches.y() != 0) {
      scrollRest_ -= notches.y() * kWheelScroll;
      const int whole = static_cast<int>(scrollRest_);
      scrollRest_ -= whole;
      view()->scrollBy(whole);
    }
  }
  event->accept();
}

bool TimelineItem::event(QEvent* event) {
  if (event->type() == QEvent::NativeGesture && view()) {
    auto* gesture = static_cast<QNativeGestureEvent*>(event);
    if (gesture->gestureType() == Qt::ZoomNativeGesture) {
      rememberWheel();
      view()->zoomAbout(laneX(gesture->position()), 1 + gesture->value());
      return true;
    }
  }
  return ViewItem::event(event);
}

}  // namespace gmpscope::app
