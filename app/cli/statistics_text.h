#pragma once
// Statistics as `gmpscope stats` prints them. What isn't known in this version has no key in the JSON.

#include <string>

#include "core/analysis/statistics.h"

namespace gmpscope::app {

[[nodiscard]] std::string statisticsJson(const analysis::TraceModel& model, const analysis::Statistics& statistics);
[[nodiscard]] std::string statisticsText(const analysis::TraceModel& model, const analysis::Statistics& statistics);

}  // namespace gmpscope::app
