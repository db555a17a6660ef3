#include "app/scene/timeline_geometry.h"

#include <algorithm>
#include <cmath>

#include "app/scene/glyph_atlas.h"
#include "app/scene/metrics.h"
#include "app/scene/texts.h"

namespace gmpscope::app {
namespace {

using analysis::Span;
using analysis::SpanState;

int laneHeight(LaneKind kind) {
  return kind == LaneKind::Core || kind == LaneKind::Processor ? metrics::kWideLane : metrics::kNarrowLane;
}

// From one lane's top to the next one's.
int pitch(LaneKind kind) {
  const int band = kind == LaneKind::Processor ? metrics::kBandGap + metrics::kBandHeight : 0;
  return laneHeight(kind) + band + metrics::kLaneGap;
}

QString title(LaneKind kind) {
  switch (kind) {
    case LaneKind::Core:
      return SceneTexts::tr("cores");
    case LaneKind::Processor:
      return SceneTexts::tr("processors");
    case LaneKind::Thread:
      return SceneTexts::tr("threads");
    case LaneKind::Goroutine:
      return SceneTexts::tr("goroutines");
  }
  return {};
}

QString evidence(kernel::Source source) {
  switch (source) {
    case kernel::Source::Perf:
      return SceneTexts::tr("kernel");
    case kernel::Source::Sampled:
      return SceneTexts::tr("sampled");
    case kernel::Source::None:
      break;
  }
  return SceneTexts::tr("runtime only");
}

// 1, 2, 4, 8 ... so that the printed scale changes seldom.
std::uint32_t scaleFor(std::uint32_t largest) {
  std::uint32_t scale = 4;
  while (scale < largest && scale < (1U << 31)) scale *= 2;
  return scale;
}

}  // namespace

TimelineGeometry::TimelineGeometry(const analysis::TraceModel& model, const TimelineView& view)
    : model_(model), view_(view) {
  lanes_ = lanesArea(view.size);
  ruler_ = QRect(lanes_.left(), 0, lanes_.width(), metrics::kRulerHeight);
  std::uint32_t longest = 0;
  for (std::size_t p = 0; p < model.processorCount(); ++p) {
    longest = std::max(longest, model.queueLength(p).extent(0, std::max<Nanos>(view.edge, 1)).max);
  }
  queueScale_ = scaleFor(longest);
  layOut();
}

QRect TimelineGeometry::lanesArea(QSize size) {
  return {metrics::kLabelWidth, metrics::kRulerHeight, std::max(size.width() - metrics::kLabelWidth, 1),
          std::max(size.height() - metrics::kRulerHeight, 1)};
}

void TimelineGeometry::layOut() {
  // Without the kernel's records nothing is known of cores.
  const std::size_t cores = model_.run().kernelSource == kernel::Source::Perf ? model_.coreCount() : 0;
  const std::array<std::size_t, kLaneKinds> counts{cores, model_.processorCount(), model_.threadCount(),
                                                   model_.goroutineCount()};
  int top = 0;
  for (std::size_t k = 0; k < kLaneKinds; ++k) {
    const auto kind = static_cast<LaneKind>(k);
    const GroupMode mode = view_.groups[k];
    if (mode == GroupMode::Hidden) continue;
    const LaneOrder& order = view_.order(kind);
    const auto count = static_cast<std::uint32_t>(order ? order->size() : counts[k]);
    int height = metrics::kHeaderHeight;
    if (mode == GroupMode::Open) height += static_cast<int>(count) * pitch(kind) + metrics::kGroupGap;
    groups_.push_back({kind, mode, count, top, height});
    top += height;
  }
  contentHeight_ = top;

  const int from = view_.viewport.scroll();
  const int to = from + lanes_.height();
  for (const Group& group : groups_) {
    if (group.top >= to || group.top + group.height <= from) continue;
    if (group.top + metrics::kHeaderHeight > from) addHeader(group);
    if (group.mode != GroupMode::Open || group.count == 0) continue;
    const int first = group.top + metrics::kHeaderHeight;
    const int step = pitch(group.kind);
    const auto begin = static_cast<std::uint32_t>(std::max((from - first) / step, 0));
    for (std::uint32_t i = begin; i < group.count; ++i) {
      const int laneTop = first + static_cast<int>(i) * step;
      if (laneTop >= to) break;
      addRow(group, i, laneTop);
    }
  }
}

void TimelineGeometry::addHeader(const Group& group) {
  TimelineRow row;
  row.kind = TimelineRow::Kind::Header;
  row.lane = {group.kind, 0};
  row.labelRect = row.rect =
      QRect(0, lanes_.top() + group.top - view_.viewport.scroll(), lanes_.right() + 1, metrics::kHeaderHeight);
  row.label = title(group.kind);
  const QString source = evidence(model_.run().kernelSource);
  switch (group.kind) {
    case LaneKind::Core:
      row.caption = group.count == 0 ? SceneTexts::tr("no kernel records: which thread executes isn't known")
                                     : SceneTexts::tr("which thread executes (%1)").arg(source);
      break;
    case LaneKind::Processor:
      row.caption = SceneTexts::tr("goroutine that runs; queue length 0–%1 beneath").arg(queueScale_);
      break;
    case LaneKind::Thread:
      row.caption = SceneTexts::tr("executing, runnable, waiting (%1)").arg(source);
      break;
    case LaneKind::Goroutine:
      row.caption = grouped(group.count);
      break;
  }
  rows_.push_back(std::move(row));
}

std::uint32_t TimelineGeometry::laneAt(LaneKind kind, std::uint32_t position) const {
  const LaneOrder& order = view_.order(kind);
  return order ? (*order)[position] : position;
}

void TimelineGeometry::addRow(const Group& group, std::uint32_t position, int top) {
  TimelineRow row;
  row.kind = TimelineRow::Kind::Lane;
  row.lane = {group.kind, laneAt(group.kind, position)};
  const int y = lanes_.top() + top - view_.viewport.scroll();
  const int height = laneHeight(group.kind);
  row.rect = QRect(lanes_.left(), y, lanes_.width(), height);
  row.labelRect = QRect(0, y, lanes_.left(), height);
  const std::uint32_t index = row.lane.index;
  switch (group.kind) {
    case LaneKind::Core:
      row.spans = &model_.core(index);
      row.label = SceneTexts::tr("CPU %1").arg(model_.coreId(index));
      break;
    case LaneKind::Processor:
      row.spans = &model_.processor(index);
      row.queue = &model_.queueLength(index);
      row.band = QRect(lanes_.left(), y + height + metrics::kBandGap, lanes_.width(), metrics::kBandHeight);
      row.label = QStringLiteral("P%1").arg(index);
      break;
    case LaneKind::Thread:
      row.spans = &model_.thread(index).lane;
      row.label = QStringLiteral("M%1").arg(index);
      if (model_.thread(index).sysmon.load(std::memory_order_relaxed)) row.label += QStringLiteral(" sysmon");
      break;
    case LaneKind::Goroutine:
      row.spans = &model_.goroutine(LifeId(index)).lane;
      row.label = QString::fromStdString(model_.label(LifeId(index)));
      break;
  }
  rows_.push_back(std::move(row));
}

TimelineHit TimelineGeometry::hit(QPointF point) const {
  TimelineHit result;
  result.time = view_.viewport.timeAt(point.x() - lanes_.left());
  if (point.y() < lanes_.top()) {
    result.kind = TimelineHit::Kind::Ruler;
    return result;
  }
  const QPoint pixel(static_cast<int>(std::floor(point.x())), static_cast<int>(std::floor(point.y())));
  for (const TimelineRow& row : rows_) {
    result.lane = row.lane;
    if (row.kind == TimelineRow::Kind::Header) {
      if (!row.rect.contains(pixel)) continue;
      result.kind = TimelineHit::Kind::Header;
      return result;
    }
    if (row.labelRect.contains(pixel)) {
      result.kind = TimelineHit::Kind::Label;
      return result;
    }
    if (row.band.contains(pixel)) {
      result.kind = TimelineHit::Kind::Band;
      return result;
    }
    if (row.rect.contains(pixel)) {
      result.kind = TimelineHit::Kind::Lane;
      result.span = row.spans->covering(result.time, view_.edge);
      return result;
    }
  }
  result.lane = {};
  return result;
}

const TimelineRow* TimelineGeometry::row(LaneKey lane) const {
  for (const TimelineRow& row : rows_) {
    if (row.kind == TimelineRow::Kind::Lane && row.lane == lane) return &row;
  }
  return nullptr;
}

int TimelineGeometry::scrollFor(LaneKey lane) const {
  for (const Group& group : groups_) {
    if (group.kind != lane.kind || group.mode != GroupMode::Open) continue;
    std::uint32_t position = lane.index;
    if (const LaneOrder& order = view_.order(lane.kind)) {
      const auto found = std::find(order->begin(), order->end(), lane.index);
      if (found == order->end()) return -1;
      position = static_cast<std::uint32_t>(found - order->begin());
    }
    if (position >= group.count) return -1;
    const int top = group.top + metrics::kHeaderHeight + static_cast<int>(position) * pitch(group.kind);
    const int scroll = view_.viewport.scroll();
    if (top >= scroll && top + pitch(group.kind) <= scroll + lanes_.height()) return scroll;
    return std::max(top - lanes_.height() / 2, 0);
  }
  return -1;
}

QRectF TimelineGeometry::spanRect(const TimelineRow& row, std::size_t span) const {
  const Span s = row.spans->at(span, view_.edge);
  const TimeScale scale = view_.viewport.scale();
  const double ratio = view_.viewport.devicePixelRatio();
  const auto width = static_cast<std::int64_t>(std::lround(lanes_.width() * ratio));
  const std::int64_t from = std::clamp<std::int64_t>(scale.columnOf(s.start) - scale.first, 0, width);
  // A span that ended meanwhile is drawn up to the edge of its picture.
  const Nanos end = std::min(s.end, std::max(view_.edge, s.start + 1));
  const std::int64_t to = std::clamp<std::int64_t>(scale.columnOf(end - 1) + 1 - scale.first, 0, width);
  if (from >= to) return {};
  return {lanes_.left() + static_cast<double>(from) / ratio, static_cast<double>(row.rect.top()),
          static_cast<double>(to - from) / ratio, static_cast<double>(row.rect.height())};
}

QString TimelineGeometry::spanText(const TimelineRow& row, const Span& span) const {
  // Thin bars carry no text.
  if (span.state == SpanState::Runnable || span.state == SpanState::Lost) return {};
  if (span.state == SpanState::NotOurs) return SceneTexts::tr("not ours");
  if (span.state == SpanState::Spinning) return SceneTexts::tr("spinning");
  const auto& detail = span.detail;
  const QString goroutine =
      detail.goroutine.valid() ? QString::fromStdString(model_.label(detail.goroutine)) : QString();
  const QString thread = detail.thread.valid() ? QStringLiteral("M%1").arg(detail.thread.value) : QString();
  QString text;
  switch (row.lane.kind) {
    case LaneKind::Core:
      text = goroutine.isEmpty() || thread.isEmpty() ? thread + goroutine : thread + QStringLiteral(" · ") + goroutine;
      break;
    case LaneKind::Processor:
      text = goroutine;
      break;
    case LaneKind::Thread:
      if (span.state == SpanState::Waiting) return {};
      text = goroutine;
      break;
    case LaneKind::Goroutine:
      if (span.state == SpanState::Waiting)
        return QString::fromUtf8(trace::words(detail.reason).data(),
                                 static_cast<qsizetype>(trace::words(detail.reason).size()));
      if (detail.processor != 0xfff) text = QStringLiteral("P%1").arg(detail.processor);
      break;
  }
  if (span.state == SpanState::Syscall)
    return text.isEmpty() || row.lane.kind == LaneKind::Goroutine ? SceneTexts::tr("system call") : text;
  if (span.state == SpanState::OffCore) return text + SceneTexts::tr(" · off core");
  if (span.state == SpanState::Fault && text.isEmpty()) return SceneTexts::tr("fault");
  return text;
}

SpanLabel TimelineGeometry::label(const TimelineRow& row, std::size_t span) const {
  const QRectF rect = spanRect(row, span);
  if (rect.width() < metrics::kMinLabelledSpan) return {};
  SpanLabel result;
  result.text = spanText(row, row.spans->at(span, view_.edge));
  if (result.text.isEmpty()) return {};
  const double ratio = view_.viewport.devicePixelRatio();
  GlyphAtlas& atlas = GlyphAtlas::of(metrics::kSpanText, ratio);
  const double room = rect.width() - 2 * metrics::kSpanPadding + metrics::kLabelGround;
  result.text = atlas.fitting(result.text, static_cast<int>(room * ratio));
  if (result.text.isEmpty()) return {};
  const double width = atlas.width(result.text) / ratio;
  result.rect = {rect.left() + metrics::kSpanPadding - metrics::kLabelGround, rect.top(),
                 width + 2 * metrics::kLabelGround, rect.height()};
  return result;
}

}  // namespace gmpscope::app
