#pragma once
// What a run is set to: gmp::Options, brought into their ranges. Written before the run starts, read by any M.

#include <gmp/runtime.hpp>

#include <cstddef>
#include <cstdint>

#include "core/runtime/time/deadline.h"
#include "core/trace/writer/knob_table.h"

namespace gmp::rt {
namespace trace = gmpscope::trace;

struct M;

// Whether a counter has come to a multiple of the interval, without a division.
class EachTick {
 public:
  // 0: never.
  explicit constexpr EachTick(std::uint32_t interval)
      : factor_(interval == 0 ? 0 : ~std::uint64_t{0} / interval + 1),
        bound_(interval == 0   ? 0
               : interval == 1 ? 1
                               : factor_) {}
  [[nodiscard]] constexpr bool due(std::uint32_t tick) const { return tick * factor_ < bound_; }

 private:
  std::uint64_t factor_;
  std::uint64_t bound_;
};

struct Knobs {
  explicit Knobs(const Options& options);

  const trace::KnobValues values;  // as they are in effect
  const std::size_t stackSize;
  const std::size_t maxMs;        // threads that the run may have at once
  const Deadline slice;           // nanoseconds that a goroutine may run while others wait
  const Deadline sysmonPeriod;    // sysmon's shortest sleep, nanoseconds
  const EachTick globalCheck;     // ticks at which the global queue is asked first
  const std::uint32_t queueSize;  // of a ring
  const std::uint32_t seed;       // of the perturbation; 0: none
  const bool asyncPreemption;     // by signal; otherwise only at its own calls
  const bool steal, stealHalf;    // at all, and half or one
  const bool runnext;
  const bool spinning;
  const bool pinned;  // each P has a core
};

// Each knob's value, into the trace. Inside a step.
void tellKnobs(M& m);

}  // namespace gmp::rt
