#include "core/workload/compute.h"

#include <algorithm>
#include <chrono>

namespace gmpscope::workload {

namespace {

constexpr std::uint64_t kBlock = 512;  // steps between two looks at the flag

std::uint64_t steps(std::uint64_t state, std::uint64_t count) {
  for (std::uint64_t i = 0; i < count; ++i) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    state ^= state >> 29;
  }
  // The result counts as used, so that the compiler must compute it.
  asm volatile("" : "+r"(state));
  return state;
}

}  // namespace

std::uint64_t Compute::run(std::int64_t nanos, const StopFlag& stop) const {
  const auto wanted = static_cast<std::uint64_t>(static_cast<double>(nanos) * stepsPerNano_);
  std::uint64_t state = wanted;
  std::uint64_t done = 0;
  while (done < wanted && !stop.requested()) {
    const std::uint64_t now = std::min(kBlock, wanted - done);
    state = steps(state, now);
    done += now;
  }
  return done;
}

Compute Compute::calibrate() {
  using Clock = std::chrono::steady_clock;
  constexpr std::uint64_t kSteps = 100 * kBlock;
  constexpr auto kLength = std::chrono::milliseconds(10);
  // As `run` does it, looks at the flag included. The quickest round counts: the others were disturbed, or came
  // before the core had gone up to its full speed.
  const StopFlag never;
  const Compute asCounted(1);
  double best = 0;
  const auto begun = Clock::now();
  do {
    const auto before = Clock::now();
    asCounted.run(static_cast<std::int64_t>(kSteps), never);
    const std::chrono::duration<double, std::nano> took = Clock::now() - before;
    best = std::max(best, static_cast<double>(kSteps) / std::max(took.count(), 1.0));
  } while (Clock::now() - begun < kLength);
  return Compute(best);
}

}  // namespace gmpscope::workload
