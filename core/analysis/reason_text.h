#pragma once
// Names and lists as they stand in a reason's parameters: without spaces inside a name, so that lists can be taken
// apart again.

#include <span>
#include <string>

#include "core/analysis/model.h"

namespace gmpscope::analysis {

[[nodiscard]] std::string shortLabel(const TraceModel& model, LifeId g);  // "G17"; "" if there is none
[[nodiscard]] std::string shortList(const TraceModel& model, std::span<const LifeId> goroutines);  // "G4 G9 +12"
[[nodiscard]] std::string processorName(std::uint32_t p);
[[nodiscard]] std::string threadName(MId m);

}  // namespace gmpscope::analysis
