#pragma once
// Instants of the runtime's clock.

#include <cstdint>
#include <ctime>
#include <limits>

namespace gmp::rt {

// Nanoseconds of CLOCK_MONOTONIC, which is std::chrono::steady_clock's.
using Deadline = std::int64_t;
inline constexpr Deadline kNever = std::numeric_limits<Deadline>::max();
// So far ahead that it never comes, but something is waited for.
inline constexpr Deadline kForEver = kNever - 1;

[[nodiscard]] inline Deadline monotonicNow() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

// As far ahead as it goes; kNever is kept for "no deadline". What isn't positive is now.
[[nodiscard]] inline Deadline deadlineIn(Deadline now, std::int64_t nanos) {
  if (nanos <= 0) return now;
  return nanos < kForEver - now ? now + nanos : kForEver;
}

// The time after `now` of something that was due at `when` and is so each `period`: what was missed is dropped, so that
// ticks never bunch.
[[nodiscard]] inline Deadline nextTick(Deadline when, Deadline period, Deadline now) {
  return deadlineIn(when + (now - when) / period * period, period);
}

[[nodiscard]] inline timespec asTimespec(Deadline at) { return {at / 1'000'000'000, at % 1'000'000'000}; }

}  // namespace gmp::rt
