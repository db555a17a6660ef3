#pragma once
// Folding: each history of a model has a fold(before), which gives back the memory of what only tells of an earlier
// time. Nobody looks meanwhile (TraceModel::look), and afterwards nobody asks for that time.

#include <algorithm>
#include <cstddef>

#include "core/analysis/time_search.h"

namespace gmpscope::analysis {

// Writer only. Of a log of changes it keeps the one that holds at `before`; `timeOf` gives an element's time.
template <class Log, class TimeOf>
void foldChanges(Log& log, Nanos before, TimeOf timeOf) {
  const std::size_t until = countUntil(log, before, timeOf);
  log.discard(until - std::min<std::size_t>(until, 1));
}

}  // namespace gmpscope::analysis
