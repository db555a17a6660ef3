// For each rule a trace that breaks it and nothing else. The same traces without their fault break none.

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <ostream>

#include "core/trace/writer/knob_table.h"
#include "tests/support/checked_run.h"
#include "tests/trace/trace_script.h"

namespace gmpscope::trace {
namespace {

struct Fault {
  RuleId rule;
  const char* name;
  // Writes the trace, with its fault or without.
  TraceScript (*trace)(bool fault);
};

void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.name; }

TraceScript twoPlaces(bool fault) {
  auto t = TraceScript::begun(1);
  t.create(2);
  // The goroutine in runnext is put into the ring as well.
  if (fault) t.add(0, EventKind::GPutLocal, 0, 2, 0, t.tail++);
  return t;
}

TraceScript endedTwice(bool fault) {
  auto t = TraceScript::begun(1);
  t.create(2);
  t.block(1, 5, 0);
  t.startNext();
  t.add(0, EventKind::GExit, 0, 2);
  if (fault) t.add(0, EventKind::GExit, 0, 2);
  return t;
}

TraceScript anotherInTheSlot(bool fault) {
  auto t = TraceScript::begun(1);
  for (std::uint32_t slot = 2; slot <= 4; ++slot) t.create(slot);
  t.block(1, 5, 0);
  t.startNext();
  t.block(4, 5, 1);
  // The ring holds 2 and then 3.
  t.add(0, EventKind::GStartLocal, 0, fault ? 3 : 2, 0, 2, 1);
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

TraceScript twoOnOneM(bool fault) {
  auto t = TraceScript::begun(1);
  t.create(2);
  if (!fault) t.block(1, 5, 0);
  t.startNext();
  return t;
}

TraceScript runningElsewhere(bool fault) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  t.add(fault ? 1 : 0, EventKind::GYield, fault ? 1 : 0, 1, 0);
  return t;
}

TraceScript withoutItsP(bool fault) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  t.add(1, EventKind::GCreate, fault ? 0 : 1, 2, 0, 102, fault ? t.generation : 0, 0);
  return t;
}

// Values before a gap say nothing after it: the ring's head is told by the first who takes.
TraceScript moreThanARing(bool fault) {
  auto t = TraceScript::begun(1);
  t.setEpoch(0, 2);
  t.add(0, EventKind::GStartLocal, 0, 2, 1000, 1001, 1);
  t.add(0, EventKind::GCreate, 0, 3, 0, 103, 50, 0);
  t.add(0, EventKind::GCreate, 0, 4, 0, 104, 51, 3);
  t.add(0, EventKind::GPutLocal, 0, 3, 1001, fault ? 1257 : 1256);
  return t;
}

TraceScript fullRing(std::uint32_t goroutines) {
  auto t = TraceScript::begun(2);
  // The last stays in runnext.
  for (std::uint32_t slot = 2; slot < goroutines + 3; ++slot) t.create(slot);
  return t;
}

TraceScript moreThanHalf(bool fault) {
  auto t = fullRing(200);
  t.startM(1, 1);
  // Of 200 it takes 100; it says that it saw 257.
  const std::uint32_t seen = fault ? 257 : 200;
  const std::uint32_t taken = seen - seen / 2;
  t.add(1, EventKind::GStartSteal, 1, 2 + taken - 1, 0, 0, seen, 0);
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
  t.add(0, EventKind::GStartGlobal, 0, 1, 0, (fault ? 1U : 2U) | 2U << 8, t.tail, 7);
  return t;
}

TraceScript askedAtAnotherTick(bool fault) {
  auto t = TraceScript::begun(1);
  t.create(2);
  t.add(0, EventKind::GYield, 0, 1, 0);
  t.add(0, EventKind::GStartGlobal, 0, 1, 0, 1U | 1U << 8, t.tail, (fault ? 60U : 61U) | 1U << 31);
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

TraceScript wokenElsewhere(bool fault) {
  auto t = TraceScript::begun(1);
  t.create(2);
  t.block(1, 5, 0);
  t.startNext();
  t.add(0, EventKind::GReady, 0, 1, fault ? 6 : 5, fault ? 0 : 1, t.generation++, 0);
  return t;
}

// It waits on 5 and 6; 7 is another's.
TraceScript wokenFromNoneOfItsSelect(bool fault) {
  auto t = TraceScript::begun(1);
  t.create(2);
  t.select(1, {5, 6});
  t.startNext();
  t.add(0, EventKind::GReady, 0, 1, fault ? 7 : 6, fault ? 0 : 1, t.generation++, 0);
  return t;
}

TraceScript tookMoreThanItWoke(bool fault) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  for (const std::uint32_t slot : {2U, 3U}) {
    t.create(slot);
    t.add(1, EventKind::GStartStealNext, 1, slot, 0, t.generation++);
    t.add(1, EventKind::GBlock, 1, slot, 5, slot - 2, 1);
    t.next = 0;
  }
  t.add(0, EventKind::GWakeMany, 0, 0, 5, 2, fault ? 3 : 2);
  t.add(0, EventKind::GReady, 0, 2, 5, 2, t.generation++, 0);
  t.add(1, EventKind::GStartStealNext, 1, 2, 0, t.generation++);
  t.add(0, EventKind::GReady, 0, 3, 5, 3, t.generation++, 0);
  t.block(1, 6, 0);
  return t;
}

// Who was woken from one object waits on none of the others any more.
TraceScript wokenByASelectThatIsOver(bool fault) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  t.select(1, {5, 6});
  t.add(1, EventKind::GReady, 1, 1, 5, 1, 0, 0);
  t.add(1, EventKind::GStartNext, 1, 1, 1, 0);
  t.add(1, EventKind::GBlock, 1, 1, 8, 0, static_cast<std::uint32_t>(WaitReason::ChanReceive));
  t.add(1, EventKind::GReady, 1, 1, fault ? 6 : 8, 1, 2, 0);
  return t;
}

TraceScript waitsOnMoreWhileItRuns(bool fault) {
  auto t = TraceScript::begun(1);
  if (fault)
    t.add(0, EventKind::GBlockAlso, 0, 1, 6, 0);
  else
    t.select(1, {5, 6});
  return t;
}

TraceScript waitsOnMoreThanItSaid(bool fault) {
  auto t = TraceScript::begun(1);
  t.select(1, {5, 6});
  if (fault) t.add(0, EventKind::GBlockAlso, 0, 1, 7, 0);
  return t;
}

// sysmon, which has no P, wakes by the network.
TraceScript wokenByTheNetworkElsewhere(bool fault) {
  auto t = TraceScript::begun(1);
  t.create(2);
  t.block(1, 5, 0);
  t.startNext();
  t.add(1, EventKind::GReadyGlobal, kNobody, 1, fault ? 6 : 5, fault ? 0 : 1, 0);
  return t;
}

TraceScript wokenIntoAnothersQueue(bool fault) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  t.create(2);
  t.block(1, 5, 0);
  t.startNext();
  t.add(1, EventKind::GReadyLocal, fault ? 0 : 1, 1, 5, 1, 0, 0);
  return t;
}

TraceScript aValueThatNeverWas(bool fault) {
  auto t = TraceScript::begun(1);
  t.add(0, EventKind::GCreate, 0, 2, 0, 102, fault ? t.generation + 1 : t.generation, 0);
  return t;
}

TraceScript anUnknownKind(bool fault) {
  auto t = TraceScript::begun(1);
  if (fault) t.add(0, static_cast<EventKind>(200), 0, 1);
  return t;
}

TraceScript anUnknownP(bool fault) {
  auto t = TraceScript::begun(1);
  t.add(0, EventKind::GCreate, fault ? 77 : 0, 2, 0, 102, t.generation, 0);
  return t;
}

TraceScript aSlotOutOfRange(bool fault) {
  auto t = TraceScript::begun(1);
  t.add(0, EventKind::GExit, 0, fault ? 0xffff'ffff : 1);
  return t;
}

TraceScript anObjectOutOfRange(bool fault) {
  auto t = TraceScript::begun(1);
  t.block(1, fault ? 0xffff'ffff : 5, 0);
  return t;
}

TraceScript noKind(bool fault) {
  auto t = TraceScript::begun(1);
  if (fault) t.add(0, EventKind::None, 0, 1);
  return t;
}

// What the run is set to decides.
TraceScript knobbed(TraceScript t, Knob knob, std::uint32_t value) {
  t.add(0, EventKind::Knob, kNobody, 0, static_cast<std::uint32_t>(knob), value);
  return t;
}

TraceScript moreThanASmallRing(bool fault) {
  auto t = knobbed(TraceScript::begun(1), Knob::QueueSize, 16);
  t.setEpoch(0, 2);
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
  t.create(2);
  t.add(0, EventKind::GYield, 0, 1, 0);
  t.add(0, EventKind::GStartGlobal, 0, 1, 0, 1U | 1U << 8, t.tail, (fault ? 61U : 14U) | 1U << 31);
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
  t.add(0, EventKind::GStartLocal, 0, 2, 0, 3, 1);
  t.add(0, EventKind::GYield, 0, 2, 2);
  t.add(0, EventKind::GStartGlobal, 0, 1, 0, (fault ? 3U : 2U) | 3U << 8, t.tail, 7);
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

TraceScript twoSleepForAll(bool fault) {
  auto t = TraceScript::begun(3);
  t.add(1, EventKind::MSleep, kNobody, 0, 0, 0, 1);
  if (!fault) t.add(1, EventKind::MWake, kNobody, 0, 0, 2);
  t.add(2, EventKind::MPollWait, kNobody, 0, 0, 0, fault ? 2 : 3);
  return t;
}

TraceScript anotherWakesThanSlept(bool fault) {
  auto t = TraceScript::begun(3);
  t.add(1, EventKind::MPollWait, kNobody, 0, 0, 0, 1);
  t.add(fault ? 2 : 1, EventKind::MWake, kNobody, 0, 0, 2);
  return t;
}

class Rules : public ::testing::TestWithParam<Fault> {};

TEST_P(Rules, IsBrokenByItsFaultAlone) {
  const Outcome outcome = GetParam().trace(true).order();
  EXPECT_TRUE(outcome.breaksJust(GetParam().rule)) << ::testing::PrintToString(outcome.violations);
  EXPECT_EQ(outcome.waiting, 0U);
  ASSERT_FALSE(outcome.violations.empty());
  EXPECT_NE(outcome.violations[0].what, "");
  EXPECT_FALSE(outcome.violations[0].events.empty());
}

TEST_P(Rules, HoldsWithoutTheFault) {
  const Outcome outcome = GetParam().trace(false).order();
  EXPECT_EQ(outcome.violationCount, 0U) << ::testing::PrintToString(outcome.violations);
  EXPECT_EQ(outcome.waiting, 0U);
}

TraceScript preemptedUnasked(bool fault) {
  auto t = TraceScript::begun(1);
  if (!fault) t.add(0, EventKind::PPreemptAsk, 0, 0, 0);
  t.add(0, EventKind::GPreempt, 0, 1, 0);
  return t;
}

TraceScript preemptedTwiceAskedOnce(bool fault) {
  auto t = TraceScript::begun(1);
  t.create(2);
  t.add(0, EventKind::PPreemptAsk, 0, 0, 0);
  t.add(0, EventKind::GPreempt, 0, 1, 0);
  t.startNext();
  if (!fault) t.add(0, EventKind::PPreemptAsk, 0, 0, 0);
  t.add(0, EventKind::GPreempt, 0, 2, 1);
  return t;
}

TraceScript retakenOutsideACall(bool fault) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  t.add(0, EventKind::GSyscall, 0, 1, 0);
  t.add(1, EventKind::PRetake, 0, 0, 1, fault ? 1 : 0, 0);
  return t;
}

TraceScript backFromNoCall(bool fault) {
  auto t = TraceScript::begun(1);
  if (!fault) t.add(0, EventKind::GSyscall, 0, 1, 0);
  t.add(0, EventKind::GSyscallExit, 0, 1, fault ? 0 : 1);
  return t;
}

// M0 stops the world; M1 runs its goroutine with P1 meanwhile, or gives P1 up as it should.
TraceScript worldThatDoesntStand(bool fault) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  t.add(0, EventKind::WorldStop, 0, 1, 0, 0, 1);
  if (!fault) t.add(1, EventKind::PStop, 1, 0, 1, 0, 0);
  t.add(0, EventKind::WorldStopped, 0, 0, fault ? 1 : 2);
  t.add(0, EventKind::WorldStart, 0, 0, fault ? 2 : 3);
  return t;
}

TraceScript runsWhileTheWorldStands(bool fault) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  t.create(2);
  t.add(0, EventKind::WorldStop, 0, 1, 0, 0, 1);
  t.add(1, EventKind::PStop, 1, 0, 1, 0, 0);
  t.add(0, EventKind::WorldStopped, 0, 0, 2);
  if (!fault) t.add(0, EventKind::WorldStart, 0, 0, 3);
  t.add(0, EventKind::PHandOff, 1, 0, 1);
  t.add(1, EventKind::MWake, 1);
  t.add(1, EventKind::GStartStealNext, 1, 2, 0, t.generation++);
  return t;
}

TraceScript fewerPsWhileItGoesOn(bool fault) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  t.add(0, EventKind::WorldStop, 0, 1, 0, 0, 1);
  t.add(1, EventKind::PStop, 1, 0, 1, 0, 0);
  if (!fault) t.add(0, EventKind::WorldStopped, 0, 0, 2);
  t.add(0, EventKind::ProcsChange, 0, 0, fault ? 2 : 3, 2, 1);
  t.add(0, EventKind::WorldStart, 0, 0, fault ? 3 : 4);
  return t;
}

TraceScript aQueueThatGoesWithItsP(bool fault) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  t.create(2);
  t.add(1, EventKind::GStartStealNext, 1, 2, 0, t.generation++);
  t.add(1, EventKind::GCreate, 1, 3, 0, 3, 0, 0);
  t.add(1, EventKind::GBlock, 1, 2, 5, 0, 1);
  t.add(0, EventKind::WorldStop, 0, 1, 0, 0, 1);
  t.add(1, EventKind::PStop, 1, 0, 1, 0, 1);
  t.add(0, EventKind::WorldStopped, 0, 0, 2);
  if (!fault) t.add(0, EventKind::PDrainNext, 1, 3, 1, 0);
  t.add(0, EventKind::ProcsChange, 0, 0, 3, 2, 1);
  t.add(0, EventKind::WorldStart, 0, 0, 4);
  if (!fault) {
    t.add(0, EventKind::GYield, 0, 1, 0);
    // At the head, before who came to the tail.
    t.add(0, EventKind::GStartGlobal, 0, 3, 0xffff'ffff, 2U | 2U << 8, t.tail, 1);
  }
  return t;
}

// Of two goroutines on two Ms the second is locked, waits, and is woken into M0's runnext.
TraceScript startsOnAnotherM(bool fault) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  t.create(2);
  t.add(1, EventKind::GStartStealNext, 1, 2, 0, t.generation++);
  t.add(1, EventKind::GLock, 1, 2);
  t.add(1, EventKind::GBlock, 1, 2, 5, 0, 1);
  t.add(1, EventKind::PRelease, 1, 0, t.idleSequence++);
  t.add(0, EventKind::GReady, 0, 2, 5, 1, t.generation++, 0);
  t.add(0, EventKind::GBlock, 0, 1, 5, 2, 1);
  t.add(0, EventKind::GStartNext, 0, 2, t.generation++, 1, fault ? 0 : 1);
  if (fault) return t;
  t.add(0, EventKind::GHandLocked, 0, 2, 1);
  t.add(1, EventKind::MWake, 0);
  t.add(1, EventKind::GStartLocked, 0, 2, 1);
  return t;
}

TraceScript anotherOnALockedM(bool fault) {
  auto t = TraceScript::begun(1);
  t.create(2);
  t.add(0, EventKind::GLock, 0, 1);
  if (!fault) t.add(0, EventKind::GUnlock, 0, 1);
  t.add(0, EventKind::GBlock, 0, 1, 5, 0, 1);
  t.startNext();
  return t;
}

TraceScript runsOnAfterItsLockedGEnded(bool fault) {
  auto t = TraceScript::begun(1);
  t.create(2);
  t.add(0, EventKind::GLock, 0, 1);
  if (!fault) t.add(0, EventKind::GUnlock, 0, 1);
  t.add(0, EventKind::GExit, 0, 1);
  t.startNext();
  return t;
}

constexpr Fault kFaults[] = {
    {RuleId::OnePlace, "TwoPlaces", twoPlaces},
    {RuleId::OnePlace, "WaitsOnMoreWhileItRuns", waitsOnMoreWhileItRuns},
    {RuleId::OnePlace, "WaitsOnMoreThanItSaid", waitsOnMoreThanItSaid},
    {RuleId::Fifo, "AnotherInTheSlot", anotherInTheSlot},
    {RuleId::Fifo, "AnotherAtTheGlobalHead", anotherAtTheGlobalHead},
    {RuleId::Runnext, "AnotherInRunnext", anotherInRunnext},
    {RuleId::OneRunning, "TwoOnOneM", twoOnOneM},
    {RuleId::OneRunning, "RunningElsewhere", runningElsewhere},
    {RuleId::OneRunning, "EndedTwice", endedTwice},
    {RuleId::OwnP, "WithoutItsP", withoutItsP},
    {RuleId::OwnP, "WokenIntoAnothersQueue", wokenIntoAnothersQueue},
    {RuleId::Capacity, "MoreThanARing", moreThanARing},
    {RuleId::StealHalf, "MoreThanHalf", moreThanHalf},
    {RuleId::OverflowHalf, "OverflowOfARingWithRoom", overflowOfARingWithRoom},
    {RuleId::GlobalBatch, "TooSmallABatch", tooSmallABatch},
    {RuleId::Tick61, "AskedAtAnotherTick", askedAtAnotherTick},
    {RuleId::IdleLists, "NotTheLastIdleP", notTheLastIdleP},
    {RuleId::IdleLists, "NotTheLastIdleM", notTheLastIdleM},
    {RuleId::WakeWaiter, "WokenElsewhere", wokenElsewhere},
    {RuleId::WakeWaiter, "WokenFromNoneOfItsSelect", wokenFromNoneOfItsSelect},
    {RuleId::WakeWaiter, "WokenByASelectThatIsOver", wokenByASelectThatIsOver},
    {RuleId::WakeWaiter, "WokenByTheNetworkElsewhere", wokenByTheNetworkElsewhere},
    {RuleId::WakeWaiter, "TookMoreThanItWoke", tookMoreThanItWoke},
    {RuleId::Order, "AValueThatNeverWas", aValueThatNeverWas},
    {RuleId::KnownEvent, "AnUnknownKind", anUnknownKind},
    {RuleId::KnownEvent, "AnUnknownP", anUnknownP},
    {RuleId::KnownEvent, "ASlotOutOfRange", aSlotOutOfRange},
    {RuleId::KnownEvent, "AnObjectOutOfRange", anObjectOutOfRange},
    {RuleId::KnownEvent, "NoKind", noKind},
    {RuleId::PreemptAsked, "PreemptedUnasked", preemptedUnasked},
    {RuleId::SystemCall, "RetakenOutsideACall", retakenOutsideACall},
    {RuleId::SystemCall, "BackFromNoCall", backFromNoCall},
    {RuleId::PreemptAsked, "PreemptedTwiceAskedOnce", preemptedTwiceAskedOnce},
    {RuleId::StopWorld, "AWorldThatDoesntStand", worldThatDoesntStand},
    {RuleId::StopWorld, "RunsWhileTheWorldStands", runsWhileTheWorldStands},
    {RuleId::StopWorld, "FewerPsWhileItGoesOn", fewerPsWhileItGoesOn},
    {RuleId::StopWorld, "AQueueThatGoesWithItsP", aQueueThatGoesWithItsP},
    {RuleId::LockedThread, "StartsOnAnotherM", startsOnAnotherM},
    {RuleId::LockedThread, "AnotherOnALockedM", anotherOnALockedM},
    {RuleId::LockedThread, "RunsOnAfterItsLockedGEnded", runsOnAfterItsLockedGEnded},
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
    {RuleId::OneSleeper, "TwoSleepForAll", twoSleepForAll},
    {RuleId::OneSleeper, "AnotherWakesThanSlept", anotherWakesThanSlept},
};
INSTANTIATE_TEST_SUITE_P(Each, Rules, ::testing::ValuesIn(kFaults), [](const auto& fault) { return fault.param.name; });

TEST(RuleTable, EveryRuleHasItsFault) {
  for (std::size_t rule = 0; rule < kRules; ++rule) {
    const bool tested = std::any_of(std::begin(kFaults), std::end(kFaults),
                                    [rule](const Fault& fault) { return fault.rule == static_cast<RuleId>(rule); });
    EXPECT_TRUE(tested) << name(static_cast<RuleId>(rule));
  }
}

TEST(RuleTable, NamesAreUnlike) {
  for (std::size_t a = 0; a < kRules; ++a)
    for (std::size_t b = a + 1; b < kRules; ++b) EXPECT_NE(kRuleNames[a], kRuleNames[b]);
}

}  // namespace
}  // namespace gmpscope::trace
