// The board at an instant, from the histories: nothing is replayed.

#include <algorithm>
#include <map>
#include <unordered_set>

#include "core/analysis/model_parts.h"
#include "core/analysis/select_events.h"

namespace gmpscope::analysis {
namespace {

// A run that the kernel interrupted, or that is very long, is several spans: its start is that of the first.
Nanos runStart(const SpanLane& lane, std::size_t index, Nanos edge) {
  const Span last = lane.at(index, edge);
  Nanos start = last.start;
  const std::size_t least = lane.firstKept();
  while (index > least) {
    const Span before = lane.at(--index, edge);
    if (before.start == before.end) continue;
    if (before.detail.cause != last.detail.cause || before.end != start) break;
    start = before.start;
  }
  return start;
}

class StateAt {
 public:
  StateAt(const ModelParts& model, Nanos t, Nanos edge) : model_(model), t_(t), edge_(edge) { state_.time = t; }

  BoardState make() {
    lists();
    cores();
    for (std::size_t p = 0; p < model_.processors.size(); ++p) processor(*model_.processors[p]);
    goroutines();
    return std::move(state_);
  }

 private:
  void lists() {
    state_.global = model_.global.history().contents(t_);
    state_.globalKnown = model_.global.knownAt(t_);
    state_.idleP = model_.idleP.contents(t_);
    for (const std::uint32_t m : model_.idleM.contents(t_)) state_.idleM.emplace_back(m);
    queued_.insert(state_.global.begin(), state_.global.end());
  }

  void cores() {
    if (model_.run.kernelSource != kernel::Source::Perf) return;
    state_.executing = 0;
    for (std::size_t i = 0; i < model_.cores.size(); ++i) {
      const auto index = model_.cores[i]->covering(t_, edge_);
      if (!index) continue;
      const Span span = model_.cores[i]->at(*index, edge_);
      if (span.state != SpanState::Executing || !span.detail.thread.valid()) continue;
      ++state_.executing;
      coreOf_[span.detail.thread] = model_.run.coreIds[i];
    }
  }

  void processor(const Processor& processor) {
    ProcessorState now;
    now.m = processor.holder.at(t_);
    now.there = processor.there.at(t_);
    now.runnext = processor.runnext.at(t_);
    now.queue = processor.ring.history().contents(t_);
    now.queueKnown = processor.ring.knownAt(t_) && processor.runnextKnown.at(t_);
    if (const auto index = processor.lane.covering(t_, edge_)) {
      const Span span = processor.lane.at(*index, edge_);
      now.spinning = span.state == SpanState::Spinning;
      now.offCore = span.state == SpanState::OffCore;
      now.calling = span.state == SpanState::Syscall;
      if (span.detail.thread.valid()) now.m = span.detail.thread;
      if (now.spinning) state_.spinning.push_back(span.detail.thread);
      now.running = span.detail.goroutine;
      if (now.running.valid()) now.runningSince = runStart(processor.lane, *index, edge_);
    }
    now.idle = !now.m.valid();
    if (const auto core = coreOf_.find(now.m); core != coreOf_.end()) now.core = core->second;
    if (now.runnext.valid()) queued_.insert(now.runnext);
    queued_.insert(now.queue.begin(), now.queue.end());
    state_.processors.push_back(std::move(now));
  }

  void goroutines() {
    const AliveIndex::Candidates candidates = model_.alive.candidates(t_);
    if (candidates.kept != nullptr) {
      for (const LifeId g : *candidates.kept) goroutine(g);
    }
    for (std::uint32_t g = candidates.from; g < model_.goroutines.size(); ++g) {
      if (model_.goroutines[g] != nullptr && model_.goroutines[g]->created > t_) break;
      goroutine(LifeId{g});
    }
    std::sort(state_.transit.begin(), state_.transit.end());
    for (auto& [object, room] : rooms_) {
      std::sort(room.begin(), room.end());
      WaitingRoom& made = state_.rooms.emplace_back();
      made.object = object;
      made.reason = room.front().reason;
      for (const Waiter& waiter : room) made.waiters.push_back(waiter.g);
    }
  }

  void goroutine(LifeId g) {
    if (model_.goroutines[g.value] == nullptr) return;
    const Goroutine& goroutine = *model_.goroutines[g.value];
    const Nanos ended = goroutine.ended.load(std::memory_order_relaxed);
    if (goroutine.created > t_ || (ended >= 0 && ended <= t_)) return;
    ++state_.alive;
    const auto index = goroutine.lane.covering(t_, edge_);
    if (!index) return;
    const Span span = goroutine.lane.at(*index, edge_);
    switch (span.state) {
      case SpanState::Executing:
      case SpanState::OffCore:
        ++state_.running;
        break;
      case SpanState::Syscall:
        ++state_.calling;
        if (span.detail.processor == trace::Event::kNoP || !holdsIn(span.detail.processor, g))
          state_.calls.push_back(g);
        break;
      case SpanState::Runnable:
        ++state_.runnable;
        if (!queued_.contains(g)) state_.transit.push_back(g);
        break;
      case SpanState::Waiting:
        ++state_.waiting;
        waits(span.detail.cause, g, span.detail.reason);
        break;
      default:
        break;
    }
  }

  [[nodiscard]] bool holdsIn(std::uint32_t p, LifeId g) const {
    return p < state_.processors.size() && state_.processors[p].running == g;
  }

  struct Waiter {
    std::size_t since;  // its event: arrival in order
    bool ahead;         // of all who stood there then
    LifeId g;
    trace::WaitReason reason;
    bool operator<(const Waiter& other) const {
      if (ahead != other.ahead) return ahead;
      return ahead ? since > other.since : since < other.since;
    }
  };

  // In the room that its block names, and if that is a select's, in the further ones, which the same M names next.
  void waits(std::size_t block, LifeId g, trace::WaitReason reason) {
    const OrderedEvent* first = model_.event(block);
    if (first == nullptr) return;
    const std::uint32_t stands = first->event.kind() == trace::EventKind::GBlock ? first->event.d : 0;
    rooms_[first->event.a].push_back({block, (stands & trace::kStandsAhead) != 0, g, reason});
    forEachAlso(model_, block, [&](std::size_t i, const OrderedEvent& also) {
      rooms_[also.event.a].push_back({i, false, g, reason});
    });
  }

  struct HashId {
    template <class Tag>
    std::size_t operator()(const Id<Tag, std::uint32_t>& id) const {
      return id.value;
    }
  };

  const ModelParts& model_;
  const Nanos t_;
  const Nanos edge_;
  BoardState state_;
  std::map<MId, std::uint32_t> coreOf_;
  std::unordered_set<LifeId, HashId> queued_;
  std::map<std::uint32_t, std::vector<Waiter>> rooms_;
};

// Of what is folded only the processors are known that there are now.
BoardState unknownState(const ModelParts& model, Nanos t) {
  BoardState state;
  state.time = t;
  state.folded = true;
  state.globalKnown = false;
  ProcessorState processor;
  processor.idle = processor.queueKnown = false;
  state.processors.assign(model.processors.size(), processor);
  return state;
}

}  // namespace

// The last instant that is final is just before the edge.
BoardState TraceModel::stateAt(Nanos t) const {
  const Nanos last = edge();
  const Nanos at = std::max<Nanos>(0, std::min(t, last - 1));
  BoardState state = at < foldedBefore() ? unknownState(*parts_, at) : StateAt(*parts_, at, last).make();
  if (const auto told = setup().knobs[static_cast<std::size_t>(trace::Knob::QueueSize)]) state.queueSize = *told;
  return state;
}

}  // namespace gmpscope::analysis
