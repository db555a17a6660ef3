#pragma once
// A run's own clock: timers, deadlines, slices and starvation go by it. It runs as CLOCK_MONOTONIC does, but stands
// while the run is held (hold.h), and jumps to the next timer when a step finds nothing else to do.

#include <atomic>

#include "core/runtime/time/deadline.h"

namespace gmp::rt {

class RunClock {
 public:
  // Nanoseconds. Any thread.
  [[nodiscard]] Deadline now() const {
    for (;;) {
      // Acquire: the clock of the machine is read after it. Changed meanwhile: what was read doesn't belong together.
      const std::int64_t seen = word_.load(std::memory_order_acquire);
      if (stands(seen)) return valueOf(seen);
      const Deadline real = monotonicNow();
      if (word_.load(std::memory_order_relaxed) == seen) [[likely]]
        return real - valueOf(seen);
    }
  }
  // The machine's clock (std::chrono::steady_clock) when this one shows `at`, if nothing stops it before. Any thread.
  [[nodiscard]] Deadline toReal(Deadline at) const { return shifted(at, behind()); }
  // The reverse.
  [[nodiscard]] Deadline fromReal(Deadline real) const { return shifted(real, -behind()); }
  [[nodiscard]] bool stands() const { return stands(word_.load(std::memory_order_relaxed)); }

  // One thread at a time, or under a lock. Nothing happens if it stands, or runs, already.
  void stop() {
    const std::int64_t seen = word_.load(std::memory_order_relaxed);
    if (!stands(seen)) set(monotonicNow() - valueOf(seen), true);
  }
  void start() {
    const std::int64_t seen = word_.load(std::memory_order_relaxed);
    if (stands(seen)) set(monotonicNow() - valueOf(seen), false);
  }
  // While it stands: it shows another time. False: so far ahead that it can't.
  bool jump(Deadline to) {
    if (to > kFarthest) return false;
    set(to, true);
    return true;
  }

 private:
  static constexpr Deadline kFarthest = kNever / 4;

  static bool stands(std::int64_t word) { return (word & 1) != 0; }
  static Deadline valueOf(std::int64_t word) { return word >> 1; }
  static Deadline shifted(Deadline at, Deadline by) {
    if (at >= kForEver) return at;
    return by > 0 ? deadlineIn(at, by) : at + by;
  }
  // How much later the machine's clock is.
  [[nodiscard]] Deadline behind() const {
    const std::int64_t seen = word_.load(std::memory_order_acquire);
    return stands(seen) ? monotonicNow() - valueOf(seen) : valueOf(seen);
  }
  // Release: pairs with the acquire in now.
  void set(Deadline value, bool standing) { word_.store(value * 2 + (standing ? 1 : 0), std::memory_order_release); }

  // Twice the time shown, and one, while it stands; else twice what it is behind the machine's clock.
  std::atomic<std::int64_t> word_{0};
};

}  // namespace gmp::rt
