#pragma once
// Replays a trace file against the rules.

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/trace/reader/linearizer.h"

namespace gmpscope::app {

struct CheckedTrace {
  std::uint64_t events = 0;
  std::uint64_t violationCount = 0;
  std::vector<trace::Violation> violations;  // the first ones
  std::vector<std::string> findings;         // what the rules allow but a reader should know
  std::string warning;                       // as in Session::warning
};

[[nodiscard]] Result<CheckedTrace> checkTrace(const std::string& file);

}  // namespace gmpscope::app
