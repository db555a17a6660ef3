// Goroutines that are locked to their Ms.

#include "core/trace/reader/sched_state.h"
#include "core/trace/writer/arena_layout.h"

namespace gmpscope::trace {

void SchedState::applyLock(Op& op) {
  const LifeId g = known(op.g);
  op.g = g.value;
  if (op.kind == OpKind::PassTo) {
    if (op.other >= kMaxMs) {
      reject(op, RuleId::KnownEvent, "an M out of range: " + std::to_string(op.other));
      return;
    }
    const MId to{op.other};
    const MId its = lives_[g.value].lockedTo;
    if (its.valid() && its != to)
      fail(RuleId::LockedThread, describe(g) + " is handed to M" + std::to_string(op.other) + ", but is locked to M" +
                                     std::to_string(its.value));
    outOfTransit(mOf(op.m), g, op.m, {Where::Transit, op.other}, "hand over");
    intoTransit(mOf(to), g, to);
    return;
  }
  const bool locks = op.kind == OpKind::Lock;
  leave(g, {Where::Running, op.m.value}, RuleId::LockedThread, locks ? "lock" : "unlock");
  M& m = mOf(op.m);
  if (locks && m.locked.valid()) fail(RuleId::LockedThread, describe(g) + " is locked twice");
  if (!locks && allKnown_ && m.locked != g) fail(RuleId::LockedThread, describe(g) + " is unlocked, and wasn't locked");
  m.locked = locks ? g : LifeId{};
  lives_[g.value].lockedTo = locks ? op.m : MId{};
}

// g starts on the M.
void SchedState::checkLock(const Op& op, LifeId g) {
  const M& m = mOf(op.m);
  const MId its = lives_[g.value].lockedTo;
  if (its.valid() && its != op.m)
    fail(RuleId::LockedThread, describe(g) + " starts on M" + std::to_string(op.m.value) + ", but is locked to M" +
                                   std::to_string(its.value));
  else if (m.ends || (m.locked.valid() && m.locked != g))
    fail(RuleId::LockedThread,
         "M" + std::to_string(op.m.value) + " starts " + describe(g) + ", but is locked to another");
}

}  // namespace gmpscope::trace
