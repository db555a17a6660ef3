// What ops do to the lists of those who wait.

#include "core/trace/reader/sched_state.h"

#include <algorithm>
#include <utility>

namespace gmpscope::trace {

void SchedState::applyWait(Op& op) {
  const LifeId g = known(op.g);
  op.g = g.value;
  M& m = mOf(op.m);
  if (op.other >= kMaxObjects || op.reason >= WaitReason::kCount) {
    reject(op, RuleId::KnownEvent, "an object or reason out of range");
    return;
  }
  if (isTaken(op)) {
    ++m.taken.next;
    --m.taken.left;
  } else if (op.other != kNoObject) {
    Sequence& at = sequence(op);
    at.value = op.position + 1;
    at.known = true;
  }
  Place& place = lives_[g.value].place;
  if (op.kind == OpKind::WaitPut) {
    mustHaveNamed(op.m);
    leave(g, {Where::Running, op.m.value}, RuleId::OneRunning, "block");
    m.running = {};
    place = {Where::Waiting, op.other};
    if (op.count > 1) selects_[g.value] = {{}, op.count - 1};
  } else if (op.kind == OpKind::WaitAlso) {
    if (isNamingObjects(g)) {
      selects_[g.value].objects.push_back(op.other);
      --selects_[g.value].missing;
    } else if (selectsKnown_ && place.where != Where::Unknown) {
      fail(RuleId::OnePlace, "wait on object " + std::to_string(op.other) + " too: found " + describe(g));
    }
  } else {
    // Any object of a select may wake it, and then it waits on none.
    if (const auto select = selects_.extract(g.value); !select.empty() && place.where == Where::Waiting) {
      const std::vector<std::uint32_t>& objects = select.mapped().objects;
      if (std::find(objects.begin(), objects.end(), op.other) != objects.end()) place.at = op.other;
    }
    leave(g, {Where::Waiting, op.other}, RuleId::WakeWaiter, "wake");
    intoTransit(m, g, op.m);
  }
}

void SchedState::applyTakeMany(Op& op) {
  op.g = LifeId::kNone;
  if (op.other == kNoObject || op.other >= kMaxObjects || op.count == 0 || op.count > kMaxSlots) {
    reject(op, RuleId::KnownEvent, "a wake-up of " + std::to_string(op.count) + " goroutines");
    return;
  }
  mustHaveNamed(op.m);
  Sequence& at = sequence(op);
  at.value = op.position + op.count;
  at.known = true;
  mOf(op.m).taken = {op.other, op.position, op.count};
}

bool SchedState::isTaken(const Op& op) const {
  if (op.kind != OpKind::WaitTake || op.m.value >= ms_.size()) return false;
  const Taken& taken = ms_[op.m.value].taken;
  return taken.left > 0 && taken.object == op.other && taken.next == op.position;
}

void SchedState::mustHaveNamed(MId m) {
  const Taken taken = std::exchange(mOf(m).taken, {});
  if (taken.left > 0)
    fail(RuleId::WakeWaiter, "M" + std::to_string(m.value) + " took " + std::to_string(taken.left) +
                                 " more off object " + std::to_string(taken.object) + " than it woke");
}

}  // namespace gmpscope::trace
