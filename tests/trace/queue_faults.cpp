// Local queues, runnext, the global queue, the idle lists.

#include "tests/trace/rule_fault.h"

namespace gmpscope::trace {
namespace {

TraceScript anotherInTheSlot(bool fault) {
  auto t = TraceScript::begun(1);
  for (std::uint32_t slot = 2; slot <= 4; ++slot) t.create(slot);
  t.block(1, 5, 0);
  t.startNext();
  t.block(4, 5, 1);
  // The ring holds 2 and then 3.
  t.add(0, EventKind::GStartLocal, 0, fault ? 3 : 2, 0, 2, 0);
  return t;
}

TraceScript anotherAtTheGlobalHead(bool fault) {
  auto t = TraceScript::begun(1);
  t.create(2);
  t.add(0, EventKind::GYield, 0, 1, 0);
  t.startNext();
  t.add(0, EventKind::GYield, 0, 2, 1);
  // 61st tick: one, and it must be the first that came.
  t.add(0, EventKind::GStartGlobal, 0, fault ? 2 : 1, 0, 1U | 2U << 8, t.tail, 1U << 31);
  return t;
}

TraceScript anotherInRunnext(bool fault) {
  auto t = TraceScript::begun(1);
  t.create(2);
  Event& created = t.add(0, EventKind::GCreate, 0, 3, 0, 103, t.generation++, 2);
  if (fault)
    created.d = 0;
  else
    t.add(0, EventKind::GPutLocal, 0, 2, 0, t.tail++);
  return t;
}

// Values before a gap say nothing after it: the ring's head is told by the first who takes.
TraceScript moreThanARing(bool fault) {
  auto t = TraceScript::begun(1);
  t.setEpoch(0, 4);
  t.add(0, EventKind::GStartLocal, 0, 2, 1000, 1001, 1);
  t.add(0, EventKind::GCreate, 0, 3, 0, 103, 50, 0);
  t.add(0, EventKind::GCreate, 0, 4, 0, 104, 51, 3);
  t.add(0, EventKind::GPutLocal, 0, 3, 1001, fault ? 1257 : 1256);
  return t;
}

TraceScript moreThanHalf(bool fault) {
  auto t = fullRing(200);
  t.startM(1, 1);
  const std::uint32_t taken = fault ? 101 : 100;
  t.add(1, EventKind::GStartSteal, 1, 2 + taken - 1, taken << 16, 0, 200, 0);
  return t;
}

// Its thread is another one, so nobody says that it starts.
TraceScript notTheStolenOneIsPassedOn(bool fault) {
  auto t = fullRing(3);
  t.startM(1, 1);
  t.add(1, EventKind::GStartSteal, 1, fault ? 2 : 3, 2U << 16 | 1U << 31, 0, 3, 0);
  return t;
}

TraceScript overflowOfARingWithRoom(bool fault) {
  auto t = fullRing(fault ? 200 : 256);
  t.add(0, EventKind::GCreate, 0, 900, 0, 1000, t.generation++, t.next);
  t.add(0, EventKind::GOverflow, 0, t.next, 0, t.tail, 0, 128);
  return t;
}

TraceScript tooSmallABatch(bool fault) {
  auto t = TraceScript::begun(1);
  for (std::uint32_t slot = 2; slot <= 5; ++slot) t.create(slot);
  t.add(0, EventKind::GYield, 0, 1, 0);
  t.startNext();
  t.add(0, EventKind::GYield, 0, 5, 1);
  // Of two in the global queue one P takes two.
  t.add(0, EventKind::GStartGlobal, 0, 1, 0, (fault ? 1U : 2U) | 2U << 8, t.tail, 0);
  return t;
}

TraceScript askedAtAnotherTick(bool fault) {
  auto t = TraceScript::begun(1);
  const std::uint32_t tick = fault ? 60 : 61;
  t.yield(1, tick);
  t.create(2);
  t.add(0, EventKind::GYield, 0, 1, tick);
  t.add(0, EventKind::GStartGlobal, 0, 1, tick, 1U | 1U << 8, t.tail, tick | 1U << 31);
  return t;
}

TraceScript notTheLastIdleP(bool fault) {
  auto t = TraceScript::begun(3);  // idle: 2, then 1
  t.startM(1, fault ? 2 : 1);
  return t;
}

TraceScript notTheLastIdleM(bool fault) {
  auto t = TraceScript::begun(3);
  t.startM(1, 1);
  t.startM(2, 2);
  t.add(1, EventKind::PRelease, 1, 0, t.idleSequence++);
  t.add(1, EventKind::MPark, kNobody, 0, 0);
  t.add(2, EventKind::PRelease, 2, 0, t.idleSequence++);
  t.add(2, EventKind::MPark, kNobody, 0, 1);
  const std::uint32_t woken = fault ? 1 : 2;
  t.add(0, EventKind::PAcquire, 2, 0, t.idleSequence++, woken);
  t.add(0, EventKind::MUnpark, 2, 0, woken, 2, 1);
  return t;
}

constexpr RuleFault kFaults[] = {
    {RuleId::Fifo, "AnotherInTheSlot", anotherInTheSlot},
    {RuleId::Fifo, "AnotherAtTheGlobalHead", anotherAtTheGlobalHead},
    {RuleId::Runnext, "AnotherInRunnext", anotherInRunnext},
    {RuleId::Capacity, "MoreThanARing", moreThanARing},
    {RuleId::StealHalf, "MoreThanHalf", moreThanHalf},
    {RuleId::Fifo, "NotTheStolenOneIsPassedOn", notTheStolenOneIsPassedOn},
    {RuleId::OverflowHalf, "OverflowOfARingWithRoom", overflowOfARingWithRoom},
    {RuleId::GlobalBatch, "TooSmallABatch", tooSmallABatch},
    {RuleId::Tick61, "AskedAtAnotherTick", askedAtAnotherTick},
    {RuleId::IdleLists, "NotTheLastIdleP", notTheLastIdleP},
    {RuleId::IdleLists, "NotTheLastIdleM", notTheLastIdleM},
};

}  // namespace

std::span<const RuleFault> queueFaults() { return kFaults; }

}  // namespace gmpscope::trace
