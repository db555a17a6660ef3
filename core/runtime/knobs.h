#pragma once
// What a run is set to: gmp::Options, brought into their ranges. Written before the run starts, read by any M; some may
// change while it goes on.

#include <gmp/runtime.hpp>

#include <atomic>
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

// A knob that may change while the run goes on. Relaxed: who holds a P reads the same from one stop of the world to the
// next, others look at it as a hint.
template <class T>
class Live {
 public:
  explicit Live(T value) : value_(value) {}
  operator T() const { return value_.load(std::memory_order_relaxed); }  // NOLINT: it is one of them
  void set(T value) { value_.store(value, std::memory_order_relaxed); }

 private:
  std::atomic<T> value_;
};

struct Knobs {
  explicit Knobs(const Options& options);

  const trace::KnobValues values;  // as they were when the run began
  const std::size_t stackSize;
  const std::size_t maxMs;        // threads that the run may have at once
  const std::uint32_t queueSize;  // of a ring
  const std::uint32_t seed;       // of the perturbation; 0: none
  const bool pinned;              // each P has a core

  // Read by sysmon, which changes them.
  Live<Deadline> slice;         // nanoseconds that a goroutine may run while others wait
  Live<Deadline> sysmonPeriod;  // sysmon's shortest sleep, nanoseconds
  Live<bool> asyncPreemption;   // by signal; otherwise only at its own calls
  // Read by who holds a P; change while the world stands.
  EachTick globalCheck;         // ticks at which the global queue is asked first
  Live<bool> steal, stealHalf;  // at all, and half or one
  Live<bool> runnext;
  Live<bool> spinning;
};

// By whom a knob is changed while the run goes on; nobody changes those that must stay as they are.
enum class KnobChanger : std::uint8_t { Nobody, Sysmon, World };
[[nodiscard]] KnobChanger whoChanges(trace::Knob knob);
// Sets the knob to the value, or the nearest that there is, and tells it. Inside a step; holds the lock. By sysmon, or
// while the world stands.
void changeKnob(M& m, trace::Knob knob, std::uint64_t wanted);

// Each knob's value, into the trace. Inside a step.
void tellKnobs(M& m);

}  // namespace gmp::rt
