#pragma once
// A goroutine's or a name's numbers as a JSON object of one line. There may be a million of each, so each is text of
// its own instead of a part of a tree.

#include <string>

#include "core/analysis/statistics.h"

namespace gmpscope::app {

[[nodiscard]] std::string rowOf(const analysis::TraceModel& model, const analysis::Statistics& statistics,
                                const analysis::NameStatistics& sums);
[[nodiscard]] std::string rowOf(const analysis::TraceModel& model, const analysis::Statistics& statistics,
                                const analysis::GoroutineStatistics& sums);

}  // namespace gmpscope::app
