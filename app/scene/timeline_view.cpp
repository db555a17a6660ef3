#include "app/scene/timeline_view.h"

#include "core/analysis/overview.h"

namespace gmpscope::app {

LaneKind laneKindOf(const trace::StoredOverview::Lane& lane) {
  using Kind = trace::StoredOverview::LaneKind;
  switch (lane.kind) {
    case Kind::Core:
      return LaneKind::Core;
    case Kind::Processor:
      return LaneKind::Processor;
    case Kind::Thread:
      return LaneKind::Thread;
    case Kind::Goroutine:
      break;
  }
  return LaneKind::Goroutine;
}

void WholeTrace::columns(const trace::StoredOverview::Lane& lane, std::span<const Nanos> edges,
                         std::vector<analysis::Coverage::Shares>& out) const {
  analysis::columnsOf(*overview, lane, edges, out);
  for (std::size_t j = 0; j < out.size(); ++j)
    if (edges[j] >= exact.from && edges[j + 1] <= exact.to) out[j] = {};
}

LaneOrder goroutinesIn(const analysis::TraceModel& model, const LaneOrder& order, TimeRange range, Nanos edge) {
  auto living = std::make_shared<std::vector<std::uint32_t>>();
  const std::size_t count = order ? order->size() : model.goroutineCount();
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t g = order ? (*order)[i] : static_cast<std::uint32_t>(i);
    const auto& goroutine = model.goroutine(LifeId(g));
    const auto& lane = goroutine.lane;
    const auto last = lane.lastStartingBy(range.to - 1);
    // Of what is folded it is only known that it was there.
    const bool folded = !last && goroutine.created < range.to && range.from < lane.foldedUntil();
    if (folded || (last && lane.at(*last, edge).end > range.from)) living->push_back(g);
  }
  return living;
}

}  // namespace gmpscope::app
