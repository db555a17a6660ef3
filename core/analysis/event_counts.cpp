#include "core/analysis/event_counts.h"

#include <algorithm>

namespace gmpscope::analysis {
namespace {

using trace::Event;
using trace::EventKind;

class Counter {
 public:
  explicit Counter(Statistics& statistics) : statistics_(statistics), counts_(statistics.counts) {}

  void take(const Event& event) {
    const EventKind kind = event.kind();
    ++counts_.events;
    if (!trace::known(kind)) return;
    ++counts_.byKind[static_cast<std::size_t>(kind)];
    ProcessorStatistics* p = event.p() < statistics_.processors.size() ? &statistics_.processors[event.p()] : nullptr;
    switch (kind) {
      case EventKind::StealSearch:
        ++counts_.stealsTried;
        if (p != nullptr) ++p->stealsTried;
        break;
      case EventKind::GStartSteal:
        stolen(p, event.a >> 16 & 0x7fff);
        break;
      case EventKind::GStartStealNext:
        stolen(p, 1);
        break;
      case EventKind::SpinEnd:
        ++counts_.spins;
        if (event.a == 0) ++counts_.spinsWasted;
        break;
      case EventKind::PPreemptAsk:
        ++counts_.preemptionsAsked;
        if (event.b < counts_.askedFor.size()) ++counts_.askedFor[event.b];
        break;
      case EventKind::PreemptRefused:
        // The signals since the last such event; the reason is the last one's.
        counts_.preemptionsRefused += event.b;
        counts_.refusedFor[event.a < counts_.refusedFor.size() ? event.a : 0] += event.b;
        break;
      case EventKind::GPreempt:
        preempted(p, event.b == 0);
        break;
      case EventKind::GPreemptNext:
        preempted(p, event.a == 0);
        break;
      default:
        break;
    }
  }

  void finish() {
    counts_.handOffs = of({EventKind::PHandOff});
    counts_.retakes = of({EventKind::PRetake});
    counts_.goroutinesWoken =
        of({EventKind::GReady, EventKind::GReadyTail, EventKind::GReadyLocal, EventKind::GReadyGlobal});
    counts_.threadsWoken = of({EventKind::MUnpark});
    counts_.threadsSpawned = of({EventKind::MSpawn});
    counts_.blocked = of({EventKind::GBlock});
    counts_.yielded = of({EventKind::GYield, EventKind::GYieldLocal, EventKind::GYieldNext});
    counts_.exited = of({EventKind::GExit});
    counts_.calls = of({EventKind::GSyscall});
    counts_.callsWithoutP = of({EventKind::GSyscallQueue});
  }

 private:
  void stolen(ProcessorStatistics* p, std::uint64_t goroutines) {
    ++counts_.stealsGot;
    counts_.goroutinesStolen += goroutines;
    if (p == nullptr) return;
    ++p->stealsGot;
    p->goroutinesStolen += goroutines;
  }
  void preempted(ProcessorStatistics* p, bool bySignal) {
    ++counts_.preemptionsTaken;
    counts_.takenBySignal += bySignal ? 1 : 0;
    if (p != nullptr) ++p->preempted;
  }
  [[nodiscard]] std::uint64_t of(std::initializer_list<EventKind> kinds) const {
    std::uint64_t sum = 0;
    for (const EventKind kind : kinds) sum += counts_.byKind[static_cast<std::size_t>(kind)];
    return sum;
  }

  Statistics& statistics_;
  Counts& counts_;
};

}  // namespace

void countEvents(const TraceModel& model, Statistics& statistics) {
  const auto& events = model.events();
  const StatisticsRange range = statistics.range;
  Counter counter(statistics);
  for (std::size_t i = model.eventAt(range.from), count = events.size(); i < count && events[i].time < range.to; ++i)
    counter.take(events[i].event);
  counter.finish();

  for (const TraceModel::Gap& gap : model.gaps()) {
    if (gap.from >= range.to || std::max(gap.to, gap.from + 1) <= range.from) continue;
    ++statistics.counts.gaps;
    statistics.counts.dropped += gap.dropped;
  }
}

}  // namespace gmpscope::analysis
