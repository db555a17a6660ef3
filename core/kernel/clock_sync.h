#pragma once
// Relates the kernel's CLOCK_MONOTONIC_RAW to the time stamp counter, so that the kernel's records merge with events.
//
// Measured about every 100 ms (more often at first, while the rate is known less well). Between measurements the
// relation is a straight line. A new measurement bends the line towards itself from that instant on: the curve stays
// continuous and strictly rising, and what was converted before stays as it was.
//
// One thread. Assumes a TSC that is the same on all cores (constant_tsc, nonstop_tsc), as the runtime's events do.

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

namespace gmpscope::kernel {

// The kernel's raw clock, in ns.
[[nodiscard]] std::uint64_t rawNow();

// The TSC was within `halfWidth` of `ticks` when the raw clock showed `rawNanos`.
struct ClockSample {
  std::uint64_t ticks = 0;
  std::uint64_t rawNanos = 0;
  std::uint64_t halfWidth = 0;
};

// The narrowest of `triples` readings TSC, clock, TSC.
[[nodiscard]] ClockSample sampleClocks(int triples = 16);

// Length of a tick, measured over `interval` (sleeps that long). The longer, the better: about 20 ns / interval.
[[nodiscard]] double measureNanosPerTick(std::chrono::nanoseconds interval);

class ClockSync {
 public:
  using Sampler = std::function<ClockSample()>;

  // Measures for 2 ms. Tests give clocks of their own.
  explicit ClockSync(Sampler sampler = [] { return sampleClocks(); });

  // Measures if it is time to; call it as often as convenient, it takes a microsecond.
  void update();

  [[nodiscard]] std::uint64_t ticksAt(std::uint64_t rawNanos) const;
  [[nodiscard]] double nanosPerTick() const { return 1 / rate_; }
  // How far ticksAt can have been off at any measurement so far, in ns.
  [[nodiscard]] double errorNs() const { return errorNanos_; }

 private:
  struct Line {
    std::uint64_t rawNanos;  // from here on
    std::uint64_t ticks;     // at rawNanos
    double ticksPerNano;
  };

  void accept(const ClockSample& sample);

  Sampler sampler_;
  std::deque<ClockSample> samples_;  // the last ten seconds or so
  std::vector<Line> lines_;
  double rate_ = 1;  // ticks per ns, over all of samples_
  double errorNanos_ = 0;
  std::uint64_t narrowest_ = 0;
  std::uint64_t age_ = 0;  // ns from the first accepted sample to the last
};

}  // namespace gmpscope::kernel
