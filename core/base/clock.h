#pragma once
// The one clock of events: the time stamp counter. Everything else is related to it (kernel/clock_sync).

#include <x86intrin.h>

#include <cstdint>

#include "core/base/ids.h"

namespace gmpscope {

[[nodiscard]] inline std::uint64_t ticksNow() { return __rdtsc(); }

// Ticks to nanoseconds since a trace's start. Fixed when the trace starts, so that times once given never change.
struct TickScale {
  std::uint64_t startTicks = 0;
  double nanosPerTick = 1;

  [[nodiscard]] Nanos toNanos(std::uint64_t ticks) const {
    const auto since = static_cast<std::int64_t>(ticks - startTicks);
    return static_cast<Nanos>(static_cast<double>(since) * nanosPerTick);
  }
  [[nodiscard]] std::uint64_t toTicks(Nanos nanos) const {
    return startTicks +
           static_cast<std::uint64_t>(static_cast<std::int64_t>(static_cast<double>(nanos) / nanosPerTick));
  }
};

}  // namespace gmpscope
