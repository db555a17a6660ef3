// What ops do to the scheduler's variables, and the rules that they are held to on the way.

#include "core/trace/reader/sched_state.h"

#include <algorithm>

#include "core/trace/reader/op_expand.h"
#include "core/trace/writer/arena_layout.h"

namespace gmpscope::trace {
namespace {

// Batches between queues name none.
bool namesGoroutine(OpKind kind) {
  switch (kind) {
    case OpKind::GNew:
    case OpKind::GEnd:
    case OpKind::Run:
    case OpKind::Stop:
    case OpKind::NextPut:
    case OpKind::NextTake:
    case OpKind::GlobalPut:
    case OpKind::GlobalTake:
    case OpKind::WaitPut:
    case OpKind::WaitAlso:
    case OpKind::WaitTake:
    case OpKind::CallEnter:
    case OpKind::CallExit:
    case OpKind::CallBack:
    case OpKind::CallLeave:
    case OpKind::PassTo:
    case OpKind::Lock:
    case OpKind::Unlock:
      return true;
    default:
      return false;
  }
}

}  // namespace

void SchedState::reject(Op& op, RuleId rule, const std::string& what) const {
  fail(rule, what);
  const MId m = op.m;
  op = Op{};
  op.m = m;
  op.g = LifeId::kNone;
}

void SchedState::leave(LifeId g, Place expected, RuleId rule, const char* doing) {
  if (!g.valid()) return;
  Place& place = lives_[g.value].place;
  if (place.where != Where::Unknown && (place.where != expected.where || place.at != expected.at))
    fail(rule, std::string(doing) + ": expected it " + word(expected.where) + std::to_string(expected.at) + ", found " +
                   describe(g));
}

void SchedState::intoTransit(M& m, LifeId g, MId id) {
  if (g.valid()) lives_[g.value].place = {Where::Transit, id.value};
  m.transit.push_back(g);
}

void SchedState::outOfTransit(M& m, LifeId g, MId id, Place to, const char* doing) {
  leave(g, {Where::Transit, id.value}, RuleId::OnePlace, doing);
  auto at = std::find(m.transit.begin(), m.transit.end(), g);
  // It came in a batch of which nobody knew who it was; otherwise its unknown place would shift later batches.
  if (at == m.transit.end()) at = std::find(m.transit.begin(), m.transit.end(), LifeId{});
  if (at != m.transit.end()) m.transit.erase(at);
  if (g.valid()) lives_[g.value].place = to;
}

void SchedState::mustHold(const Op& op, const char* doing) {
  P& p = ps_[op.p];
  if (!p.holderKnown) setHolder(p, op.m);
  if (p.holder != op.m)
    fail(RuleId::OwnP,
         std::string(doing) + ": M" + std::to_string(op.m.value) + " doesn't hold P" + std::to_string(op.p));
}

LifeId SchedState::apply(Op& op, const Event& event, std::vector<LifeId>& moved) {
  moved.clear();
  if (!trace::known(event.kind())) {
    reject(op, RuleId::KnownEvent, "an event of kind " + std::to_string(static_cast<unsigned>(event.kind())));
    return {};
  }
  if (namesUnknownP(op)) {
    reject(op, RuleId::KnownEvent, "a P that doesn't exist: " + std::to_string(op.p));
    return {};
  }
  if (changesP(op.kind)) makePs(op.p + 1U);
  if (op.g >= kMaxSlots ? op.kind != OpKind::Mark : op.g == 0 && namesGoroutine(op.kind)) {
    reject(op, RuleId::KnownEvent, "a goroutine slot out of range: " + std::to_string(op.g));
    return {};
  }
  checkKnobs(op, event);
  if (const M& m = mOf(op.m); m.doing != Doing::Awake || m.selecting.valid() || m.calls != kNobody) [[unlikely]] {
    checkAwake(op, event);
    mustHaveSelected(op, event);
    mustHaveCalled(op, event);
  }
  applyTick(op, event);
  checkHold(op);
  switch (op.kind) {
    case OpKind::Mark:
      applyMark(op, event);
      return {};
    case OpKind::Turn:
      applyTurn(op, event);
      return {};
    case OpKind::KnobChange:
      applyKnobChange(op, event);
      return {};
    case OpKind::Hold:
      applyHold(op, event);
      return {};
    case OpKind::GNew:
    case OpKind::GEnd:
    case OpKind::Run:
    case OpKind::Stop:
      if (op.kind == OpKind::Stop && isPreemption(event.kind())) checkPreempted(event);
      applyLife(op, event);
      break;
    case OpKind::NextPut: {
      const LifeId kicked = applyNext(op, event);
      moved.push_back(LifeId{op.g});
      return kicked;
    }
    case OpKind::NextTake:
      applyNext(op, event);
      break;
    case OpKind::LocalPut:
    case OpKind::LocalTake:
      applyLocal(op, event, moved);
      return {};
    case OpKind::GlobalPut:
    case OpKind::GlobalTake:
      applyGlobal(op, event, moved);
      return {};
    case OpKind::PassTo:
    case OpKind::Lock:
    case OpKind::Unlock:
      applyLock(op);
      break;
    case OpKind::GlobalPutFirst:
      applyGlobalFirst(op, moved);
      return {};
    case OpKind::WaitPut:
    case OpKind::WaitAlso:
    case OpKind::WaitTake:
      applyWait(op, event);
      break;
    case OpKind::WaitTakeMany:
      applyTakeMany(op);
      return {};
    case OpKind::CallEnter:
    case OpKind::CallExit:
    case OpKind::CallBack:
    case OpKind::CallLeave:
      applyCall(op, event);
      break;
    case OpKind::IdlePPut:
    case OpKind::IdlePTake:
    case OpKind::IdleMPut:
    case OpKind::IdleMTake:
      applyIdle(op, event);
      return {};
    case OpKind::Retake:
    case OpKind::HandOff:
      applyHolder(op, event);
      return {};
    case OpKind::WorldStop:
    case OpKind::PStop:
    case OpKind::WorldStopped:
    case OpKind::WorldStart:
    case OpKind::ProcsChange:
      applyWorld(op, event);
      return {};
  }
  if (op.kind != OpKind::Mark) moved.push_back(LifeId{op.g});
  return {};
}

void SchedState::checkPreempted(const Event& event) {
  if (event.p() >= ps_.size()) return;
  std::uint32_t& asks = ps_[event.p()].preemptAsks;
  if (asks == 0)
    fail(RuleId::PreemptAsked, "nobody asked that P" + std::to_string(event.p()) + " be freed");
  else
    --asks;
}

void SchedState::checkKnobs(const Op& op, const Event& event) {
  const auto off = [&](Knob knob, const char* what) {
    if (!knobs_.on(knob)) fail(RuleId::Knobs, std::string(what) + ", which is switched off");
  };
  // Who stopped for the world alone goes on where it was.
  if (op.kind == OpKind::NextPut && event.kind() != EventKind::GPreemptNext) off(Knob::Runnext, "runnext is used");
  switch (event.kind()) {
    case EventKind::SpinBegin:
      off(Knob::Spinning, "an M spins");
      break;
    case EventKind::GStartSteal:
    case EventKind::GStartStealNext:
      if (op.kind != OpKind::Run) off(Knob::Steal, "a goroutine is stolen");
      break;
    case EventKind::PPreemptAsk:
      // At the end of the run who still runs is stopped all the same.
      if (event.b == kAskedForSlice && (event.d & kAskSignals) != 0)
        off(Knob::AsyncPreemption, "a goroutine is asked by a signal to leave");
      break;
    default:
      break;
  }
  if (op.kind != OpKind::Run || !knobs_.on(Knob::Affinity)) return;
  P& p = ps_[op.p];
  if (p.core == kNoCore) p.core = event.core();
  if (p.core != event.core())
    fail(RuleId::Knobs, "P" + std::to_string(op.p) + " has core " + std::to_string(p.core) + " and runs on core " +
                            std::to_string(event.core()));
}

void SchedState::applyTurn(Op& op, const Event& event) {
  op.g = LifeId::kNone;
  const bool begins = op.count == 1;
  // Who wakes that isn't known to sleep for all breaks another rule.
  const bool another = !begins && sleeper_.valid() && sleeper_ != op.m && doing(op.m.value) == Doing::Unknown;
  applyThread(op, event);
  if (begins != (op.position % 2 == 0) || another)
    fail(RuleId::OneSleeper,
         "M" + std::to_string(op.m.value) + (begins ? " sleeps" : " wakes") + " for all others while another does");
  sleeper_ = begins ? op.m : MId{};
  sleeperTurn_.value = op.position + 1;
  sleeperTurn_.known = true;
}

void SchedState::applyMark(Op& op, const Event& event) {
  op.g = LifeId::kNone;
  applyThread(op, event);
  switch (event.kind()) {
    case EventKind::Knob:
      // Older traces don't say how many there are.
      if ((event.d != 0 && event.a != knobsTold_) || (event.d != knobsMeant_ && knobsTold_ > 0))
        fail(RuleId::Knobs, "knob " + std::to_string(event.a) + " of " + std::to_string(event.d) + " comes after " +
                                std::to_string(knobsTold_) + " of " + std::to_string(knobsMeant_));
      ++knobsTold_;
      knobsMeant_ = event.d;
      setKnob(event);
      break;
    case EventKind::PPreemptAsk:
      applyAsk(op, event);
      break;
    case EventKind::Panic:
    case EventKind::GStatus:
      op.g = lifeOf(event.g).value;
      break;
    case EventKind::PStatus:
      if (!procsKnown_ && event.d <= kMaxProcs) {
        if (event.d != 0) procs_ = event.d;  // not told: a trace from when it never changed
        makePs(procs_);
        procsKnown_ = true;
      }
      if (op.p < ps_.size()) {
        P& p = ps_[op.p];
        op.g = lifeOf(event.g).value;
        // Only what is not known better is taken over.
        if (!p.headKnown || !p.tailKnown) {
          p.head = event.a;
          p.tail = event.b;
          p.headKnown = p.tailKnown = true;
        }
        if (!p.nextKnown) {
          p.generation = event.c;
          p.next = LifeId{op.g};
          p.nextSlot = event.g;
          p.nextKnown = true;
        }
      }
      break;
    case EventKind::PSlots:
      if (op.p < ps_.size()) {
        const std::uint32_t slots[] = {event.a, event.b, event.c, event.d};
        for (std::uint32_t i = 0; i < 4 && slots[i] != 0; ++i) ps_[op.p].ring[(event.g + i) % kRing] = lifeOf(slots[i]);
      }
      break;
    default:
      break;
  }
}

void SchedState::applyLife(Op& op, const Event& event) {
  M& m = mOf(op.m);
  if (op.kind == OpKind::GNew) {
    if (lives_.empty() && idlePs_.contentsKnown && idlePs_.list.size() + 1 != procs())
      fail(RuleId::IdleLists, "the run begins with " + std::to_string(procs()) + " Ps, and " +
                                  std::to_string(idlePs_.list.size()) + " are idle");
    const LifeId life = adopt(op.g, op.count);
    op.g = life.value;
    op.other = m.running.value;
    intoTransit(m, life, op.m);
    return;
  }
  const LifeId g = known(op.g);
  op.g = g.value;
  if (op.kind == OpKind::Run) {
    mustHold(op, "start");
    checkWorld(op, g);
    checkLock(op, g);
    if (m.running.valid())
      fail(RuleId::OneRunning,
           "M" + std::to_string(op.m.value) + " starts " + describe(g) + " while it runs " + describe(m.running));
    outOfTransit(m, g, op.m, {Where::Running, op.m.value}, "start");
    m.running = g;
    m.runsWith = op.p;
    return;
  }
  mustHaveNamed(op.m);
  leavesCore(op, event, op.kind == OpKind::GEnd ? "ends" : "yields");
  leave(g, {Where::Running, op.m.value}, RuleId::OneRunning, op.kind == OpKind::GEnd ? "end" : "yield");
  m.running = {};
  if (op.kind == OpKind::GEnd) {
    lives_[g.value].place = {Where::Dead, 0};
    if (g.valid() && m.locked == g) m.ends = true;
  } else {
    intoTransit(m, g, op.m);
  }
}

}  // namespace gmpscope::trace
