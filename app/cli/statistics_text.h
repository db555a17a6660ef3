#pragma once
// Statistics as `gmpscope stats` prints them for a person: about a screenful. The JSON has every digit.

#include <string>

#include "core/analysis/statistics.h"

namespace gmpscope::app {

[[nodiscard]] std::string statisticsText(const analysis::TraceModel& model, const analysis::Statistics& statistics);

}  // namespace gmpscope::app
