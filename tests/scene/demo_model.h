#pragma once
// A model with everything that the scene can draw, from a small simulation of processors, threads and cores.
// Deterministic.

#include "core/analysis/model.h"

namespace gmpscope::app {

struct DemoOptions {
  std::uint32_t processors = 4;
  std::uint32_t cores = 2;
  std::uint32_t goroutines = 40;
  Nanos length = 20'000'000;
  Nanos work = 60'000;  // the longest stretch of computing
  std::uint64_t seed = 1;
};

void fillDemo(analysis::TraceModel& model, const DemoOptions& options);

// The board that goes with it at an instant (of the lanes; the queues' contents are made up to fit their lengths).
[[nodiscard]] analysis::BoardState demoBoard(const analysis::TraceModel& model, Nanos at);

}  // namespace gmpscope::app
