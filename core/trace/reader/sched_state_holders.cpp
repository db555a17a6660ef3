// Who holds which P: system calls, hand-overs and the idle lists.

#include "core/trace/reader/sched_state.h"

#include <algorithm>

#include "core/trace/writer/arena_layout.h"

namespace gmpscope::trace {

void SchedState::applyCall(Op& op, const Event& event) {
  const LifeId g = known(op.g);
  op.g = g.value;
  M& m = mOf(op.m);
  const Place running{Where::Running, op.m.value};
  const Place calling{Where::Call, op.m.value};
  if (op.kind == OpKind::CallLeave) {
    leave(g, calling, RuleId::SystemCall, "leave a system call");
    m.running = {};
    m.hasCallsP = false;
    intoTransit(m, g, op.m);
    return;
  }
  const bool enters = op.kind == OpKind::CallEnter;
  mustHold(op, enters ? "enter a system call" : "leave a system call");
  leave(g, enters ? running : calling, RuleId::SystemCall, enters ? "enter a system call" : "leave a system call");
  lives_[g.value].place = enters ? calling : running;
  if (enters)
    leavesCore(op, event, "enters a system call");
  else
    checkWorld(op, g);
  m.running = g;
  m.runsWith = op.p;
  m.hasCallsP = enters;
  if (op.kind == OpKind::CallBack) return;
  P& p = ps_[op.p];
  if (enters != (op.position % 2 == 0))
    fail(RuleId::SystemCall, "the syscall tick of P" + std::to_string(op.p) + " was " + std::to_string(op.position));
  p.syscallTick = op.position + 1;
  p.tickKnown = true;
}

void SchedState::applyHolder(Op& op, const Event& event) {
  op.g = LifeId::kNone;
  if (op.other >= kMaxMs) {
    reject(op, RuleId::KnownEvent, "an M out of range: " + std::to_string(op.other));
    return;
  }
  P& p = ps_[op.p];
  if (op.kind == OpKind::HandOff) {
    mustHold(op, "hand over");
    if (p.stopped) fail(RuleId::StopWorld, "P" + std::to_string(op.p) + " is handed over while it is stopped");
    giveTo(p, MId{op.other});
    // Who sleeps beside it needs no call, unless the run's end has woken it, nor does who waits for the goroutine that
    // comes with it.
    if (const Doing its = doing(op.other); event.kind() == EventKind::PHandOff && its != Doing::Beside &&
                                           its != Doing::Unknown && (its != Doing::Ended || !ended_))
      mOf(op.m).calls = op.other;
    return;
  }
  M& from = mOf(MId{op.other});
  if (op.position % 2 == 0 || (p.holderKnown && p.holder != MId{op.other}) || (p.tickKnown && !from.hasCallsP))
    fail(RuleId::SystemCall, "P" + std::to_string(op.p) + " was taken from M" + std::to_string(op.other) +
                                 ", which isn't in a system call with it");
  from.hasCallsP = false;
  p.syscallTick = op.position + 1;
  p.tickKnown = true;
  setHolder(p, op.m);
}

void SchedState::applyIdle(Op& op, const Event& event) {
  op.g = LifeId::kNone;
  if ((op.kind == OpKind::IdlePTake || op.kind == OpKind::IdleMTake) && op.other >= kMaxMs) {
    reject(op, RuleId::KnownEvent, "an M out of range: " + std::to_string(op.other));
    return;
  }
  const bool ofPs = op.kind == OpKind::IdlePPut || op.kind == OpKind::IdlePTake;
  Sequence& at = ofPs ? idlePs_.sequence : idleMs_.sequence;
  at.value = op.position + 1;
  at.known = true;
  const auto takeLast = [&](auto& idle, auto wanted, const char* what) {
    if (!idle.list.empty() && idle.list.back() == wanted) {
      idle.list.pop_back();
    } else {
      if (idle.contentsKnown) fail(RuleId::IdleLists, std::string("the last of the idle ") + what + " was another");
      std::erase(idle.list, wanted);
    }
  };
  switch (op.kind) {
    case OpKind::IdlePPut: {
      P& p = ps_[op.p];
      // At the run's start nobody has held it yet.
      if (p.holderKnown && p.holder.valid()) mustHold(op, "give up");
      if (p.stopped) fail(RuleId::StopWorld, "P" + std::to_string(op.p) + " is given up while it is stopped");
      setHolder(p, {});
      idlePs_.list.push_back(op.p);
      break;
    }
    case OpKind::IdlePTake:
      takeLast(idlePs_, std::uint32_t{op.p}, "Ps");
      if (op.other == op.m.value) {
        setHolder(ps_[op.p], op.m);
      } else {
        giveTo(ps_[op.p], MId{op.other});
        if (allKnown_) mOf(op.m).calls = op.other;
      }
      break;
    case OpKind::IdleMPut:
      idleMs_.list.push_back(op.m);
      fallsAsleep(op.m, Doing::Idle, "parks");
      break;
    default:
      takeLast(idleMs_, MId{op.other}, "Ms");
      checkGiven(event, op.other);
      if (M& m = mOf(MId{op.other}); m.doing == Doing::Idle) m.doing = Doing::Called;
      break;
  }
}

}  // namespace gmpscope::trace
