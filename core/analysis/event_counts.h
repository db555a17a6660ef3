#pragma once
// What the events of a range add up to, see statistics.h.

#include "core/analysis/statistics.h"

namespace gmpscope::analysis {

// Fills counts but for what the kernel tells, and what Ps tried, got and lost by preemption.
void countEvents(const TraceModel& model, Statistics& statistics);

}  // namespace gmpscope::analysis
