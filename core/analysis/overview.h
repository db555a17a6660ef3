#pragma once
// What a trace file keeps of a model as its first picture.

#include <optional>
#include <span>
#include <vector>

#include "core/analysis/coverage.h"
#include "core/analysis/model.h"
#include "core/trace/reader/stored_overview.h"

namespace gmpscope::analysis {

// So many goroutines, the first ones; of cores, processors and threads all.
inline constexpr std::size_t kOverviewGoroutines = 64;

// Exact sums of the whole trace up to its edge. None of a model without any time.
[[nodiscard]] std::optional<trace::StoredOverview> overviewOf(const TraceModel& model);

// A lane of it in the columns of a picture, [edges[0], edges[1]) and so on: exact where its own columns lie within one
// of these, else told by how much of them does.
void columnsOf(const trace::StoredOverview& overview, const trace::StoredOverview::Lane& lane,
               std::span<const Nanos> edges, std::vector<Coverage::Shares>& out);

}  // namespace gmpscope::analysis
