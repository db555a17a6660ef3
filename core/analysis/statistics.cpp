#include "core/analysis/statistics.h"

#include <algorithm>
#include <cmath>

namespace gmpscope::analysis {
namespace {

using trace::EventKind;

Nanos in(const SpanLane::Totals& totals, SpanState state) { return totals.inState[static_cast<std::size_t>(state)]; }

bool runs(SpanState state) { return state == SpanState::Executing || state == SpanState::OffCore; }
bool isStart(EventKind kind) { return kind >= EventKind::GStartNext && kind <= EventKind::GStartStealNext; }
bool isSteal(EventKind kind) { return kind == EventKind::GStartSteal || kind == EventKind::GStartStealNext; }

void countEvents(const TraceModel& model, Statistics& statistics) {
  const auto& events = model.events();
  for (std::size_t i = 0, count = events.size(); i < count && events[i].time <= statistics.duration; ++i) {
    const trace::Event& event = events[i].event;
    const EventKind kind = event.kind();
    if (!trace::known(kind)) continue;
    ++statistics.eventsByKind[static_cast<std::size_t>(kind)];
    statistics.handOffs += kind == EventKind::PHandOff ? 1 : 0;
    statistics.preemptionsAsked += kind == EventKind::PPreemptAsk ? 1 : 0;
    statistics.preemptionsTaken += kind == EventKind::GPreempt ? 1 : 0;
    statistics.preemptionsRefused += kind == EventKind::PreemptRefused ? event.b : 0;
    if (!isStart(kind) || event.p() >= statistics.processors.size()) continue;
    ProcessorStatistics& processor = statistics.processors[event.p()];
    ++processor.scheduled;
    if (isSteal(kind)) ++processor.stealsGot;
  }
}

void measureProcessors(const TraceModel& model, Statistics& statistics) {
  const Nanos edge = statistics.duration;
  for (std::size_t p = 0; p < statistics.processors.size(); ++p) {
    const SpanLane::Totals totals = model.processor(p).totals(0, edge, edge);
    ProcessorStatistics& processor = statistics.processors[p];
    processor.running = in(totals, SpanState::Executing) + in(totals, SpanState::OffCore);
    processor.calling = in(totals, SpanState::Syscall);
    processor.spinning = in(totals, SpanState::Spinning);
    processor.idle = edge;
    for (const Nanos time : totals.inState) processor.idle -= time;
  }
}

void measureThreads(const TraceModel& model, Statistics& statistics) {
  const Nanos edge = statistics.duration;
  Nanos executing = 0;
  for (std::size_t m = 0; m < statistics.threads.size(); ++m) {
    const Thread& thread = model.thread(m);
    const SpanLane::Totals totals = thread.lane.totals(0, edge, edge);
    ThreadStatistics& sums = statistics.threads[m];
    sums.tid = thread.tid.load(std::memory_order_relaxed);
    sums.executing = in(totals, SpanState::Executing) + in(totals, SpanState::Spinning);
    sums.runnable = in(totals, SpanState::Runnable);
    if (model.run().kernelSource == kernel::Source::Sampled) {
      sums.runnable = thread.sampledDelay.load(std::memory_order_relaxed);
    }
    // Without the kernel's records a thread in a system call may execute there or wait: nothing is known of it.
    sums.waiting = in(totals, SpanState::Waiting);
    executing += sums.executing;
  }
  if (edge > 0) statistics.parallelismMean = static_cast<double>(executing) / static_cast<double>(edge);
}

// Walks a goroutine's lane. A run that the kernel interrupted, or a span that is stored in parts, has one cause.
class GoroutineWalk {
 public:
  GoroutineWalk(const Goroutine& goroutine, Nanos edge, std::vector<Nanos>& latencies)
      : goroutine_(goroutine), edge_(edge), latencies_(latencies) {}

  GoroutineStatistics walk() {
    for (std::size_t i = 0, count = goroutine_.lane.size(); i < count; ++i) {
      const Span span = goroutine_.lane.at(i, edge_);
      if (span.start >= span.end) continue;
      take(span);
      last_ = span;
      any_ = true;
    }
    sums_.atEnd = stateAtEnd();
    return sums_;
  }

 private:
  void take(const Span& span) {
    const Nanos length = span.end - span.start;
    const bool continues = any_ && last_.detail.cause == span.detail.cause;
    if (runs(span.state)) {
      sums_.running += length;
      // Who comes back from a system call goes on, with its P or another.
      const bool back = any_ && last_.state == SpanState::Syscall && last_.end == span.start;
      if (!back && (!continues || !runs(last_.state))) start(span);
    } else if (span.state == SpanState::Syscall) {
      sums_.calling += length;
    } else if (span.state == SpanState::Runnable) {
      sums_.runnable += length;
      if (!continues || last_.state != SpanState::Runnable) runnableSince_ = span.start;
    } else if (span.state == SpanState::Waiting) {
      const auto reason = static_cast<std::size_t>(span.detail.reason);
      if (reason < sums_.waiting.size()) sums_.waiting[reason] += length;
    }
  }

  // One that starts at the very instant at which it became runnable has no span before it. After a gap nobody knows.
  void start(const Span& span) {
    ++sums_.starts;
    const bool adjacent = any_ && last_.end == span.start;
    if (adjacent && last_.state == SpanState::Runnable) {
      latencies_.push_back(span.start - runnableSince_);
    } else if ((adjacent && last_.state != SpanState::Lost) || (!any_ && goroutine_.created == span.start)) {
      latencies_.push_back(0);
    }
  }

  [[nodiscard]] StateAtEnd stateAtEnd() const {
    const Nanos ended = goroutine_.ended.load(std::memory_order_relaxed);
    if (ended >= 0 && ended <= edge_) return StateAtEnd::Finished;
    if (!any_ || last_.end < edge_) return StateAtEnd::Unknown;
    switch (last_.state) {
      case SpanState::Executing:
      case SpanState::OffCore:
      case SpanState::Fault:
        return StateAtEnd::Running;
      case SpanState::Runnable:
        return StateAtEnd::Runnable;
      case SpanState::Waiting:
        return StateAtEnd::Waiting;
      case SpanState::Syscall:
        return StateAtEnd::Calling;
      default:
        return StateAtEnd::Unknown;
    }
  }

  const Goroutine& goroutine_;
  const Nanos edge_;
  std::vector<Nanos>& latencies_;
  GoroutineStatistics sums_;
  Span last_;
  bool any_ = false;
  Nanos runnableSince_ = 0;
};

}  // namespace

Distribution distribution(std::vector<Nanos> values) {
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  const auto rank = [&](double share) {
    const double nearest = std::ceil(share * static_cast<double>(values.size()));
    return values[std::clamp<std::size_t>(static_cast<std::size_t>(nearest), 1, values.size()) - 1];
  };
  return {.count = values.size(),
          .p50 = rank(0.5),
          .p90 = rank(0.9),
          .p99 = rank(0.99),
          .p999 = rank(0.999),
          .max = values.back()};
}

Statistics computeStatistics(const TraceModel& model) {
  Statistics statistics;
  statistics.duration = model.edge();
  statistics.maxAlive = model.counters().maxAlive;
  statistics.executionKnown = model.run().kernelSource == kernel::Source::Perf;
  statistics.processors.resize(model.processorCount());
  statistics.threads.resize(model.threadCount());
  measureProcessors(model, statistics);
  measureThreads(model, statistics);
  countEvents(model, statistics);

  std::vector<Nanos> latencies;
  const std::size_t goroutines = model.goroutineCount();
  statistics.goroutines.reserve(goroutines);
  for (std::uint32_t g = 0; g < goroutines; ++g) {
    statistics.goroutines.push_back(GoroutineWalk(model.goroutine(LifeId{g}), statistics.duration, latencies).walk());
  }
  statistics.latency = distribution(std::move(latencies));
  return statistics;
}

}  // namespace gmpscope::analysis
