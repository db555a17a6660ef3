#include "core/analysis/tracer_history.h"

#include <algorithm>
#include <limits>

namespace gmpscope::analysis {

namespace {

constexpr std::uint64_t kUnknown = trace::TracerSample::kUnknown;

std::uint32_t shown(std::uint64_t value) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(value, std::numeric_limits<std::uint32_t>::max()));
}

}  // namespace

void TracerHistory::append(Nanos time, const trace::TracerSample& sample) {
  const Entry entry{.time = time,
                    .readerCpu = sample.readerCpu,
                    .workerCpu = sample.workerCpu,
                    .dropped = sample.dropped,
                    .lagNanos = sample.lagNanos,
                    .lagEvents = sample.lagEvents};
  const std::size_t count = samples_.written();
  // At the run's start nothing had been spent.
  const Entry before = count == 0 ? Entry{} : samples_.edit(count - 1);
  const bool countsDown = before.workerCpu != kUnknown && entry.workerCpu < before.workerCpu;
  if (time < before.time || entry.readerCpu < before.readerCpu || entry.dropped < before.dropped || countsDown) return;
  samples_.append(entry);
  lagNanos_.append(before.time, shown(entry.lagNanos));
  lagEvents_.append(before.time, shown(entry.lagEvents));
  dropped_.append(time, shown(entry.dropped));
  const auto share = between(before, entry).costShare();
  costShare_.append(before.time, share ? static_cast<std::uint32_t>(*share * kShareUnits) : 0);
  for (const auto& each : sample.drops) {
    while (byM_.written() <= each.m) byM_.append(std::make_unique<StepSeries>());
    byM_.edit(each.m)->append(time, shown(each.dropped));
  }
}

void TracerHistory::publish() {
  for (std::size_t m = 0; m < byM_.written(); ++m) byM_.edit(m)->publish();
  byM_.publish();
  for (StepSeries* series : {&lagNanos_, &lagEvents_, &dropped_, &costShare_}) series->publish();
  samples_.publish();
}

TracerHistory::Sums TracerHistory::between(const Entry& before, const Entry& after) {
  Sums sums{.readerCpu = after.readerCpu - before.readerCpu,
            .workerCpu = {},
            .dropped = after.dropped - before.dropped,
            .worstLagNanos = after.lagNanos,
            .worstLagEvents = after.lagEvents};
  if (before.workerCpu != kUnknown && after.workerCpu != kUnknown) sums.workerCpu = after.workerCpu - before.workerCpu;
  return sums;
}

std::optional<double> TracerHistory::Sums::costShare() const {
  if (!workerCpu || (readerCpu == 0 && *workerCpu == 0)) return std::nullopt;
  const auto readers = static_cast<double>(readerCpu);
  return readers / (readers + static_cast<double>(*workerCpu));
}

std::optional<TracerHistory::Sums> TracerHistory::sums(Nanos from, Nanos to) const {
  const auto timeOf = [](const Entry& entry) { return entry.time; };
  const std::size_t first = from <= 0 ? 0 : countUntil(samples_, from, timeOf);
  const std::size_t last = countUntil(samples_, to, timeOf);
  if (first >= last) return std::nullopt;
  Sums sums = between(first == 0 ? Entry{} : samples_[first - 1], samples_[last - 1]);
  for (std::size_t i = first; i < last; ++i) {
    sums.worstLagNanos = std::max(sums.worstLagNanos, samples_[i].lagNanos);
    sums.worstLagEvents = std::max(sums.worstLagEvents, samples_[i].lagEvents);
  }
  return sums;
}

}  // namespace gmpscope::analysis
