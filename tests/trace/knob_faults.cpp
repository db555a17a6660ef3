// What the run is set to decides.

#include "tests/trace/rule_fault.h"

#include "core/trace/writer/knob_table.h"

namespace gmpscope::trace {
namespace {

TraceScript knobbed(TraceScript t, Knob knob, std::uint32_t value) {
  t.add(0, EventKind::Knob, kNobody, 0, static_cast<std::uint32_t>(knob), value);
  return t;
}

TraceScript moreThanASmallRing(bool fault) {
  auto t = knobbed(TraceScript::begun(1), Knob::QueueSize, 16);
  t.setEpoch(0, 4);
  t.add(0, EventKind::GStartLocal, 0, 2, 1000, 1001, 1);
  t.add(0, EventKind::GCreateTail, 0, 3, 0, 103);
  t.add(0, EventKind::GPutLocal, 0, 3, 1001, fault ? 1017 : 1016);
  return t;
}

TraceScript overflowOfASmallRing(bool fault) {
  auto t = knobbed(fullRing(16), Knob::QueueSize, fault ? 18 : 16);
  t.add(0, EventKind::GCreate, 0, 900, 0, 1000, t.generation++, t.next);
  t.add(0, EventKind::GOverflow, 0, t.next, 0, t.tail, 0, 8);
  return t;
}

TraceScript halfWhereOneIsMeant(bool fault) {
  auto t = knobbed(fullRing(4), Knob::Steal, kStealOne);
  t.startM(1, 1);
  const std::uint32_t taken = fault ? 2 : 1;
  t.add(1, EventKind::GStartSteal, 1, 1 + taken, taken << 16, 0, 4, 0);
  return t;
}

TraceScript askedAtAnotherTickThanMeant(bool fault) {
  auto t = knobbed(TraceScript::begun(1), Knob::GlobalCheckInterval, 7);
  const std::uint32_t tick = fault ? 61 : 14;
  t.yield(1, tick);
  t.create(2);
  t.add(0, EventKind::GYield, 0, 1, tick);
  t.add(0, EventKind::GStartGlobal, 0, 1, tick, 1U | 1U << 8, t.tail, tick | 1U << 31);
  return t;
}

TraceScript askedFirstThoughNever(bool fault) {
  auto t = knobbed(TraceScript::begun(1), Knob::GlobalCheckInterval, fault ? 0 : 61);
  t.create(2);
  t.add(0, EventKind::GYield, 0, 1, 0);
  t.add(0, EventKind::GStartGlobal, 0, 1, 0, 1U | 1U << 8, t.tail, 1U << 31);
  return t;
}

// Half a queue of four is two.
TraceScript aBatchOfMoreThanHalfASmallRing(bool fault) {
  auto t = knobbed(TraceScript::begun(1), Knob::QueueSize, 4);
  for (std::uint32_t slot = 2; slot <= 5; ++slot) t.create(slot);
  t.add(0, EventKind::GYield, 0, 1, 0);
  t.startNext();
  t.add(0, EventKind::GYield, 0, 5, 1);
  t.add(0, EventKind::GStartLocal, 0, 2, 0, 3, 0);
  t.add(0, EventKind::GYield, 0, 2, 2);
  t.add(0, EventKind::GStartGlobal, 0, 1, 0, (fault ? 3U : 2U) | 3U << 8, t.tail, 1);
  return t;
}

TraceScript runnextThoughOff(bool fault) {
  auto t = knobbed(TraceScript::begun(1), Knob::Runnext, fault ? 0 : 1);
  t.create(2);
  return t;
}

TraceScript theftThoughOff(bool fault) {
  auto t = knobbed(fullRing(2), Knob::Steal, fault ? kStealOff : kStealHalf);
  t.startM(1, 1);
  t.add(1, EventKind::GStartSteal, 1, 2, 1U << 16, 0, 2, 0);
  return t;
}

TraceScript spinsThoughOff(bool fault) {
  auto t = knobbed(TraceScript::begun(1), Knob::Spinning, fault ? 0 : 1);
  t.add(0, EventKind::SpinBegin, 0);
  return t;
}

TraceScript signalledThoughOff(bool fault) {
  auto t = knobbed(TraceScript::begun(1), Knob::AsyncPreemption, 0);
  t.add(0, EventKind::PPreemptAsk, 0, 0, 0, 0, 0, fault ? 1 : 0);
  // At the end of the run who still runs is stopped all the same.
  t.add(0, EventKind::PPreemptAsk, 0, 0, 0, 1, 0, 1);
  return t;
}

TraceScript onAnotherCore(bool fault) {
  auto t = knobbed(TraceScript::begun(1), Knob::Affinity, fault ? 1 : 0);
  t.create(2);
  t.block(1, 5, 0);
  t.startNext();
  t.create(3);
  t.block(2, 5, 1);
  t.startNext();
  t.onCore(7);
  return t;
}

// Changes hold in their own order, whatever their stamps say: the one told last was made first.
TraceScript theftAfterItWasSwitchedOff(bool fault) {
  const auto change = [](TraceScript& t, std::uint32_t m, std::uint64_t value, std::uint32_t order) {
    t.add(m, EventKind::KnobChange, kNobody, 0, static_cast<std::uint32_t>(Knob::Steal),
          static_cast<std::uint32_t>(value), 0, order);
  };
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  t.create(2);
  change(t, 0, fault ? kStealOff : kStealHalf, 1);
  change(t, 1, fault ? kStealHalf : kStealOff, 0);
  t.add(1, EventKind::GStartStealNext, 1, 2, 0, t.generation++);
  return t;
}

constexpr RuleFault kFaults[] = {
    {RuleId::Knobs, "TheftAfterItWasSwitchedOff", theftAfterItWasSwitchedOff},
    {RuleId::Capacity, "MoreThanASmallRing", moreThanASmallRing},
    {RuleId::OverflowHalf, "OverflowOfASmallRing", overflowOfASmallRing},
    {RuleId::StealHalf, "HalfWhereOneIsMeant", halfWhereOneIsMeant},
    {RuleId::Tick61, "AskedAtAnotherTickThanMeant", askedAtAnotherTickThanMeant},
    {RuleId::Tick61, "AskedFirstThoughNever", askedFirstThoughNever},
    {RuleId::GlobalBatch, "ABatchOfMoreThanHalfASmallRing", aBatchOfMoreThanHalfASmallRing},
    {RuleId::Knobs, "RunnextThoughOff", runnextThoughOff},
    {RuleId::Knobs, "TheftThoughOff", theftThoughOff},
    {RuleId::Knobs, "SpinsThoughOff", spinsThoughOff},
    {RuleId::Knobs, "SignalledThoughOff", signalledThoughOff},
    {RuleId::Knobs, "OnAnotherCore", onAnotherCore},
};

}  // namespace

std::span<const RuleFault> knobFaults() { return kFaults; }

}  // namespace gmpscope::trace
