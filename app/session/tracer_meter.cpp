#include "app/session/tracer_meter.h"

#include <algorithm>
#include <ctime>
#include <utility>

#include "core/base/clock.h"

namespace gmpscope::app {

namespace {

std::uint64_t cpuOfThisThread() {
  timespec spent{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return static_cast<std::uint64_t>(spent.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(spent.tv_nsec);
}

}  // namespace

TracerMeter::TracerMeter(WorkerProcess& worker, const kernel::ThreadWatch& watch, const trace::ArenaReader& reader,
                         const analysis::RunInfo& run)
    : worker_(worker), watch_(watch), reader_(reader), nanosPerTick_(run.nanosPerTick), frontier_(run.startTicks) {}

// Until now the model has shown the state of the frontier before.
void TracerMeter::ordered(std::uint64_t frontier, std::uint64_t events) {
  const std::uint64_t now = ticksNow();
  if (now > frontier_) worstTicks_ = std::max(worstTicks_, now - frontier_);
  worstEvents_ = std::max(worstEvents_, events);
  frontier_ = std::max(frontier_, frontier);
}

bool TracerMeter::due(Clock::time_point now) {
  if (now - sampled_ < kSampleEvery) return false;
  sampled_ = now;
  return true;
}

trace::TracerSample TracerMeter::sample() {
  const auto status = worker_.status();
  workerCpu_ = std::max(workerCpu_, status ? status->cpuNanos : worker_.cpuNanos().value_or(0));
  trace::TracerSample sample{
      .ticks = ticksNow(),
      .readerCpu = cpuOfThisThread() + watch_.cpuNanos(),
      .workerCpu = workerCpu_,
      .dropped = reader_.dropped(),
      .lagNanos = static_cast<std::uint64_t>(static_cast<double>(std::exchange(worstTicks_, 0)) * nanosPerTick_),
      .lagEvents = std::exchange(worstEvents_, 0),
      .drops = {}};
  dropped_.resize(reader_.mCount());
  for (std::uint32_t m = 0; m < dropped_.size(); ++m) {
    const std::uint64_t now = reader_.dropped(m);
    if (now == dropped_[m]) continue;
    dropped_[m] = now;
    sample.drops.push_back({m, now});
  }
  return sample;
}

}  // namespace gmpscope::app
