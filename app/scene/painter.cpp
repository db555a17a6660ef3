#include "app/scene/painter.h"

#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "app/scene/fonts.h"
#include "app/scene/metrics.h"
#include "app/scene/texts.h"

namespace gmpscope::app {
namespace {

constexpr double kTickDistance = 112;  // at least, so that labels don't touch

QColor faded(QRgb colour, double alpha) {
  QColor result(colour);
  result.setAlphaF(static_cast<float>(alpha));
  return result;
}

// The part of the lanes' area between two instants.
QRectF timeRect(const TimelineGeometry& geometry, const TimelineView& view, Nanos from, Nanos to) {
  const QRectF lanes = geometry.lanes();
  const double left = std::clamp(lanes.left() + view.viewport.xOf(from), lanes.left(), lanes.right());
  const double right = std::clamp(lanes.left() + view.viewport.xOf(to), lanes.left(), lanes.right());
  return {left, lanes.top(), right - left, lanes.height()};
}

// A band across all lanes, with words if they fit.
void paintBand(QPainter& painter, const TimelineGeometry& geometry, const TimelineView& view, TimeRange range,
               std::initializer_list<QBrush> fills, const QString& text) {
  const Palette& p = palette(view.theme);
  const bool visible = view.viewport.xOf(range.to) >= 0 && view.viewport.xOf(range.from) <= geometry.lanes().width();
  if (!visible) return;
  QRectF rect = timeRect(geometry, view, range.from, std::max(range.to, range.from + 1));
  rect.setWidth(std::max(rect.width(), 2.0));
  for (const QBrush& fill : fills) painter.fillRect(rect, fill);
  const double width = painter.fontMetrics().horizontalAdvance(text) + 12;
  if (rect.width() < width + 8) return;
  const QRectF tag(rect.center().x() - width / 2, rect.top() + 4, width, 20);
  painter.fillRect(tag, QColor(p.surface));
  painter.setPen(QColor(p.text));
  painter.drawText(tag, Qt::AlignCenter, text);
}

// Somebody held the run; what steps did meanwhile stays to be seen.
void paintHolds(QPainter& painter, const analysis::TraceModel& model, const TimelineGeometry& geometry,
                const TimelineView& view) {
  for (const auto& hold : model.holds()) {
    const Nanos to = hold.to < 0 ? view.edge : std::min(hold.to, view.edge);
    if (to <= hold.from) continue;
    paintBand(painter, geometry, view, {hold.from, to}, {faded(palette(view.theme).dim, 0.18)},
              SceneTexts::tr("paused %1").arg(lengthText(to - hold.from)));
  }
}

void paintGaps(QPainter& painter, const analysis::TraceModel& model, const TimelineGeometry& geometry,
               const TimelineView& view) {
  const Palette& p = palette(view.theme);
  for (const auto& gap : model.gaps())
    paintBand(painter, geometry, view, {gap.from, gap.to}, {faded(p.ground, 0.7), QBrush(p.dim, Qt::BDiagPattern)},
              gap.dropped == 0 ? SceneTexts::tr("not recorded")
                               : SceneTexts::tr("%1 events lost").arg(grouped(static_cast<std::int64_t>(gap.dropped))));
}

void paintRange(QPainter& painter, const TimelineGeometry& geometry, const TimelineView& view) {
  if (!view.viewport.range) return;
  const Palette& p = palette(view.theme);
  const QRectF rect = timeRect(geometry, view, view.viewport.range->from, view.viewport.range->to);
  if (rect.width() <= 0) return;
  painter.fillRect(rect, faded(p.accent, 0.14));
  painter.fillRect(QRectF(rect.left(), rect.top(), 1, rect.height()), QColor(p.accent));
  painter.fillRect(QRectF(rect.right() - 1, rect.top(), 1, rect.height()), QColor(p.accent));
}

void paintSelection(QPainter& painter, const TimelineGeometry& geometry, const TimelineView& view) {
  if (!view.viewport.selection) return;
  const TimelineRow* row = geometry.row(view.viewport.selection->lane);
  if (row == nullptr || view.viewport.selection->span >= row->spans->size()) return;
  const QRectF rect = geometry.spanRect(*row, view.viewport.selection->span);
  if (rect.isEmpty()) return;
  painter.setPen(QPen(QColor(palette(view.theme).accent), 2));
  painter.setBrush(Qt::NoBrush);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), 2, 2);
  painter.setRenderHint(QPainter::Antialiasing, false);
}

void paintHeader(QPainter& painter, const TimelineRow& row, const TimelineView& view) {
  const Palette& p = palette(view.theme);
  const bool open = view.groups[static_cast<std::size_t>(row.lane.kind)] == GroupMode::Open;
  const double middle = row.rect.top() + row.rect.height() / 2.0 + 2;
  QPainterPath arrow;
  if (open) {
    arrow.moveTo(12, middle - 2.5);
    arrow.lineTo(20, middle - 2.5);
    arrow.lineTo(16, middle + 2.5);
  } else {
    arrow.moveTo(13.5, middle - 4);
    arrow.lineTo(18.5, middle);
    arrow.lineTo(13.5, middle + 4);
  }
  arrow.closeSubpath();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillPath(arrow, QColor(p.dim));
  painter.setRenderHint(QPainter::Antialiasing, false);

  const QRect text = row.rect.adjusted(24, 4, -12, 0);
  painter.setFont(sceneFont(metrics::kText, true));
  painter.setPen(QColor(p.text));
  painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, row.label);
  const int used = painter.fontMetrics().horizontalAdvance(row.label) + 24;
  painter.setFont(sceneFont(metrics::kSmallText));
  painter.setPen(QColor(p.dim));
  const QRect rest = text.adjusted(used, 0, 0, 0);
  painter.drawText(rest, Qt::AlignRight | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(row.caption, Qt::ElideRight, rest.width()));
}

void paintLabels(QPainter& painter, const TimelineGeometry& geometry, const TimelineView& view) {
  const Palette& p = palette(view.theme);
  painter.setFont(sceneFont(metrics::kSmallText));
  for (const TimelineRow& row : geometry.rows()) {
    if (row.kind != TimelineRow::Kind::Lane) continue;
    const bool chosen = view.viewport.selection && view.viewport.selection->lane == row.lane;
    painter.setPen(QColor(chosen ? p.accent : p.dim));
    const QRect place = row.labelRect.adjusted(8, 0, -10, 0);
    painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(row.label, Qt::ElideRight, place.width()));
  }
}

void paintRuler(QPainter& painter, const TimelineGeometry& geometry, const TimelineView& view) {
  const Palette& p = palette(view.theme);
  const QRect ruler = geometry.ruler();
  painter.fillRect(QRect(0, 0, view.size.width(), ruler.height()), QColor(p.ground));
  painter.setFont(sceneFont(metrics::kSmallText));
  const Ticks ticks = rulerTicks(view.viewport);
  const Nanos reach = view.viewport.window().to;
  painter.setClipRect(ruler);
  for (const Tick& tick : ticks.ticks) {
    const double x = ruler.left() + tick.x;
    painter.fillRect(QRectF(x, ruler.bottom() - 3, 1, 4), QColor(p.border));
    const QString text = instantText(tick.time, ticks.step, reach);
    // A part of a number would be another one.
    if (tick.x < 0 || x + 4 + painter.fontMetrics().horizontalAdvance(text) > ruler.right()) continue;
    painter.setPen(QColor(p.dim));
    painter.drawText(QPointF(x + 4, ruler.top() + 18), text);
  }
  painter.setClipping(false);
  painter.fillRect(QRect(0, ruler.bottom(), view.size.width(), 1), QColor(p.border));
}

// Under the ruler: the part that is told span by span.
void paintExact(QPainter& painter, const TimelineGeometry& geometry, const TimelineView& view) {
  if (!view.whole.overview) return;
  QRectF rect = timeRect(geometry, view, view.whole.exact.from, view.whole.exact.to);
  rect.setTop(geometry.ruler().bottom() - 1);
  rect.setHeight(2);
  painter.fillRect(rect, QColor(palette(view.theme).accent));
}

// Where the live run is; not through the words of the groups.
void paintEdge(QPainter& painter, const TimelineGeometry& geometry, const TimelineView& view) {
  const QRect lanes = geometry.lanes();
  const double edge = std::floor(lanes.left() + view.viewport.xOf(view.edge));
  if (!view.live || edge < lanes.left() || edge >= lanes.right()) return;
  for (const TimelineRow& row : geometry.rows()) {
    if (row.kind != TimelineRow::Kind::Lane) continue;
    painter.fillRect(QRectF(edge, row.rect.top(), 1, row.rect.height()), QColor(palette(view.theme).dim));
  }
}

// The playhead's line, and its tag in the ruler.
void paintPlayhead(QPainter& painter, const TimelineGeometry& geometry, const TimelineView& view) {
  const Palette& p = palette(view.theme);
  const QRect lanes = geometry.lanes();
  if (!view.viewport.playhead) return;
  const double x = std::floor(lanes.left() + view.viewport.xOf(*view.viewport.playhead));
  if (x < lanes.left() - 1 || x > lanes.right()) return;
  painter.fillRect(QRectF(x, lanes.top() - 4, 2, lanes.height() + 4), QColor(p.accent));

  painter.setFont(sceneFont(metrics::kSmallText, true));
  const auto step = static_cast<Nanos>(view.viewport.nanosPerPixel());
  const QString text = instantText(*view.viewport.playhead, std::max<Nanos>(step, 1), view.viewport.window().to);
  const double width = painter.fontMetrics().horizontalAdvance(text) + 16;
  const double left = std::clamp(x + 1 - width / 2, static_cast<double>(lanes.left()), lanes.right() + 1 - width);
  const QRectF tag(left, 3, width, 20);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(QColor(p.accent));
  painter.drawRoundedRect(tag, 3, 3);
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setPen(QColor(p.onAccent));
  painter.drawText(tag, Qt::AlignCenter, text);
}

}  // namespace

Ticks rulerTicks(const Viewport& viewport) {
  Ticks result{tickStep(kTickDistance * viewport.nanosPerPixel()), {}};
  const TimeRange window = viewport.window();
  const Nanos first = std::max<Nanos>(window.from / result.step - 1, 0) * result.step;
  for (Nanos t = first; t <= window.to; t += result.step) {
    // On whole device pixels, where the spans' columns are.
    const TimeScale scale = viewport.scale();
    result.ticks.push_back({t, static_cast<double>(scale.columnOf(t) - scale.first) / viewport.devicePixelRatio()});
  }
  return result;
}

void paintBehind(QPainter& painter, const TimelineGeometry& geometry, const TimelineView& view) {
  const Palette& p = palette(view.theme);
  painter.fillRect(QRect(QPoint(0, 0), view.size), QColor(p.ground));
  const double before = view.viewport.xOf(0);
  const QRectF lanes = geometry.lanes();
  if (before > 0) painter.fillRect(timeRect(geometry, view, view.viewport.window().from, 0), QColor(p.beyond));
  if (view.viewport.xOf(view.end()) < lanes.width()) {
    painter.fillRect(timeRect(geometry, view, view.end(), view.viewport.window().to + 1), QColor(p.beyond));
  }
  painter.setClipRect(lanes);
  for (const Tick& tick : rulerTicks(view.viewport).ticks) {
    painter.fillRect(QRectF(lanes.left() + tick.x, lanes.top(), 1, lanes.height()), QColor(p.grid));
  }
  painter.setClipping(false);
}

void paintInFront(QPainter& painter, const analysis::TraceModel& model, const TimelineGeometry& geometry,
                  const TimelineView& view) {
  painter.setClipRect(geometry.lanes());
  painter.setFont(sceneFont(metrics::kSmallText));
  paintHolds(painter, model, geometry, view);
  paintGaps(painter, model, geometry, view);
  paintRange(painter, geometry, view);
  paintSelection(painter, geometry, view);
  paintEdge(painter, geometry, view);
  painter.setClipRect(QRect(0, geometry.lanes().top(), view.size.width(), geometry.lanes().height()));
  for (const TimelineRow& row : geometry.rows()) {
    if (row.kind == TimelineRow::Kind::Header) paintHeader(painter, row, view);
  }
  paintLabels(painter, geometry, view);
  painter.setClipping(false);
  paintRuler(painter, geometry, view);
  paintExact(painter, geometry, view);
  paintPlayhead(painter, geometry, view);
}

}  // namespace gmpscope::app
