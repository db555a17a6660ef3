#include "core/analysis/statistics.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "core/analysis/event_counts.h"
#include "core/analysis/goroutine_walk.h"
#include "core/analysis/kernel_statistics.h"
#include "core/analysis/thread_places.h"

namespace gmpscope::analysis {
namespace {

using trace::WaitReason;

Nanos in(const SpanLane::Totals& totals, SpanState state) { return totals.inState[static_cast<std::size_t>(state)]; }

SpanLane::Totals totalsOf(const SpanLane& lane, const std::vector<StatisticsRange>& pieces, Nanos edge) {
  SpanLane::Totals sums;
  for (const StatisticsRange& piece : pieces) {
    const SpanLane::Totals totals = lane.totals(piece.from, piece.to, edge);
    for (std::size_t state = 0; state < kSpanStates; ++state) sums.inState[state] += totals.inState[state];
  }
  return sums;
}

void measureProcessors(const TraceModel& model, const MeasuredRange& range, Nanos edge, Statistics& statistics) {
  const std::vector<StatisticsRange> pieces = range.pieces();
  for (std::size_t p = 0; p < statistics.processors.size(); ++p) {
    const SpanLane::Totals totals = totalsOf(model.processor(p), pieces, edge);
    ProcessorStatistics& processor = statistics.processors[p];
    processor.running = in(totals, SpanState::Executing) + in(totals, SpanState::OffCore);
    processor.calling = in(totals, SpanState::Syscall);
    processor.spinning = in(totals, SpanState::Spinning);
    processor.lost = in(totals, SpanState::Lost);
    processor.absent = in(totals, SpanState::Absent);
    processor.faulted = in(totals, SpanState::Fault);
    processor.idle = range.length();
    for (const Nanos time : totals.inState) processor.idle -= time;
  }
}

void measureThreads(const TraceModel& model, const MeasuredRange& range, Nanos edge, Statistics& statistics) {
  const std::vector<StatisticsRange> pieces = range.pieces();
  for (std::size_t m = 0; m < statistics.threads.size(); ++m) {
    const Thread& thread = model.thread(m);
    const SpanLane::Totals totals = totalsOf(thread.lane, pieces, edge);
    ThreadStatistics& sums = statistics.threads[m];
    sums.tid = thread.tid.load(std::memory_order_relaxed);
    sums.spinning = in(totals, SpanState::Spinning);
    sums.executing = in(totals, SpanState::Executing) + sums.spinning;
    sums.runnable = in(totals, SpanState::Runnable);
    // Without the kernel's records a thread in a system call may execute there or wait: nothing is known of it.
    sums.waiting = in(totals, SpanState::Waiting);
  }
}

void measureCores(const TraceModel& model, const MeasuredRange& range, Nanos edge, Statistics& statistics) {
  const std::vector<StatisticsRange> pieces = range.pieces();
  for (std::size_t c = 0; c < statistics.cores.size(); ++c) {
    const SpanLane& lane = model.core(c);
    CoreStatistics& core = statistics.cores[c];
    core.id = model.coreId(c);
    const SpanLane::Totals totals = totalsOf(lane, pieces, edge);
    core.executing = in(totals, SpanState::Executing);
    core.notOurs = in(totals, SpanState::NotOurs);
    core.lost = in(totals, SpanState::Lost);
    // Whose the executing thread is, only the spans know.
    for (std::size_t i = lane.lastStartingBy(range.range().from).value_or(lane.firstKept()), count = lane.size();
         i < count; ++i) {
      const Span span = lane.at(i, edge);
      if (span.start >= range.range().to) break;
      if (span.state == SpanState::Executing && (span.detail.flags & kNotAnM) != 0)
        core.others += range.part(span.start, span.end);
    }
    core.executing -= core.others;
  }
}

DegreeStatistics degreesOf(const StepSeries& series, const MeasuredRange& range) {
  DegreeStatistics degrees;
  double sum = 0;
  for (const StatisticsRange& piece : range.pieces())
    series.forEachStretch(piece.from, piece.to, [&](std::uint32_t value, Nanos length) {
      if (value >= degrees.time.size()) degrees.time.resize(value + std::size_t{1});
      degrees.time[value] += length;
      degrees.max = std::max(degrees.max, value);
      sum += static_cast<double>(value) * static_cast<double>(length);
    });
  if (range.length() > 0) degrees.mean = sum / static_cast<double>(range.length());
  return degrees;
}

// Where lengths go that a goroutine's walk tells: to all, to where it happened, to its name and to itself.
class Gathering final : public GoroutineWalk::Sink {
 public:
  Gathering(const TraceModel& model, const MeasuredRange& range, Statistics& statistics)
      : range_(range), statistics_(statistics), executionKnown_(statistics.executionKnown), places_(model) {}

  Lengths ofG, ofName;

  void started(const GoroutineWalk::Start& start) override {
    forEachPlace(start, [&](auto& place) { ++place.scheduled; });
    if (start.latency < 0) return;
    forEachLengths(start, [&](Lengths& lengths) { lengths.latency.add(start.latency); });
  }
  void ran(const GoroutineWalk::Start& start, Nanos length) override {
    forEachLengths(start, [&](Lengths& lengths) { lengths.run.add(length); });
  }
  void waited(WaitReason reason, Nanos length) override {
    statistics_.waits[static_cast<std::size_t>(reason)].wait.add(length);
  }
  void stolen(const Span& span, Nanos part, Nanos since) override {
    const bool preempted = (span.detail.flags & kInvoluntary) != 0;
    const auto add = [&](Stolen& sum) {
      sum.total += part;
      if (preempted) sum.preempted += part;
    };
    add(statistics_.stolen);
    const GoroutineWalk::Start where{.time = span.start, .m = span.detail.thread, .p = span.detail.processor};
    forEachPlace(where, [&](auto& place) { add(place.stolen); });
    const Nanos begin = std::max(since, range_.range().from);
    const Nanos length = range_.part(begin, span.end);
    auto& longest = statistics_.longestStolen;
    if (!longest || length > longest->length) longest = {span.detail.goroutine, span.detail.thread, begin, length};
  }

 private:
  template <class F>
  void forEachPlace(const GoroutineWalk::Start& start, F&& f) {
    if (start.p < statistics_.processors.size()) f(statistics_.processors[start.p]);
    if (start.m.valid() && start.m.value < statistics_.threads.size()) f(statistics_.threads[start.m.value]);
    if (!executionKnown_) return;
    if (const auto core = places_.coreOf(start.m, start.time)) f(statistics_.cores[*core]);
  }
  template <class F>
  void forEachLengths(const GoroutineWalk::Start& start, F&& f) {
    f(statistics_.lengths);
    f(statistics_.waits[static_cast<std::size_t>(start.after)].after);
    f(ofName);
    f(ofG);
    forEachPlace(start, [&](auto& place) { f(place.lengths); });
  }

  const MeasuredRange& range_;
  Statistics& statistics_;
  const bool executionKnown_;
  const ThreadPlaces places_;
};

void clear(Lengths& lengths) {
  lengths.latency.clear();
  lengths.run.clear();
}

LengthsInShort inShort(const Lengths& lengths) { return {lengths.latency.distribution(), lengths.run.distribution()}; }

// Name by name, so that one name's histograms at a time need memory: there may be as many names as goroutines.
void walkGoroutines(const TraceModel& model, const MeasuredRange& measured, Nanos edge, Statistics& statistics) {
  const StatisticsRange range = measured.range();
  const auto nameOf = [&](LifeId g) { return model.goroutine(g).name.load(std::memory_order_relaxed); };
  std::vector<std::pair<std::uint32_t, LifeId>> order;
  for (std::uint32_t life = 0, count = static_cast<std::uint32_t>(model.goroutineCount()); life < count; ++life) {
    const Goroutine& goroutine = model.goroutine(LifeId{life});
    const Nanos ended = goroutine.ended.load(std::memory_order_relaxed);
    if (range.holds(goroutine.created)) ++statistics.counts.created;
    if (ended >= 0 && range.holds(ended)) ++statistics.counts.finished;
    if (goroutine.created < range.to && (ended < 0 || ended >= range.from))
      order.emplace_back(nameOf(LifeId{life}), LifeId{life});
  }
  std::sort(order.begin(), order.end());

  Gathering gathering(model, measured, statistics);
  statistics.goroutines.reserve(order.size());
  for (std::size_t i = 0; i < order.size();) {
    NameStatistics sums;
    sums.name = order[i].first;
    for (; i < order.size() && order[i].first == sums.name; ++i) {
      GoroutineStatistics one = GoroutineWalk(model, order[i].second, measured, edge, gathering).walk();
      one.lengths = inShort(gathering.ofG);
      clear(gathering.ofG);
      for (std::size_t reason = 0; reason < kWaitReasons; ++reason)
        statistics.waits[reason].time += one.waiting[reason];
      sums.add(one);
      ++sums.goroutines;
      statistics.goroutines.push_back(one);
    }
    sums.lengths = inShort(gathering.ofName);
    clear(gathering.ofName);
    statistics.names.push_back(sums);
  }
  std::sort(statistics.goroutines.begin(), statistics.goroutines.end(),
            [](const auto& a, const auto& b) { return a.g < b.g; });
  std::stable_sort(statistics.names.begin(), statistics.names.end(),
                   [](const auto& a, const auto& b) { return a.running > b.running; });
}

// What is folded has sums but no starts and waits, and what wasn't kept nothing: it is left out, so that all numbers
// are of the same time.
StatisticsRange within(const TraceModel& model, std::optional<StatisticsRange> range, Nanos edge) {
  const Nanos least = std::min(std::max(model.foldedBefore(), model.keptFrom()), edge);
  if (!range) return {least, edge};
  const Nanos from = std::clamp<Nanos>(range->from, least, edge);
  return {from, std::clamp(range->to, from, edge)};
}

}  // namespace

Nanos GoroutineTimes::waitingAll() const { return std::accumulate(waiting.begin(), waiting.end(), Nanos{0}); }

void GoroutineTimes::add(const GoroutineTimes& other) {
  life += other.life;
  running += other.running;
  runnable += other.runnable;
  calling += other.calling;
  faulted += other.faulted;
  unknown += other.unknown;
  for (std::size_t reason = 0; reason < waiting.size(); ++reason) waiting[reason] += other.waiting[reason];
  stolen.total += other.stolen.total;
  stolen.preempted += other.stolen.preempted;
  starts += other.starts;
}

Statistics computeStatistics(const TraceModel& model, std::optional<StatisticsRange> range) {
  Statistics statistics;
  const Nanos edge = model.edge();
  statistics.range = within(model, range, edge);
  const MeasuredRange measured(model, statistics.range, edge);
  statistics.measured = measured.length();
  statistics.executionKnown = model.run().kernelSource == kernel::Source::Perf;
  statistics.processors.resize(model.processorCount());
  statistics.threads.resize(model.threadCount());
  statistics.cores.resize(model.coreCount());
  measureProcessors(model, measured, edge, statistics);
  measureThreads(model, measured, edge, statistics);
  measureCores(model, measured, edge, statistics);
  countEvents(model, statistics);
  countKernel(model, measured, statistics);
  statistics.parallelism = degreesOf(model.parallelism(), measured);
  statistics.concurrency = degreesOf(model.concurrency(), measured);
  statistics.counts.maxAlive = statistics.concurrency.max;
  // The last sample is taken when all has been read, which is after the last event.
  const StatisticsRange sampled{statistics.range.from,
                                statistics.range.to < edge ? statistics.range.to : std::numeric_limits<Nanos>::max()};
  statistics.tracer = model.tracer().sums(sampled.from, sampled.to);
  walkGoroutines(model, measured, edge, statistics);
  return statistics;
}

StatisticsRange runAround(const TraceModel& model, const Span& span) {
  StatisticsRange run{span.start, span.end};
  const SpanLane& lane = model.goroutine(span.detail.goroutine).lane;
  const Nanos edge = model.edge();
  const auto covering = lane.covering(span.start, edge);
  if (!covering) return run;
  const auto extend = [&](std::size_t i) {
    const Span part = lane.at(i, edge);
    if (part.start < part.end && part.detail.cause != span.detail.cause) return false;
    if (part.start < part.end) run = {std::min(run.from, part.start), std::max(run.to, part.end)};
    return true;
  };
  for (std::size_t i = *covering; i < lane.size() && extend(i);) ++i;
  const std::size_t least = lane.firstKept();
  for (std::size_t i = *covering; i > least && extend(i - 1);) --i;
  return run;
}

GoroutineInFull goroutineStatistics(const TraceModel& model, LifeId g, std::optional<StatisticsRange> range) {
  struct Keeping final : GoroutineWalk::Sink {
    void started(const GoroutineWalk::Start& start) override {
      if (start.latency >= 0) lengths.latency.add(start.latency);
    }
    void ran(const GoroutineWalk::Start&, Nanos length) override { lengths.run.add(length); }
    void waited(WaitReason, Nanos) override {}
    void stolen(const Span&, Nanos, Nanos) override {}
    Lengths lengths;
  } keeping;
  const Nanos edge = model.edge();
  const MeasuredRange measured(model, within(model, range, edge), edge);
  GoroutineStatistics sums = GoroutineWalk(model, g, measured, edge, keeping).walk();
  sums.lengths = inShort(keeping.lengths);
  return {sums, std::move(keeping.lengths)};
}

}  // namespace gmpscope::analysis
