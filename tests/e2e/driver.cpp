#include "tests/e2e/driver.h"

#include <QCoreApplication>
#include <QTest>
#include <QWheelEvent>

#include "tests/e2e/pump.h"

namespace gmpscope::app {

namespace {

// By the tree of what is shown: not every item's owner is within the window.
template <class Wanted>
QQuickItem* firstOf(QQuickItem& item, const Wanted& wanted) {
  if (!item.isVisible()) return nullptr;
  if (wanted(item)) return &item;
  for (QQuickItem* child : item.childItems()) {
    if (auto* found = firstOf(*child, wanted)) return found;
  }
  return nullptr;
}

}  // namespace

Driver::Environment::Environment(const char* theme, const char* language) {
  qputenv("GMPSCOPE_THEME", theme);
  qputenv("GMPSCOPE_LANG", language);
}

Driver::Driver(QSize size, const char* theme, const char* language) : environment_(theme, language) {
  window().resize(size);
  window().requestActivate();
  static_cast<void>(pumpUntil([&] { return window().isExposed() && window().size() == size; }));
  pumpFor(100);
}

QQuickItem* Driver::item(const char* name) {
  return firstOf(*window().contentItem(),
                 [&](const QQuickItem& item) { return item.objectName() == QLatin1String(name); });
}

QString Driver::text(const char* name) {
  const auto* found = item(name);
  return found == nullptr ? QString() : found->property("text").toString();
}

TimelineItem& Driver::timeline() { return *window().findChild<TimelineItem*>(); }

BoardItem& Driver::board() { return *window().findChild<BoardItem*>(); }

void Driver::clickAt(QPointF scenePoint) {
  QTest::mouseMove(&window(), scenePoint.toPoint());
  QTest::mouseClick(&window(), Qt::LeftButton, {}, scenePoint.toPoint());
  pumpFor(20);
}

void Driver::click(const char* name) {
  auto* target = item(name);
  if (target != nullptr) clickAt(target->mapToScene({target->width() / 2, target->height() / 2}));
}

void Driver::clickText(const char* text) {
  const auto* found = firstOf(*window().contentItem(), [&](const QQuickItem& item) {
    return item.inherits("QQuickAbstractButton") && item.property("text").toString() == QLatin1String(text);
  });
  if (found != nullptr) clickAt(found->mapToScene({found->width() / 2, found->height() / 2}));
}

void Driver::type(const char* text) {
  for (const char* letter = text; *letter != '\0'; ++letter) QTest::keyClick(&window(), *letter);
  pumpFor(10);
}

void Driver::press(int key, Qt::KeyboardModifiers modifiers) {
  QTest::keyClick(&window(), static_cast<Qt::Key>(key), modifiers);
  pumpFor(10);
}

void Driver::wheel(QQuickItem& on, QPointF at, int notches, Qt::KeyboardModifiers modifiers) {
  const QPointF scene = on.mapToScene(at);
  QWheelEvent event(scene, window().mapToGlobal(scene), {}, {0, 120 * notches}, Qt::NoButton, modifiers,
                    Qt::NoScrollPhase, false);
  QCoreApplication::sendEvent(&window(), &event);
  pumpFor(10);
}

bool Driver::runToTheEnd(double seconds) {
  RunRequest request;
  request.preset = "work-stealing";
  request.seconds = seconds;
  request.gomaxprocs = 2;
  bench().runGiven(request);
  if (!bench().run()->present()) return false;
  if (!pumpUntil([&] { return !bench().run()->live(); }, 60'000)) return false;
  return bench().run()->session()->model().counters().events > 0 && pumpSettled(window());
}

TimelineGeometry Driver::geometry() {
  return TimelineGeometry(bench().run()->session()->model(), bench().view()->timelineView(Theme::Dark));
}

std::optional<Driver::Target> Driver::wideSpan(double atLeast) {
  const TimelineGeometry shown = geometry();
  std::optional<Target> widest;
  double best = atLeast;
  for (const TimelineRow& row : shown.rows()) {
    if (row.kind != TimelineRow::Kind::Lane || row.lane.kind != LaneKind::Processor) continue;
    for (std::size_t span = 0; span < row.spans->size(); ++span) {
      if (row.spans->at(span, bench().view()->edge()).start > bench().view()->viewport().window().to) break;
      const QRectF rect = shown.spanRect(row, span);
      if (rect.width() < best) continue;
      best = rect.width();
      widest = Target{{row.lane, span}, timeline().mapToScene(rect.center())};
    }
  }
  return widest;
}

QImage Driver::grab() { return window().grabWindow().convertToFormat(QImage::Format_RGB32); }

int Driver::pixelsOf(analysis::SpanState state) {
  const QImage image = grab();
  const double ratio = image.devicePixelRatio();
  const QRectF lanes = TimelineGeometry::lanesArea(timeline().size().toSize());
  const QRectF area(timeline().mapToScene(lanes.topLeft()) * ratio, lanes.size() * ratio);
  const QRgb colour =
      palette(bench().appearance()->dark() ? Theme::Dark : Theme::Light).state.at(static_cast<std::size_t>(state));
  int found = 0;
  const QRect bounds = area.toAlignedRect() & image.rect();
  for (int y = bounds.top(); y <= bounds.bottom(); ++y) {
    const auto* line = reinterpret_cast<const QRgb*>(image.constScanLine(y));
    for (int x = bounds.left(); x <= bounds.right(); ++x) found += (line[x] & 0xffffff) == (colour & 0xffffff);
  }
  return found;
}

}  // namespace gmpscope::app
