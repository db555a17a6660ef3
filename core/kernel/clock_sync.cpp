#include "core/kernel/clock_sync.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <thread>

#include "core/base/clock.h"

namespace gmpscope::kernel {

namespace {

constexpr std::uint64_t kFirstNanos = 2'000'000;
constexpr std::uint64_t kPeriodNanos = 100'000'000;
constexpr std::uint64_t kPatienceNanos = 1'000'000'000;  // after that long a poor sample is better than none
constexpr std::size_t kSamples = 100;
constexpr std::size_t kLines = 1024;

// The fences keep the processor from reading the counter early or late: the bounds are real ones.
std::uint64_t fencedTicks() {
  _mm_lfence();
  const std::uint64_t ticks = ticksNow();
  _mm_lfence();
  return ticks;
}

}  // namespace

std::uint64_t rawNow() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC_RAW, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000U + static_cast<std::uint64_t>(now.tv_nsec);
}

ClockSample sampleClocks(int triples) {
  ClockSample best;
  for (int i = 0; i < triples; ++i) {
    const std::uint64_t before = fencedTicks();
    const std::uint64_t raw = rawNow();
    const std::uint64_t after = fencedTicks();
    const std::uint64_t half = (after - before) / 2 + 1;
    if (i == 0 || half < best.halfWidth) best = {before + (after - before) / 2, raw, half};
  }
  return best;
}

double measureNanosPerTick(std::chrono::nanoseconds interval) {
  const ClockSample first = sampleClocks();
  std::this_thread::sleep_for(interval);
  const ClockSample last = sampleClocks();
  return static_cast<double>(last.rawNanos - first.rawNanos) / static_cast<double>(last.ticks - first.ticks);
}

ClockSync::ClockSync(Sampler sampler) : sampler_(std::move(sampler)) {
  const ClockSample first = sampler_();
  ClockSample second = sampler_();
  while (second.rawNanos - first.rawNanos < kFirstNanos) second = sampler_();

  samples_ = {first, second};
  age_ = second.rawNanos - first.rawNanos;
  rate_ = static_cast<double>(second.ticks - first.ticks) / static_cast<double>(age_);
  lines_.push_back({first.rawNanos, first.ticks, rate_});
  narrowest_ = std::min(first.halfWidth, second.halfWidth);
  errorNanos_ = static_cast<double>(std::max(first.halfWidth, second.halfWidth)) / rate_ + 1;
}

void ClockSync::update() {
  const ClockSample sample = sampler_();
  const std::uint64_t since = sample.rawNanos - samples_.back().rawNanos;
  if (since < std::min(kPeriodNanos, age_)) return;
  // We were interrupted, or the clock is slow to read just now: the next call will do better.
  if (sample.halfWidth > 4 * narrowest_ && since < kPatienceNanos) return;
  accept(sample);
}

void ClockSync::accept(const ClockSample& sample) {
  const std::uint64_t predicted = ticksAt(sample.rawNanos);
  const auto deviation = static_cast<double>(static_cast<std::int64_t>(sample.ticks - predicted));

  age_ += sample.rawNanos - samples_.back().rawNanos;
  samples_.push_back(sample);
  if (samples_.size() > kSamples) samples_.pop_front();
  rate_ = static_cast<double>(sample.ticks - samples_.front().ticks) /
          static_cast<double>(sample.rawNanos - samples_.front().rawNanos);
  narrowest_ = std::min(narrowest_, sample.halfWidth);
  errorNanos_ = std::max(errorNanos_, (std::abs(deviation) + static_cast<double>(sample.halfWidth)) / rate_ + 1);

  // Heading for where the sample's own line will be a period from now. The limits matter only when a clock jumps.
  const double heading = rate_ + deviation / static_cast<double>(kPeriodNanos);
  lines_.push_back({sample.rawNanos, predicted, std::clamp(heading, rate_ / 2, rate_ * 2)});
  if (lines_.size() > kLines) lines_.erase(lines_.begin(), lines_.begin() + kLines / 2);
}

std::uint64_t ClockSync::ticksAt(std::uint64_t rawNanos) const {
  // What is converted is nearly always recent.
  auto line = lines_.end() - 1;
  while (line != lines_.begin() && rawNanos < line->rawNanos) --line;
  const auto since = static_cast<double>(static_cast<std::int64_t>(rawNanos - line->rawNanos));
  return line->ticks + static_cast<std::uint64_t>(static_cast<std::int64_t>(std::floor(since * line->ticksPerNano)));
}

}  // namespace gmpscope::kernel
