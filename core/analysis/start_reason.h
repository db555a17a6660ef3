#pragma once
// Why findRunnable chose this goroutine, from the event that says so and what it observed.

#include "core/analysis/reasons.h"

namespace gmpscope::analysis {

// `reason.event` is a g.start.* event; fills id, parameters and candidates.
void explainStart(const TraceModel& model, Reason& reason);

// How g came from being runnable to its start (or, before that, to `until`), oldest first.
[[nodiscard]] std::vector<std::pair<Nanos, std::string>> chainOf(const TraceModel& model, LifeId g, Nanos until);

}  // namespace gmpscope::analysis
