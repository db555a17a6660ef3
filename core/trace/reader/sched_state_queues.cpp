// What ops do to runnext, the local queues and the global one, and the rules of their order.

#include "core/trace/reader/sched_state.h"

#include <algorithm>

#include "core/trace/reader/op_expand.h"
#include "core/trace/writer/arena_layout.h"

namespace gmpscope::trace {
namespace {

// Who overflows, is stolen, comes from the global queue or is left by a P that goes; anybody else is named.
bool movesSeveral(EventKind kind) {
  return kind == EventKind::GOverflow || kind == EventKind::GStartSteal || kind == EventKind::GStartGlobal ||
         kind == EventKind::PDrain;
}

}  // namespace

// Of a start.
void SchedState::checkFlags(const Event& event) {
  const std::uint32_t locked = event.kind() == EventKind::GStartLocal ? event.d : event.c;
  const bool told = event.kind() == EventKind::GStartNext || event.kind() == EventKind::GStartStealNext ||
                    event.kind() == EventKind::GStartLocal;
  if (told && locked > 1) fail(RuleId::KnownEvent, "a flag that is " + std::to_string(locked));
}

// Only its owner puts there, so it knows the tail.
void SchedState::checkOwnTail(std::uint32_t number, std::uint32_t seen) {
  if (number >= ps_.size()) return;
  const P& p = ps_[number];
  if (p.tailKnown && p.tail != seen)
    fail(RuleId::Fifo,
         "the tail of P" + std::to_string(number) + " was " + std::to_string(p.tail) + ", not " + std::to_string(seen));
}

LifeId SchedState::applyNext(Op& op, const Event& event) {
  P& p = ps_[op.p];
  M& m = mOf(op.m);
  const std::uint32_t slot = op.g;
  const LifeId g = known(slot);
  op.g = g.value;
  LifeId kicked;
  if (op.kind == OpKind::NextPut) {
    mustHold(op, "put into runnext");
    kicked = lifeOf(op.other);
    if (p.nextKnown && p.nextSlot != op.other)
      fail(RuleId::Runnext,
           "runnext of P" + std::to_string(op.p) + " held " + describe(p.next) + ", not " + describe(kicked));
    outOfTransit(m, g, op.m, {Where::Runnext, op.p}, "put into runnext");
    p.next = g;
    p.nextSlot = slot;
    if (kicked.valid()) {
      leave(kicked, {Where::Runnext, op.p}, RuleId::OnePlace, "kick from runnext");
      intoTransit(m, kicked, op.m);
    }
    op.other = kicked.value;
  } else {
    checkFlags(event);
    if (p.nextKnown && p.nextSlot != slot)
      fail(RuleId::Runnext,
           "runnext of P" + std::to_string(op.p) + " held " + describe(p.next) + ", not " + describe(g));
    leave(g, {Where::Runnext, op.p}, RuleId::OnePlace, "take from runnext");
    intoTransit(m, g, op.m);
    p.next = {};
    p.nextSlot = 0;
  }
  p.generation = op.position + 1;
  p.nextKnown = true;
  return kicked;
}

void SchedState::checkStolen(const Op& op, const Event& event) {
  const std::uint32_t rule = knobs_[Knob::Steal] == kStealOne ? 1 : stealCount(event.b, event.c);
  if (op.count > ring() / 2 || op.count != rule || (knobsMeant_ != 0 && !tellsStolen(event)))
    fail(RuleId::StealHalf, "a thief took " + std::to_string(op.count) + " of the " +
                                std::to_string(event.c - event.b) + " of P" + std::to_string(op.p));
}

// Of several stolen ones the last starts.
void SchedState::checkStarts(const Event& event, LifeId last) {
  if (last.valid() && last != lifeOf(event.g))
    fail(RuleId::Fifo, "the last that was stolen was " + describe(last) + ", not " + describe(lifeOf(event.g)));
}

void SchedState::applyLocal(Op& op, const Event& event, std::vector<LifeId>& moved) {
  if (op.g == 0 && !movesSeveral(event.kind())) {
    reject(op, RuleId::KnownEvent, "a goroutine slot out of range: 0");
    return;
  }
  P& p = ps_[op.p];
  M& m = mOf(op.m);
  const LifeId g = op.g == 0 ? LifeId{} : known(op.g);
  op.g = g.value;
  if (op.count == 0 || op.count > kRing) {
    reject(op, RuleId::KnownEvent, "a move of " + std::to_string(op.count) + " goroutines");
    return;
  }
  if (op.kind == OpKind::LocalTake) {
    if (event.kind() == EventKind::GStartSteal) {
      checkStolen(op, event);
      checkOwnTail(event.p(), event.d);
    }
    if (event.kind() == EventKind::GStartLocal) {
      checkFlags(event);
      checkOwnTail(op.p, event.b);
    }
    if (event.kind() == EventKind::GOverflow) checkOwnTail(op.p, event.b);
    if (event.kind() == EventKind::GOverflow && (event.b - event.a != ring() || op.count != ring() / 2))
      fail(RuleId::OverflowHalf,
           "an overflow moved " + std::to_string(op.count) + " of " + std::to_string(event.b - event.a));
    if (!p.headKnown) {
      p.head = op.position;
      p.headKnown = true;
      if (p.tailKnown && p.tail - p.head > kRing) p.tailKnown = false;
    }
    for (std::uint32_t i = 0; i < op.count; ++i) {
      LifeId& slot = p.ring[(op.position + i) % kRing];
      LifeId taken = slot;
      if (g.valid()) {
        if (taken.valid() && taken != g)
          fail(RuleId::Fifo, "position " + std::to_string(op.position + i) + " of P" + std::to_string(op.p) + " held " +
                                 describe(taken) + ", not " + describe(g));
        taken = g;
      }
      slot = {};
      leave(taken, {Where::Local, op.p}, RuleId::OnePlace, "take from the queue");
      intoTransit(m, taken, op.m);
      moved.push_back(taken);
    }
    p.head = op.position + op.count;
    if (event.kind() == EventKind::GStartSteal) checkStarts(event, moved.back());
    return;
  }
  mustHold(op, "put into the queue");
  if (!p.tailKnown) {
    p.tail = op.position;
    p.tailKnown = true;
    if (p.headKnown && p.tail - p.head > kRing) p.headKnown = false;
  }
  if (p.headKnown && p.tail + op.count - p.head > ring())
    fail(RuleId::Capacity,
         "the queue of P" + std::to_string(op.p) + " would hold " + std::to_string(p.tail + op.count - p.head));
  // A batch is what its M has in transit, in order, but for the goroutine that starts at once.
  if (g.valid())
    moved.push_back(g);
  else
    batchInTransit(m, lifeOf(event.g), op.count, moved);
  for (std::uint32_t i = 0; i < op.count; ++i) {
    p.ring[(op.position + i) % kRing] = moved[i];
    outOfTransit(m, moved[i], op.m, {Where::Local, op.p}, "put into the queue");
  }
  p.tail = op.position + op.count;
}

void SchedState::batchInTransit(const M& m, LifeId but, std::uint32_t count, std::vector<LifeId>& moved) const {
  for (const LifeId g : m.transit)
    if (moved.size() < count && (!g.valid() || g != but)) moved.push_back(g);
  moved.resize(count);
}

void SchedState::applyGlobal(Op& op, const Event& event, std::vector<LifeId>& moved) {
  M& m = mOf(op.m);
  const LifeId g = known(op.g);
  op.g = g.value;
  constexpr std::uint32_t kMost = kRing / 2 + 1;
  if (op.count == 0 || op.count > kMost) {
    reject(op, RuleId::GlobalBatch, "a batch of " + std::to_string(op.count));
    return;
  }
  if (op.kind == OpKind::GlobalPut) {
    if (!globalTailKnown_) globalTail_ = op.position;
    globalTailKnown_ = true;
    // An overflow's batch comes before the goroutine that found no room.
    batchInTransit(m, g, op.count - 1, moved);
    moved.push_back(g);
    for (const LifeId put : moved) {
      // Of a queue whose contents are unknown nobody can tell later who was taken in a batch.
      outOfTransit(m, put, op.m, globalHeadKnown_ ? Place{Where::Global, 0} : Place{}, "put into the global queue");
      if (globalHeadKnown_) global_.push_back(put);
    }
    globalTail_ += op.count;
    return;
  }
  checkOwnTail(event.p(), event.c);
  // Judged by what it saw: in the order found, a put may stand before it that it had not seen.
  const std::uint32_t size = globalSeen(event);
  const bool tick = (event.d & kTickFlag) != 0;
  const std::uint32_t rule = tick ? 1 : std::min({size, size / std::max(1U, procs()) + 1, ring() / 2});
  if (procsKnown_ && op.count != rule)
    fail(RuleId::GlobalBatch, "a batch of " + std::to_string(op.count) + " from " + std::to_string(size) +
                                  ", the rule gives " + std::to_string(rule));
  const std::uint64_t interval = knobs_[Knob::GlobalCheckInterval];
  if (tick && (interval == 0 || globalTick(event) % interval != 0))
    fail(RuleId::Tick61, "the global queue was asked first at tick " + std::to_string(globalTick(event)));
  for (std::uint32_t i = 0; i < op.count; ++i) {
    LifeId taken = i == 0 ? g : LifeId{};
    if (globalHeadKnown_ && !global_.empty()) {
      const LifeId found = global_.front();
      global_.pop_front();
      if (i == 0 && found.valid() && found != g)
        fail(RuleId::Fifo, "the head of the global queue was " + describe(found) + ", not " + describe(g));
      if (i > 0) taken = found;
    }
    leave(taken, {Where::Global, 0}, RuleId::OnePlace, "take from the global queue");
    intoTransit(m, taken, op.m);
    moved.push_back(taken);
  }
  globalHead_ = op.position + op.count;
  globalHeadKnown_ = globalHeadKnown_ || (globalTailKnown_ && globalHead_ == globalTail_);
}

void SchedState::applyGlobalFirst(Op& op, std::vector<LifeId>& moved) {
  const LifeId g = op.g == 0 ? LifeId{} : known(op.g);
  op.g = g.value;
  if (op.count == 0 || op.count > kRing) {
    reject(op, RuleId::KnownEvent, "a move of " + std::to_string(op.count) + " goroutines");
    return;
  }
  M& m = mOf(op.m);
  if (g.valid())
    moved.push_back(g);
  else
    batchInTransit(m, {}, op.count, moved);
  for (const LifeId put : moved)
    outOfTransit(m, put, op.m, globalHeadKnown_ ? Place{Where::Global, 0} : Place{}, "put before the global queue");
  if (!globalHeadKnown_) return;
  global_.insert(global_.begin(), moved.begin(), moved.end());
  globalHead_ -= op.count;
}

}  // namespace gmpscope::trace
