// Stopping the world, and the number of Ps, which changes only then.

#include "core/trace/reader/sched_state.h"

#include "core/trace/writer/arena_layout.h"

namespace gmpscope::trace {

void SchedState::makePs(std::uint32_t count) {
  if (ps_.size() >= count) return;
  P fresh;
  // A P that nobody knew of has a past that was lost.
  fresh.headKnown = fresh.tailKnown = fresh.nextKnown = fresh.holderKnown = fresh.tickKnown = procsKnown_;
  fresh.schedTickKnown = procsKnown_;
  ps_.resize(count, fresh);
}

void SchedState::forgetWorld() {
  world_ = {};
  world_.sequence.known = false;
  for (P& p : ps_) p.stopped = false;
}

void SchedState::applyWorld(Op& op, const Event& event) {
  op.g = LifeId::kNone;
  world_.sequence = {op.position + 1, true};
  switch (op.kind) {
    case OpKind::WorldStop:
      if (world_.stops)
        fail(RuleId::StopWorld,
             "the world is stopped while M" + std::to_string(world_.stopper.value) + " has stopped it");
      if (const M& m = mOf(op.m); m.doing != Doing::Unknown && m.running != lifeOf(event.g))
        fail(RuleId::StopWorld, describe(lifeOf(event.g)) + " stops the world, but M" + std::to_string(op.m.value) +
                                    " runs " + describe(m.running));
      world_.stops = true;
      world_.stopper = op.m;
      break;
    case OpKind::PStop:
      stopP(op);
      if (event.c != 0) fallsAsleep(op.m, Doing::Beside, "sleeps beside its P");
      break;
    case OpKind::WorldStopped:
      if (!world_.stops) break;  // it began in a gap
      for (std::uint32_t p = 0; p < procs(); ++p)
        if (p != op.p && !ps_[p].stopped)
          fail(RuleId::StopWorld, "P" + std::to_string(p) + " isn't stopped, and the world is said to stand");
      world_.stands = true;
      break;
    case OpKind::WorldStart:
      world_.stops = world_.stands = false;
      for (P& p : ps_) p.stopped = false;
      break;
    default:
      changeProcs(op);
      break;
  }
}

void SchedState::stopP(const Op& op) {
  if (op.other >= kMaxMs) {
    fail(RuleId::KnownEvent, "an M out of range: " + std::to_string(op.other));
    return;
  }
  mustHold(op, "stop");
  const MId stopper{op.other};
  const M& m = mOf(op.m);
  if (op.m != stopper && m.running.valid() && !m.hasCallsP)
    fail(RuleId::StopWorld, "P" + std::to_string(op.p) + " is stopped while " + describe(m.running) + " runs with it");
  if (world_.stops && world_.stopper != stopper)
    fail(RuleId::StopWorld, "P" + std::to_string(op.p) + " is stopped for M" + std::to_string(op.other) + ", but M" +
                                std::to_string(world_.stopper.value) + " stops the world");
  P& p = ps_[op.p];
  p.stopped = true;
  setHolder(p, stopper);
}

void SchedState::changeProcs(Op& op) {
  if (op.count == 0 || op.count > kMaxProcs) {
    reject(op, RuleId::KnownEvent, "a number of Ps out of range: " + std::to_string(op.count));
    return;
  }
  if (world_.stops ? !world_.stands || world_.stopper != op.m : ps_.empty())
    fail(RuleId::StopWorld, "the number of Ps changes while the world doesn't stand");
  if (procsKnown_ && procs_ != op.other)
    fail(RuleId::StopWorld, "there were " + std::to_string(procs_) + " Ps, not " + std::to_string(op.other));
  for (std::uint32_t p = op.count; p < ps_.size(); ++p) {
    const P& gone = ps_[p];
    const bool queued = gone.headKnown && gone.tailKnown && gone.head != gone.tail;
    if (queued || (gone.nextKnown && gone.nextSlot != 0))
      fail(RuleId::StopWorld, "P" + std::to_string(p) + " goes, and goroutines stand in its queue");
  }
  for (std::uint32_t p = op.count; p < ps_.size(); ++p) setHolder(ps_[p], {});
  const std::uint32_t before = procs();
  makePs(op.count);
  // They are the stopper's until the world goes on.
  for (std::uint32_t p = before; p < op.count; ++p) setHolder(ps_[p], op.m);
  procs_ = op.count;
  procsKnown_ = true;
}

// g goes on running.
void SchedState::checkWorld(const Op& op, LifeId g) {
  if (world_.stands && world_.stopper != op.m)
    fail(RuleId::StopWorld, describe(g) + " runs on M" + std::to_string(op.m.value) + " while the world stands");
}

}  // namespace gmpscope::trace
