#pragma once
// Small programs that between them do everything that the scheduler can: each kind of event comes in some of them.

#include <cstdint>
#include <vector>

#include "tests/stress/recorded_trace.h"

namespace gmpscope::test {

// The traces of their runs, each with one of several numbers of Ps. Different ones each time, also by the same seed:
// real threads interleave as they will.
[[nodiscard]] std::vector<RecordedTrace> recordVariedPrograms(std::uint32_t seed);

}  // namespace gmpscope::test
