#pragma once
// Statistics as `gmpscope stats --json` prints them; the keys are a contract, see README.md. What isn't known has no
// key.

#include <string>

#include "core/analysis/statistics.h"

namespace gmpscope::app {

[[nodiscard]] std::string statisticsJson(const analysis::TraceModel& model, const analysis::Statistics& statistics);

}  // namespace gmpscope::app
