#include "core/analysis/overview.h"

#include <algorithm>

namespace gmpscope::analysis {

namespace {

using trace::StoredOverview;

// Adds lanes to an overview, all with the same columns.
class Lanes {
 public:
  Lanes(StoredOverview& overview, Nanos edge) : overview_(overview), edge_(edge) {
    for (std::uint32_t i = 0; i <= overview.columns; ++i) edges_.push_back(overview.edge(i));
  }

  // As many as fit.
  void add(StoredOverview::LaneKind kind, std::uint32_t number, std::string name, const SpanLane& spans) {
    if (overview_.lanes.size() == StoredOverview::kMostLanes) return;
    StoredOverview::Lane lane{.kind = kind, .number = number, .name = std::move(name), .shares = {}};
    spans.columns(edges_, edge_, coverage_);
    for (std::uint32_t column = 0; column < overview_.columns; ++column) {
      for (std::size_t state = 0; state < kSpanStates; ++state) {
        const Nanos time = coverage_.shares[column][state];
        if (time > 0)
          lane.shares.push_back({static_cast<std::uint16_t>(column), static_cast<std::uint8_t>(state), time});
      }
    }
    overview_.lanes.push_back(std::move(lane));
  }

 private:
  StoredOverview& overview_;
  const Nanos edge_;
  std::vector<Nanos> edges_;
  Coverage coverage_;
};

}  // namespace

std::optional<StoredOverview> overviewOf(const TraceModel& model) {
  using Kind = StoredOverview::LaneKind;
  const Nanos edge = model.edge();
  if (edge <= 0) return std::nullopt;
  StoredOverview overview{.length = edge,
                          .columns = static_cast<std::uint32_t>(std::min<Nanos>(edge, StoredOverview::kMostColumns)),
                          .lanes = {}};

  Lanes lanes(overview, edge);
  // Without the kernel's records nothing is known of cores.
  const std::size_t cores = model.run().kernelSource == kernel::Source::Perf ? model.coreCount() : 0;
  const auto number = [](std::size_t index) { return static_cast<std::uint32_t>(index); };
  for (std::size_t i = 0; i < cores; ++i) lanes.add(Kind::Core, model.coreId(i), {}, model.core(i));
  for (std::size_t p = 0; p < model.processorCount(); ++p)
    lanes.add(Kind::Processor, number(p), {}, model.processor(p));
  for (std::size_t m = 0; m < model.threadCount(); ++m) lanes.add(Kind::Thread, number(m), {}, model.thread(m).lane);
  for (std::size_t g = 0; g < std::min(model.goroutineCount(), kOverviewGoroutines); ++g) {
    const LifeId life{number(g)};
    lanes.add(Kind::Goroutine, life.value, model.label(life), model.goroutine(life).lane);
  }
  return overview;
}

void columnsOf(const StoredOverview& overview, const StoredOverview::Lane& lane, std::span<const Nanos> edges,
               std::vector<Coverage::Shares>& out) {
  out.assign(edges.size() - 1, {});
  std::size_t column = 0;
  for (const StoredOverview::Share& share : lane.shares) {
    if (share.state >= kSpanStates) continue;  // of a later version
    const Nanos from = overview.edge(share.column);
    const Nanos to = overview.edge(share.column + 1U);
    while (column < out.size() && edges[column + 1] <= from) ++column;
    for (std::size_t j = column; j < out.size() && edges[j] < to; ++j) {
      const Nanos common = std::min(to, edges[j + 1]) - std::max(from, edges[j]);
      if (common <= 0) continue;
      const double part = static_cast<double>(common) / static_cast<double>(to - from);
      out[j][share.state] += static_cast<Nanos>(static_cast<double>(share.time) * part);
    }
  }
}

}  // namespace gmpscope::analysis
