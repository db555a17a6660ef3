#pragma once
// How the linearizer orders. Its own source files' alone.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/trace/reader/event_stream.h"
#include "core/trace/reader/linearizer.h"
#include "core/trace/reader/op_expand.h"
#include "core/trace/reader/sched_state.h"

namespace gmpscope::trace {

struct Linearizer::Parts {
  static constexpr std::size_t kMaxViolations = 16;
  // An M that ended within a step may have changed this many variables: the most that a step does, a batch of wake-ups
  // and a select of many channels apart.
  static constexpr std::uint64_t kOpsPerOddM = 8;
  // After a gap: so many ops of each M may meet values from before it, or lack a cause that another M's last step
  // before it noticed the gap has swallowed.
  static constexpr std::uint64_t kOpsPerGap = 64;

  explicit Parts(const TickScale& itsScale) : scale(itsScale), state(itsScale) {}

  TickScale scale;
  std::vector<OpSink*> sinks;
  SchedState state;
  std::vector<EventStream> streams;
  std::vector<LifeId> moved;
  std::vector<Violation> violations;
  std::uint64_t violationCount = 0;
  std::uint64_t ordered = 0;
  std::uint64_t pending = 0;
  std::uint64_t assumed = 0;
  std::uint64_t allowance = 0;  // of ops that may be assumed
  std::vector<OddM> odd;        // who ended within a step
  Nanos time = 0;               // of the last op, or the edge: nothing before it can come
  std::uint32_t epoch = 0;
  std::uint32_t knownFrom = 0;  // nothing was lost between this epoch and that one
  bool inGap = false;
  bool cut = false;           // the beginning is missing
  std::uint64_t dropped = 0;  // in all, as far as it was told
  bool losing = false;        // some of them since the last gap's end
  Nanos gapStart = 0;
  // What orderLive found to be stuck: whose event, which of its events, and how far the frontier was then.
  MId stuckM;
  std::uint64_t stuckAt = 0;
  std::uint64_t stuckSince = 0;
  const Event* current = nullptr;
  MId currentM;
  std::uint64_t currentIndex = 0;

  template <class Archive>
  void walk(Archive& archive);
  static std::string text(const Event& event, MId m, const TickScale& scale);

  void violated(RuleId rule, std::string what) {
    ++violationCount;
    if (violations.size() >= kMaxViolations) return;
    Violation violation{rule, time, currentIndex, std::move(what), {}};
    if (current != nullptr) violation.events.push_back(text(*current, currentM, scale));
    violations.push_back(std::move(violation));
  }

  static void expandFront(EventStream& stream, MId m) {
    if (stream.ops.count == 0) expandInto(stream.ops, stream.front(), m);
  }

  void deliver(const Op& op, const Event& event, std::uint64_t index, bool first, bool last, LifeId kicked) {
    const AppliedOp applied{op, event, index, first, last, time, moved, kicked};
    for (OpSink* sink : sinks) sink->onOp(applied);
  }

  // A goroutine that nobody saw being born (after a gap) is announced before its first op.
  void announce(std::uint32_t slot, std::uint32_t goid, const Event& event, MId m, std::uint64_t index,
                std::uint32_t name = 0) {
    Op born;
    born.kind = OpKind::GNew;
    born.m = m;
    born.g = state.adopt(slot, goid).value;
    born.other = LifeId::kNone;
    born.position = name;
    born.count = goid;
    moved.assign(1, LifeId{born.g});
    deliver(born, event, index, false, false, {});
  }

  void announceUnknown(const Op& op, const Event& event, std::uint64_t index) {
    const bool movesGoroutine = op.kind != OpKind::Mark && op.kind != OpKind::GNew && op.kind < OpKind::IdlePPut;
    if (!movesGoroutine || op.g == 0 || op.g >= 1U << 24) return;
    if (state.lifeOf(op.g).valid() || state.resume(op.g)) return;
    if (state.knowsAll())
      violated(RuleId::OnePlace, "a goroutine that nobody has created, in slot " + std::to_string(op.g));
    announce(op.g, 0, event, op.m, index);
  }

  // While some M drops events, and for what is left over from an epoch that is past, the state isn't known: such
  // events are recorded, but nothing is concluded from them.
  [[nodiscard]] bool onlyRecorded(const EventStream& stream) const { return !isKnown(stream.epoch()); }
  [[nodiscard]] bool isKnown(std::uint32_t ofStream) const { return !lossy(epoch) && ofStream >= knownFrom; }
  [[nodiscard]] bool together(const EventStream& a, const EventStream& b) const {
    return a.epoch() == b.epoch() || (isKnown(a.epoch()) && isKnown(b.epoch()));
  }
  [[nodiscard]] bool isReady(const EventStream& stream) const {
    if (onlyRecorded(stream)) return true;
    const Op& op = stream.ops.ops[stream.nextOp];
    return state.ready(op, stream.front()) && !(state.adopts(op) && earlierElsewhere(stream, op));
  }

  // After a gap the first op of a variable tells its value, and the first is not the one with the least stamp: an M may
  // be interrupted between a step's stamp and its change. Before its next step it has done it.
  [[nodiscard]] bool earlierElsewhere(const EventStream& stream, const Op& op) const {
    const std::uint64_t variable = variableOf(op.kind, op.p, op.other);
    const std::uint64_t until = stream.nextStep();
    for (const EventStream& other : streams) {
      if (&other == &stream || other.empty() || !together(other, stream)) continue;
      for (std::size_t i = other.first; i < other.events.size() && other.events[i].time < until; ++i) {
        const OpList ops = expand(other.events[i], op.m);
        for (std::uint32_t k = i == other.first ? other.nextOp : 0; k < ops.count; ++k) {
          const Op& its = ops.ops[k];
          if (variableOf(its.kind, its.p, its.other) != variable) continue;
          if (static_cast<std::int32_t>(its.position - op.position) < 0) return true;
        }
      }
    }
    return false;
  }

  // Applies the next op of a stream. The op is ready.
  void applyNext(EventStream& stream, MId m) {
    const Event& event = stream.front();
    const bool first = stream.nextOp == 0;
    if (first) stream.eventIndex = ordered++;
    Op op = stream.ops.ops[stream.nextOp++];
    const bool last = stream.nextOp == stream.ops.count;
    time = std::max(time, scale.toNanos(event.time));
    current = &event;
    currentM = m;
    currentIndex = stream.eventIndex;
    if (first && event.kind() == EventKind::MExit) checkCount(stream, event);
    LifeId kicked;
    if (onlyRecorded(stream)) {
      // What it did isn't followed: what its M runs since isn't known. What is set holds all the same.
      state.forgetRunning(m);
      if (event.kind() == EventKind::Knob || event.kind() == EventKind::KnobChange) state.setKnob(event);
      const bool birth = event.kind() == EventKind::GCreate || event.kind() == EventKind::GCreateTail;
      if (first && birth && cut && epoch == kCutEpoch && event.g < 1U << 24)
        announce(event.g, event.b, event, m, stream.eventIndex, event.a);
      op = Op{};
      op.m = m;
      op.p = static_cast<std::uint16_t>(event.p());
      op.g = LifeId::kNone;
      moved.clear();
    } else {
      if (event.kind() == EventKind::GStatus) checkIdentity(event, m, stream.eventIndex);
      announceUnknown(op, event, stream.eventIndex);
      // A stream that was held up by what was lost comes late with all that follows: others may have moved it since.
      if (assumed > 0 && scale.toNanos(event.time) < time) state.forgetPlace(op.g);
      kicked = state.apply(op, event, moved);
    }
    deliver(op, event, stream.eventIndex, first, last, kicked);
    if (!last) return;
    current = nullptr;
    stream.pop();
    --pending;
  }

  // At its end an M says how many events it has written before; older traces don't.
  void checkCount(const EventStream& stream, const Event& event) {
    const std::uint64_t known = stream.taken + stream.missing;
    if (event.a != 0 && event.a != static_cast<std::uint32_t>(known))
      violated(RuleId::Complete, "M" + std::to_string(currentM.value) + " has written " + std::to_string(event.a) +
                                     " events, and " + std::to_string(known) + " are known of");
  }

  // A slot's status names its goroutine: if that is not whom we think, the former one ended in the gap.
  void checkIdentity(const Event& event, MId m, std::uint64_t index) {
    const LifeId life = state.lifeOf(event.g);
    if (event.g == 0 || event.g >= 1U << 24) return;
    if (life.valid() ? state.lives()[life.value].goid == event.a : state.confirm(event.g, event.a)) return;
    announce(event.g, event.a, event, m, index);
  }

  // The stream whose next op is ready and has the least stamp before `frontier`; `second` is the least stamp of the
  // others. Null if there is none.
  EventStream* choose(std::uint64_t frontier, std::uint64_t& second, MId& m) {
    EventStream* best = nullptr;
    second = kNoTime;
    for (std::uint32_t i = 0; i < streams.size(); ++i) {
      EventStream& stream = streams[i];
      const std::uint64_t stamp = stream.stamp();
      if (stamp >= frontier) continue;
      if (best != nullptr && stamp >= best->stamp()) {
        second = std::min(second, stamp);
        continue;
      }
      expandFront(stream, MId{i});
      followWithoutLoss(stream.epoch());
      if (stream.epoch() > epoch || !isReady(stream)) {
        second = std::min(second, stamp);
        continue;
      }
      if (best != nullptr) second = std::min(second, best->stamp());
      best = &stream;
      m = MId{i};
    }
    return best;
  }

  void orderUntil(std::uint64_t frontier) {
    for (;;) {
      std::uint64_t second = kNoTime;
      MId m;
      EventStream* stream = choose(frontier, second, m);
      if (stream == nullptr) {
        if (!enterNextEpoch(frontier)) return;
        continue;
      }
      // It goes on as long as it is the first and nothing holds it up.
      do {
        applyNext(*stream, m);
        if (stream->stamp() >= frontier || stream->stamp() > second || stream->epoch() > epoch) break;
        expandFront(*stream, m);
      } while (isReady(*stream));
    }
  }

  // Whoever begins or ceases to drop begins an epoch, so from one in which nobody drops to the next such one there are
  // two; if there is one, a recorder has only asked for everything to be said anew.
  void followWithoutLoss(std::uint32_t next) {
    if (next == epoch + 2 && !lossy(epoch) && !(cut && epoch == 0)) epoch = next;
  }

  // Nothing is ready: if an M writes in a later epoch, be it behind what it can't go on with, what is left of this one
  // lost its causes.
  bool enterNextEpoch(std::uint64_t frontier) {
    std::uint32_t next = 0;
    std::uint64_t from = kNoTime;
    for (const EventStream& stream : streams) {
      const EventStream::LaterEpoch later = stream.laterThan(epoch);
      if (later.stamp >= frontier || (next != 0 && later.epoch >= next)) continue;
      next = later.epoch;
      from = later.stamp;
    }
    if (next == 0) return false;
    followWithoutLoss(next);
    if (epoch == next) return true;
    if (!inGap) gapStart = time;
    // That nothing is known from the beginning on is told before what stands in the gap.
    if (!inGap && cut && epoch == 0)
      for (OpSink* sink : sinks) sink->onGap(time, time, 0);
    inGap = true;
    epoch = next;
    if (lossy(epoch)) return true;
    // Nobody drops any more: what is said from here on can be built upon.
    inGap = losing = false;
    knownFrom = epoch;
    allowance += kOpsPerGap * streams.size();
    time = std::max(time, scale.toNanos(from));
    state.forgetAll();
    for (OpSink* sink : sinks) sink->onGap(gapStart, time, 0);
    return true;
  }

  [[nodiscard]] Nanos edgeBefore(std::uint64_t frontier) const {
    std::uint64_t least = frontier;
    for (const EventStream& stream : streams) least = std::min(least, stream.stamp());
    return scale.toNanos(least);
  }

  void publishEdge(Nanos edge) {
    time = std::max(time, edge);
    for (OpSink* sink : sinks) sink->onEdge(time);
  }

  // The stream whose next op has the least stamp; null if all are empty.
  EventStream* oldest(MId& m) {
    EventStream* least = nullptr;
    for (std::uint32_t i = 0; i < streams.size(); ++i)
      if (!streams[i].empty() && (least == nullptr || streams[i].stamp() < least->stamp())) {
        least = &streams[i];
        m = MId{i};
      }
    return least;
  }

  // Of streams that are stuck, the one to force. Who came back from a system call lacks just one thing, that its P was
  // taken, while what others lack may follow from it.
  EventStream* toForce(EventStream& oldest, MId& m) {
    EventStream* chosen = &oldest;
    if (oldest.nextOp < oldest.ops.count && isReturn(oldest)) return chosen;
    for (std::uint32_t i = 0; i < streams.size(); ++i) {
      EventStream& stream = streams[i];
      if (stream.empty() || stream.stamp() > oldest.nextStep() || !together(stream, oldest)) continue;
      expandFront(stream, MId{i});
      if (!isReturn(stream) || (chosen != &oldest && chosen->stamp() <= stream.stamp())) continue;
      chosen = &stream;
      m = MId{i};
    }
    return chosen;
  }
  static bool isReturn(const EventStream& stream) {
    const OpKind kind = stream.ops.ops[stream.nextOp].kind;
    return kind == OpKind::CallBack || kind == OpKind::CallLeave;
  }

  void drop(std::uint64_t inTotal) {
    if (inTotal <= dropped) return;
    dropped = inTotal;
    losing = true;
  }

  // A gap may last for long, or until the end, with no event of a later epoch to tell of it. Who hadn't noticed it yet
  // wrote one more step, and may have done what it tells long after others lost theirs: if no more than that is left of
  // each M, and none of it can be ordered, the gap has begun, and it is only recorded. True: so it is.
  bool enterUntoldGap() {
    if (!losing || lossy(epoch)) return false;
    std::uint64_t left = 0;
    for (const EventStream& stream : streams) {
      if (stream.nextStep() != kNoTime) return false;
      left += stream.left();
    }
    assumed += left;
    inGap = true;
    gapStart = time;
    epoch |= 1U;
    return true;
  }

  // Applies an op whose cause will not come: lost in a gap, or the last step of an M that ended within it. A few such
  // are explained; the rest breaks the rule of order.
  void force(EventStream& stuck, MId m) {
    expandFront(stuck, m);
    // That nobody asked for a preemption, or that there is no such P, has a rule of its own.
    const Op& op = stuck.ops.ops[stuck.nextOp];
    if ((isPreemption(stuck.front().kind()) && op.kind == OpKind::Stop) || state.namesUnknownP(op))
      return applyNext(stuck, m);
    if (assumed < allowance) {
      ++assumed;
      for (const OddM& each : odd) state.forgetRunning(MId{each.m});
      // It comes long after its time: others may have moved its goroutine since.
      state.forgetPlace(stuck.ops.ops[stuck.nextOp].g);
    } else {
      current = &stuck.front();
      currentM = m;
      violated(RuleId::Order, "no order is consistent with what this event saw");
    }
    state.forgetFor(stuck.ops.ops[stuck.nextOp], stuck.front());
    applyNext(stuck, m);
  }

  // Orders what is before `frontier`. What still can't be ordered, and could neither when the frontier was `patience`
  // earlier, is forced. Its stamp doesn't count: whoever was off core between a step's stamp and its change for long
  // may lack what has just been published.
  void orderLive(std::uint64_t frontier, std::uint64_t patience) {
    for (bool forced = false;; forced = true) {
      orderUntil(frontier);
      MId m;
      EventStream* stuck = oldest(m);
      if (stuck == nullptr || stuck->stamp() >= frontier) return;
      const bool same = stuckM == m && stuckAt == stuck->taken;
      if (!same && !forced) stuckSince = frontier;
      stuckM = m;
      stuckAt = stuck->taken;
      if (frontier - stuckSince < patience) return;
      if (enterUntoldGap()) continue;
      stuck = toForce(*stuck, m);
      force(*stuck, m);
    }
  }

  // Orders all that is left after Ms ended within a step. An op's cause began before its M's next step: once all others
  // have come so far and the op still isn't ready, its cause is in no stream. It is forced then and not later, so that
  // nothing overtakes it.
  void orderRest() {
    MId m;
    while (EventStream* least = oldest(m)) {
      const std::uint64_t left = least->left();
      const std::uint32_t op = least->nextOp;
      orderUntil(least->nextStep());
      MId stillM;
      EventStream* still = oldest(stillM);
      if (still != least || least->left() != left || least->nextOp != op) continue;
      if (!enterUntoldGap()) force(*least, m);
    }
  }
};

}  // namespace gmpscope::trace
