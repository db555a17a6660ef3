// Stopping the world, the one who sleeps for all, and goroutines that are locked to their threads.

#include "tests/trace/rule_fault.h"

namespace gmpscope::trace {
namespace {

TraceScript twoSleepForAll(bool fault) {
  auto t = TraceScript::begun(3);
  t.startThread(1);
  t.startThread(2);
  t.add(1, EventKind::MSleep, kNobody, 0, 0, 0, 1);
  if (!fault) t.add(1, EventKind::MWake, kNobody, 0, 0, 2);
  t.add(2, EventKind::MPollWait, kNobody, 0, 0, 0, fault ? 2 : 3);
  return t;
}

TraceScript anotherWakesThanSlept(bool fault) {
  auto t = TraceScript::begun(3);
  t.startThread(1);
  t.startThread(2);
  t.add(1, EventKind::MPollWait, kNobody, 0, 0, 0, 1);
  t.add(fault ? 2 : 1, EventKind::MWake, kNobody, 0, 0, 2);
  return t;
}

// M0 stops the world: P1 of M1 is stopped, and then it stands. Gives the world's sequence.
std::uint32_t stopWorld(TraceScript& t, bool stopsP1, bool stands) {
  std::uint32_t sequence = 0;
  t.add(0, EventKind::WorldStop, 0, 1, sequence++, 0, 1);
  if (stopsP1) t.add(1, EventKind::PStop, 1, 0, sequence++, 0, 1);
  if (stands) t.add(0, EventKind::WorldStopped, 0, 0, sequence++);
  return sequence;
}

// It is said to stand while M1 still holds P1.
TraceScript worldThatDoesntStand(bool fault) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  const std::uint32_t sequence = stopWorld(t, !fault, true);
  t.add(0, EventKind::WorldStart, 0, 0, sequence);
  return t;
}

TraceScript runsWhileTheWorldStands(bool fault) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  t.create(2);
  const std::uint32_t sequence = stopWorld(t, true, true);
  if (!fault) t.add(0, EventKind::WorldStart, 0, 0, sequence);
  t.add(0, EventKind::PHandOff, 1, 0, 1);
  t.add(1, EventKind::MWake, 1);
  t.add(1, EventKind::GStartStealNext, 1, 2, 0, t.generation++);
  return t;
}

TraceScript fewerPsWhileItGoesOn(bool fault) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  const std::uint32_t sequence = stopWorld(t, true, !fault);
  t.add(0, EventKind::ProcsChange, 0, 0, sequence, 2, 1);
  t.add(0, EventKind::WorldStart, 0, 0, sequence + 1);
  return t;
}

TraceScript aQueueThatGoesWithItsP(bool fault) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  t.create(2);
  t.add(1, EventKind::GStartStealNext, 1, 2, 0, t.generation++);
  t.add(1, EventKind::GCreate, 1, 3, 0, 3, 0, 0);
  t.add(1, EventKind::GBlock, 1, 2, 5, 0, 1);
  const std::uint32_t sequence = stopWorld(t, true, true);
  if (!fault) t.add(0, EventKind::PDrainNext, 1, 3, 1, 0);
  t.add(0, EventKind::ProcsChange, 0, 0, sequence, 2, 1);
  t.add(0, EventKind::WorldStart, 0, 0, sequence + 1);
  if (!fault) {
    t.add(0, EventKind::GYield, 0, 1, 0);
    // At the head, before who came to the tail.
    t.add(0, EventKind::GStartGlobal, 0, 3, 0xffff'ffff, 2U | 2U << 8, t.tail, 0);
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
  t.add(0, EventKind::GStartNext, 0, 2, t.generation++, 0, fault ? 0 : 1);
  if (fault) return t;
  t.add(0, EventKind::GHandLocked, 0, 2, 1);
  t.add(1, EventKind::MParkLocked, kNobody, 2);
  t.add(1, EventKind::MWake, 0);
  t.add(1, EventKind::GStartLocked, 0, 2, 0);
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

// The run stands; M0 may do one thing, and M1, to which it hands nothing, none.
TraceScript changesWhileTheRunIsHeld(bool fault) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  t.create(2);
  t.add(0, EventKind::RunPause, kNobody, 0, 0);
  t.add(0, EventKind::MHold, 0, 0, 1);
  t.add(1, EventKind::MHold, 1, 0, 2);
  t.add(0, EventKind::RunHeld, kNobody, 0, 3);
  t.add(0, EventKind::RunStep, 0, 0, 4, fault ? 0 : 1);
  t.add(1, EventKind::MGoOn, 1, 0, 5);
  t.add(1, EventKind::GStartStealNext, 1, 2, 0, t.generation++);
  t.add(1, EventKind::MHold, 1, 0, 6);
  t.add(0, EventKind::RunHeld, kNobody, 0, 7);
  t.add(0, EventKind::RunResume, kNobody, 0, 8);
  t.block(1, 5, 0);
  return t;
}

TraceScript itsClockJumpsWhileSomebodyGoesOn(bool fault) {
  auto t = TraceScript::begun(1);
  t.add(0, EventKind::RunPause, kNobody, 0, 0);
  if (!fault) t.add(0, EventKind::RunHeld, kNobody, 0, 1);
  t.add(0, EventKind::RunJump, kNobody, 0, fault ? 1 : 2);
  return t;
}

constexpr RuleFault kFaults[] = {
    {RuleId::Held, "ChangesWhileTheRunIsHeld", changesWhileTheRunIsHeld},
    {RuleId::Held, "ItsClockJumpsWhileSomebodyGoesOn", itsClockJumpsWhileSomebodyGoesOn},
    {RuleId::OneSleeper, "TwoSleepForAll", twoSleepForAll},
    {RuleId::ThreadLife, "AnotherWakesThanSlept", anotherWakesThanSlept},
    {RuleId::StopWorld, "AWorldThatDoesntStand", worldThatDoesntStand},
    {RuleId::StopWorld, "RunsWhileTheWorldStands", runsWhileTheWorldStands},
    {RuleId::StopWorld, "FewerPsWhileItGoesOn", fewerPsWhileItGoesOn},
    {RuleId::StopWorld, "AQueueThatGoesWithItsP", aQueueThatGoesWithItsP},
    {RuleId::LockedThread, "StartsOnAnotherM", startsOnAnotherM},
    {RuleId::LockedThread, "AnotherOnALockedM", anotherOnALockedM},
    {RuleId::LockedThread, "RunsOnAfterItsLockedGEnded", runsOnAfterItsLockedGEnded},
};

}  // namespace

std::span<const RuleFault> threadFaults() { return kFaults; }

}  // namespace gmpscope::trace
