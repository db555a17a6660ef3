#pragma once
// Statistics as `gmpscope stats --json` prints them; the keys are a contract, see README.md. What isn't known has no
// key.

#include <functional>
#include <string_view>

#include "core/analysis/statistics.h"

namespace gmpscope::app {

// Gets the text piece by piece: of many goroutines it is long.
using JsonSink = std::function<void(std::string_view)>;

void writeStatisticsJson(const analysis::TraceModel& model, const analysis::Statistics& statistics,
                         const JsonSink& write);

}  // namespace gmpscope::app
