#pragma once
// What the columns of a picture show of one lane: the exact time per state in each, or that a column lies in one
// span altogether. Kept and reused between lanes and frames, so that a query allocates nothing once it is warm.

#include <array>
#include <cstdint>
#include <vector>

#include "core/analysis/span.h"

namespace gmpscope::analysis {

struct Coverage {
  using Shares = std::array<Nanos, kSpanStates>;

  // Columns [first, last) that lie wholly in one span, in order of time.
  struct Run {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    SpanState state = SpanState::Executing;
    std::size_t span = 0;
  };

  std::vector<Shares> shares;       // per column; of a column in a run: all in the run's state
  std::vector<std::uint8_t> solid;  // per column: 1 + state of its run, 0 if it is in none
  std::vector<Run> runs;
};

}  // namespace gmpscope::analysis
