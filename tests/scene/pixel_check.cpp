#include "tests/scene/pixel_check.h"

#include <cmath>
#include <optional>
#include <sstream>

#include "app/scene/timeline_geometry.h"

namespace gmpscope::app {
namespace {

using analysis::Span;
using analysis::SpanState;

bool one(QRgb pixel, std::initializer_list<QRgb> of) {
  for (const QRgb colour : of) {
    if ((pixel & RGB_MASK) == (colour & RGB_MASK)) return true;
  }
  return false;
}

// Whether `pixel` suits the state at `depth` (0 at the lane's top, 1 at its bottom). No answer close to where the
// rule changes.
std::optional<bool> suits(QRgb pixel, const Span& span, LaneKind kind, double depth, double rowShare,
                          const Palette& p) {
  const QRgb colour = p.state[static_cast<std::size_t>(span.state)];
  const bool nothing = one(pixel, {p.ground, p.grid});
  const double fromMiddle = std::abs(depth - 0.5);
  switch (span.state) {
    case SpanState::Executing:
    case SpanState::Syscall:
    case SpanState::Spinning:
    case SpanState::Fault:
    case SpanState::NotOurs:
    case SpanState::Absent:
      return one(pixel, {colour});
    case SpanState::Runnable:  // a bar of half the height
      if (std::abs(fromMiddle - 0.25) < 1.5 * rowShare) return std::nullopt;
      return fromMiddle < 0.25 ? one(pixel, {colour}) : nothing;
    case SpanState::OffCore:  // hollow: a frame, nothing in it
      if (fromMiddle > 0.5 - rowShare) return one(pixel, {colour});
      if (fromMiddle > 0.5 - 2 * rowShare) return std::nullopt;
      return one(pixel, {p.hollow});
    case SpanState::Waiting:
      if (kind == LaneKind::Thread) {  // asleep: a thin bar
        if (fromMiddle < 0.5 * rowShare) return one(pixel, {colour});
        return fromMiddle > 0.25 ? std::optional(nothing) : std::nullopt;
      }
      return textureOf(span.detail.reason) == Texture::None ? one(pixel, {colour}) : one(pixel, {colour, p.texture});
    case SpanState::Lost:
      return one(pixel, {colour, p.ground});
    case SpanState::kCount:
      break;
  }
  return false;
}

bool inGap(const std::vector<analysis::TraceModel::Gap>& gaps, Nanos t, double margin) {
  for (const auto& gap : gaps) {
    if (static_cast<double>(t) >= static_cast<double>(gap.from) - margin &&
        static_cast<double>(t) <= static_cast<double>(gap.to) + margin)
      return true;
  }
  return false;
}

}  // namespace

PixelReport checkPixels(const analysis::TraceModel& model, const TimelinePage& page, std::mt19937_64& random,
                        int points) {
  PixelReport report;
  const TimelineView& view = page.view;
  const Palette& p = palette(view.theme);
  const TimelineGeometry geometry(model, view);
  std::vector<const TimelineRow*> lanes;
  for (const TimelineRow& row : geometry.rows()) {
    if (row.kind == TimelineRow::Kind::Lane && row.rect.bottom() < view.size.height()) lanes.push_back(&row);
  }
  if (lanes.empty()) return report;
  const double ratio = page.image.devicePixelRatio();
  const TimeScale scale = view.viewport.scale();
  const auto columns = static_cast<std::uint64_t>(geometry.lanes().width() * ratio);
  const auto gaps = model.gaps();
  for (int attempt = 0; attempt < 2000 * points && report.checked < points; ++attempt) {
    const TimelineRow& row = *lanes[random() % lanes.size()];
    const auto x = static_cast<std::int64_t>(random() % columns);
    const Nanos from = scale.columnStart(scale.first + x);
    const Nanos to = scale.columnStart(scale.first + x + 1);
    const auto index = row.spans->covering(from, view.edge);
    if (!index) continue;
    const Span span = row.spans->at(*index, view.edge);
    if (static_cast<double>(span.end - span.start) < 3 * scale.nanosPerColumn) continue;
    // Where it meets its neighbours it has their colours too.
    if (static_cast<double>(from) < static_cast<double>(span.start) + scale.nanosPerColumn ||
        static_cast<double>(to) > static_cast<double>(span.end) - scale.nanosPerColumn) {
      continue;
    }
    if (inGap(gaps, from, 3 * scale.nanosPerColumn)) continue;
    const double logicalX = geometry.lanes().left() + (static_cast<double>(x) + 0.5) / ratio;
    const SpanLabel label = geometry.label(row, *index);
    if (!label.text.isEmpty() && logicalX >= label.rect.left() - 1 && logicalX <= label.rect.right() + 1) continue;

    const int top = static_cast<int>(std::lround((page.origin.y() + row.rect.top()) * ratio));
    const int height = static_cast<int>(std::lround(row.rect.height() * ratio));
    const int y = static_cast<int>(random() % static_cast<std::uint64_t>(height));
    const auto pageX =
        static_cast<int>(std::lround((page.origin.x() + geometry.lanes().left()) * ratio)) + static_cast<int>(x);
    const QRgb pixel = page.image.pixel(pageX, top + y);
    const auto right = suits(pixel, span, row.lane.kind, (y + 0.5) / height, ratio / height, p);
    if (!right) continue;
    ++report.checked;
    if (*right) continue;
    std::ostringstream line;
    line << row.label.toStdString() << " at " << from << " ns, row " << y << " of " << height << ": state "
         << static_cast<int>(span.state) << ", pixel #" << std::hex << (pixel & RGB_MASK) << std::dec << " at ("
         << pageX << ", " << top + y << ")";
    report.wrong.push_back(line.str());
  }
  return report;
}

}  // namespace gmpscope::app
