// A P's slices, and who is asked to leave because of one.

#include "core/trace/reader/op_expand.h"
#include "tests/trace/rule_fault.h"

namespace gmpscope::trace {
namespace {

// M0's P has begun its first slice with main, which came from runnext, and so before any tick.
TraceScript nextBeginsASlice(bool fault) {
  auto t = TraceScript::begun(1);
  t.create(2);
  t.block(1, 5, 0);
  t.add(0, EventKind::GStartNext, 0, 2, t.generation++, fault ? 1 : 0);
  return t;
}

TraceScript aStartFromTheQueueDoesntTick(bool fault) {
  auto t = TraceScript::begun(1);
  for (const std::uint32_t slot : {2U, 3U, 4U}) t.create(slot);
  t.block(1, 5, 0);
  t.startNext();
  t.block(4, 5, 1);
  t.add(0, EventKind::GStartLocal, 0, 2, 0, 2, 0);
  t.block(2, 5, 2);
  t.add(0, EventKind::GStartLocal, 0, 3, 1, 2, fault ? 0 : 1);
  return t;
}

// The slice is 10 ms, a tick of the script is 1 ns.
TraceScript askedBeforeItsSliceWasOver(bool fault) {
  auto t = TraceScript::begun(1);
  for (const std::uint32_t slot : {2U, 3U}) t.create(slot);
  t.block(1, 5, 0);
  t.startNext();
  t.block(3, 5, 1);
  t.add(0, EventKind::GStartLocal, 0, 2, 0, 1, 0);
  t.startThread(1);
  t.pause(fault ? 5'000'000 : 10'000'000);
  t.add(1, EventKind::PPreemptAsk, 0, 0, 0, kAskedForSlice, 1, kAskSignals);
  return t;
}

TraceScript askedForAWorldThatGoesOn(bool fault) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  if (!fault) t.add(0, EventKind::WorldStop, 0, 1, 0, 0, 1);
  t.add(0, EventKind::PPreemptAsk, 1, 0, 1, kAskedForWorld, 0, kAskSignals);
  return t;
}

constexpr RuleFault kFaults[] = {
    {RuleId::Slice, "NextBeginsASlice", nextBeginsASlice},
    {RuleId::Slice, "AStartFromTheQueueDoesntTick", aStartFromTheQueueDoesntTick},
    {RuleId::PreemptCause, "AskedBeforeItsSliceWasOver", askedBeforeItsSliceWasOver},
    {RuleId::PreemptCause, "AskedForAWorldThatGoesOn", askedForAWorldThatGoesOn},
};

}  // namespace

std::span<const RuleFault> sliceFaults() { return kFaults; }

}  // namespace gmpscope::trace
