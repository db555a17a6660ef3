// Holding a run from outside, and what control changes while it goes on.

#include "core/trace/reader/sched_state.h"

#include "core/trace/writer/arena_layout.h"

namespace gmpscope::trace {
namespace {

// Who waits where, who runs, and who has what: none of it may change while all stand. That a system call begins or ends
// isn't among it, since the kernel goes on.
bool changesQueues(OpKind kind) {
  switch (kind) {
    case OpKind::GNew:
    case OpKind::GEnd:
    case OpKind::Run:
    case OpKind::Stop:
    case OpKind::NextPut:
    case OpKind::NextTake:
    case OpKind::LocalPut:
    case OpKind::LocalTake:
    case OpKind::GlobalPut:
    case OpKind::GlobalTake:
    case OpKind::GlobalPutFirst:
    case OpKind::PassTo:
    case OpKind::WaitPut:
    case OpKind::WaitAlso:
    case OpKind::WaitTake:
    case OpKind::WaitTakeMany:
    case OpKind::IdlePPut:
    case OpKind::IdlePTake:
    case OpKind::IdleMPut:
    case OpKind::IdleMTake:
    case OpKind::Retake:
    case OpKind::HandOff:
      return true;
    default:
      return false;
  }
}

}  // namespace

void SchedState::letNobodyGoOn() {
  for (M& m : ms_) m.mayGoOn = false;
}

void SchedState::forgetHold() {
  hold_ = {};
  hold_.sequence.known = false;
}

void SchedState::checkHold(const Op& op) {
  if (!hold_.stands || !changesQueues(op.kind)) return;
  if (!mOf(op.m).mayGoOn)
    fail(RuleId::Held, "M" + std::to_string(op.m.value) + " changes something while the run is held");
  // Whoever it sets to work may do that.
  const bool handsOver = op.kind == OpKind::HandOff || op.kind == OpKind::PassTo || op.kind == OpKind::IdlePTake;
  if (handsOver && op.other < kMaxMs) mOf(MId{op.other}).mayGoOn = true;
}

void SchedState::applyHold(Op& op, const Event& event) {
  op.g = LifeId::kNone;
  hold_.sequence = {op.position + 1, true};
  switch (event.kind()) {
    case EventKind::RunHeld:
      hold_.stands = true;
      letNobodyGoOn();
      break;
    case EventKind::RunStep:
      if (op.other < kMaxMs) mOf(MId{op.other}).mayGoOn = true;
      break;
    case EventKind::RunJump:
      if (!hold_.stands) fail(RuleId::Held, "the run's clock jumps while somebody goes on");
      // By that clock they are older now.
      for (P& p : ps_) p.sliceSince = 0;
      break;
    case EventKind::RunPause:
    case EventKind::RunResume:
      hold_.stands = false;
      break;
    default:
      break;
  }
}

void SchedState::applyKnobChange(Op& op, const Event& event) {
  op.g = LifeId::kNone;
  world_.sequence = {op.position + 1, true};
  if (event.a >= kKnobs) {
    reject(op, RuleId::KnownEvent, "a knob out of range: " + std::to_string(event.a));
    return;
  }
  setKnob(event);
}

}  // namespace gmpscope::trace
