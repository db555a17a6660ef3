#include "core/analysis/start_reason.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/analysis/reason_text.h"
#include "core/trace/reader/op_expand.h"

namespace gmpscope::analysis {
namespace {

using trace::Event;
using trace::EventKind;

constexpr std::size_t kStepReach = 4096;  // other Ms' events that may stand between those of one step

class Start {
 public:
  Start(const TraceModel& model, Reason& reason)
      : model_(model), reason_(reason), ordered_(*model.event(reason.event)), event_(ordered_.event) {}

  void explain() {
    parameter("processor", processorName(event_.p()));
    parameter("thread", threadName(ordered_.m));
    switch (event_.kind()) {
      case EventKind::GStartNext:
        next();
        break;
      case EventKind::GStartLocal:
        local();
        break;
      case EventKind::GStartGlobal:
        global();
        break;
      case EventKind::GStartSteal:
        steal();
        break;
      case EventKind::GStartStealNext:
        stealNext();
        break;
      default:
        break;
    }
  }

 private:
  void parameter(const char* name, std::string value) { reason_.parameters.emplace_back(name, std::move(value)); }
  void candidate(const char* step, std::string value) { reason_.candidates.emplace_back(step, std::move(value)); }

  [[nodiscard]] bool hasOwnP() const { return event_.p() < model_.processorCount(); }
  // What stands in the own ring, or globally, once this start is done.
  void ringCandidate() {
    if (hasOwnP()) candidate("local", shortList(model_, model_.queue(event_.p()).contents(ordered_.time)));
  }
  void globalCandidate() { candidate("global", shortList(model_, model_.globalQueue().contents(ordered_.time))); }
  void tickCandidate(std::uint32_t schedtick) {
    parameter("schedtick", fmt::format("{}", schedtick));
    candidate("tick", fmt::format("{}", schedtick));
  }

  void next() {
    reason_.id = ReasonId::StartedFromRunnext;
    tickCandidate(event_.b);
    ringCandidate();
    globalCandidate();
  }

  void local() {
    reason_.id = ReasonId::StartedFromLocal;
    parameter("seen", fmt::format("{}", event_.b - event_.a));
    tickCandidate(event_.c);
    candidate("runnext", "");  // it is asked first
    ringCandidate();
    globalCandidate();
  }

  void global() {
    const bool tick = (event_.d & trace::kTickFlag) != 0;
    reason_.id = tick ? ReasonId::StartedFromGlobalTick : ReasonId::StartedFromGlobal;
    parameter("taken", fmt::format("{}", trace::globalTaken(event_)));
    parameter("schedtick", fmt::format("{}", trace::globalTick(event_)));
    if (tick) {
      // Passed over: it would have been asked first on any other tick.
      if (hasOwnP()) candidate("runnext", shortLabel(model_, model_.runnext(event_.p(), ordered_.time)));
      ringCandidate();
    } else {
      candidate("runnext", "");
      candidate("local", "");
      batch();
    }
    globalCandidate();
  }

  // What else came with the first of the batch: it stands in the own ring from this instant on.
  void batch() {
    const std::uint32_t taken = trace::globalTaken(event_);
    if (!hasOwnP() || taken < 2) return;
    std::vector<LifeId> others = model_.queue(event_.p()).contents(ordered_.time);
    const std::size_t count = std::min<std::size_t>(others.size(), taken - 1);
    parameter("goroutines", shortList(model_, std::span(others).last(count)));
  }

  void steal() {
    reason_.id = ReasonId::StartedBySteal;
    const std::uint32_t seen = event_.c - event_.b;
    const std::uint32_t taken = trace::stolen(event_);
    parameter("victim", processorName(trace::stealVictim(event_)));
    parameter("seen", fmt::format("{}", seen));
    parameter("taken", fmt::format("{}", taken));
    parameter("goroutines", shortList(model_, stolen(taken)));
    nothingOfItsOwn();
    search();
  }

  // The one that runs was the last of the stolen half.
  [[nodiscard]] std::vector<LifeId> stolen(std::uint32_t taken) const {
    const std::uint32_t from = trace::stealVictim(event_);
    if (from >= model_.processorCount() || !ordered_.g.valid()) return {};
    const QueueHistory& victim = model_.queue(from);
    const auto stays = victim.stays(ordered_.g, model_.goroutine(ordered_.g).created, ordered_.time);
    if (stays.empty() || stays.back().taken != ordered_.time) return {};
    const std::size_t last = stays.back().position;
    std::vector<LifeId> result;
    for (std::size_t i = last + 1 - std::min<std::size_t>(taken, last + 1); i <= last; ++i)
      result.push_back(victim.occupant(i));
    return result;
  }

  void stealNext() {
    reason_.id = ReasonId::StartedByStealNext;
    parameter("victim", processorName(event_.a));
    nothingOfItsOwn();
    search();
  }

  // Stealing comes after all else.
  void nothingOfItsOwn() {
    for (const char* step : {"runnext", "local", "global"}) candidate(step, "");
  }

  // At whom the thief looked before, from the start and stride of its search in the same step.
  void search() {
    const OrderedEvent* search = sameStep(EventKind::StealSearch);
    const auto procs = static_cast<std::uint32_t>(model_.processorCount());
    if (search == nullptr || procs == 0 || search->event.c == 0) return;
    const std::uint32_t looked = search->event.c;
    const std::uint32_t passes = (looked - 1) / procs;
    parameter("looked", fmt::format("{}", looked));
    if (passes > 0) candidate("passes", fmt::format("{}", passes));
    for (std::uint32_t i = 0; i + 1 < looked - passes * procs; ++i) {
      const std::uint64_t at = (search->event.a + std::uint64_t{i} * search->event.b) % procs;
      if (at != event_.p()) candidate("victim", processorName(static_cast<std::uint32_t>(at)));
    }
  }

  [[nodiscard]] const OrderedEvent* sameStep(EventKind kind) const {
    const std::size_t end =
        std::max(reason_.event - std::min<std::size_t>(reason_.event, kStepReach), model_.firstEvent());
    for (std::size_t i = reason_.event; i > end; --i) {
      const OrderedEvent& other = model_.events()[i - 1];
      if (other.m != ordered_.m) continue;
      if (other.event.time != event_.time) break;
      if (other.event.kind() == kind) return &other;
    }
    return nullptr;
  }

  const TraceModel& model_;
  Reason& reason_;
  const OrderedEvent& ordered_;
  const Event& event_;
};

struct Step {
  Nanos time;
  int order;  // of steps at one instant
  std::string text;
};

}  // namespace

void explainStart(const TraceModel& model, Reason& reason) { Start(model, reason).explain(); }

std::vector<std::pair<Nanos, std::string>> chainOf(const TraceModel& model, LifeId g, Nanos until) {
  if (g.value >= model.goroutineCount()) return {};
  const Nanos edge = model.edge();
  const SpanLane& lane = model.goroutine(g).lane;
  // The span in which it was runnable ends where it starts to run.
  auto index = lane.lastStartingBy(until);
  if (!index) return {};
  // A run may be several spans, all of one cause; nothing else may lie between it and being runnable.
  const std::uint32_t run = lane.at(*index, edge).detail.cause;
  const std::size_t least = lane.firstKept();
  while (*index > least && lane.at(*index, edge).state != SpanState::Runnable) {
    const Span part = lane.at(*index, edge);
    if (part.detail.cause != run && part.start != part.end) break;
    --*index;
  }
  const Span runnable = lane.at(*index, edge);
  const OrderedEvent* readied = model.event(runnable.detail.cause);
  if (runnable.state != SpanState::Runnable || readied == nullptr) return {};

  const OrderedEvent& cause = *readied;
  std::vector<Step> steps;
  std::string first(trace::info(cause.event.kind()).word);
  if (cause.event.p() != Event::kNoP) first += " p=" + processorName(cause.event.p());
  // It left its M by itself or was taken off it, and stands in a queue; else it was put into runnext by another.
  const EventKind how = cause.event.kind();
  const bool queued = how == EventKind::GYield || how == EventKind::GYieldLocal || how == EventKind::GPreempt ||
                      how == EventKind::GSyscallQueue;
  const bool stops = queued || how == EventKind::GYieldNext;
  const bool byNetwork = how == EventKind::GReadyLocal || how == EventKind::GReadyGlobal;
  const bool toTail = how == EventKind::GCreateTail || how == EventKind::GReadyTail;
  const bool byTimer = (how == EventKind::GReady || how == EventKind::GReadyTail) && trace::isTimers(cause.event.a);
  if (byTimer) {
    first += " by=timer";
  } else if (byNetwork) {
    first += " m=" + threadName(cause.m);
  } else if (!stops && cause.event.p() < model.processorCount()) {
    const SpanLane& processor = model.processor(cause.event.p());
    if (const auto running = processor.covering(cause.time, edge)) {
      const std::string by = shortLabel(model, processor.at(*running, edge).detail.goroutine);
      if (!by.empty()) first += " by=" + by;
    }
  }
  steps.push_back({cause.time, 0, first});
  if (!queued && !byNetwork && !toTail) {
    steps.push_back({cause.time, 1, fmt::format("runnext p={}", processorName(cause.event.p()))});
  }

  const Nanos end = std::min(until, runnable.end);
  for (std::uint32_t p = 0; p < model.processorCount(); ++p) {
    for (const QueueHistory::Stay& stay : model.queue(p).stays(g, cause.time, end)) {
      steps.push_back({stay.put, 2, fmt::format("local p={} before={}", processorName(p), stay.before)});
    }
  }
  for (const QueueHistory::Stay& stay : model.globalQueue().stays(g, cause.time, end)) {
    steps.push_back({stay.put, 2, fmt::format("global before={}", stay.before)});
  }
  if (runnable.end <= until) {
    const Span next = lane.at(std::min(*index + 1, lane.size() - 1), edge);
    const OrderedEvent* start = model.event(next.detail.cause);
    if (next.start == runnable.end && start != nullptr) {
      steps.push_back({start->time, 3,
                       fmt::format("{} p={} m={}", trace::info(start->event.kind()).word,
                                   processorName(start->event.p()), threadName(start->m))});
    }
  }
  std::stable_sort(steps.begin(), steps.end(),
                   [](const Step& a, const Step& b) { return a.time != b.time ? a.time < b.time : a.order < b.order; });
  std::vector<std::pair<Nanos, std::string>> chain;
  for (Step& step : steps) chain.emplace_back(step.time, std::move(step.text));
  return chain;
}

}  // namespace gmpscope::analysis
