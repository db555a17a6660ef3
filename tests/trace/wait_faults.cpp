// Who waits, and whom a wake-up takes.

#include "tests/trace/rule_fault.h"

namespace gmpscope::trace {
namespace {

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

TraceScript oneIsLeftAtAClose(bool fault) {
  constexpr auto kReceive = static_cast<std::uint32_t>(WaitReason::ChanReceive);
  constexpr std::uint32_t kWait = 3;
  auto t = TraceScript::begun(1);
  for (std::uint32_t i = 0; i < kWait; ++i) {
    t.create(i + 2);
    t.add(0, EventKind::GBlock, 0, i + 1, 5, i, kReceive);
    t.startNext();
  }
  const std::uint32_t woken = fault ? kWait - 1 : kWait;
  t.add(0, EventKind::GWakeMany, 0, 0, 5, kWait, woken);
  for (std::uint32_t i = 0; i < woken; ++i) {
    t.add(0, EventKind::GReady, 0, i + 1, 5, kWait + i, t.generation++, i);
    if (i > 0) t.add(0, EventKind::GPutLocal, 0, i, 0, t.tail++);
  }
  return t;
}

// sysmon, which has no P, wakes by the network.
TraceScript wokenByTheNetworkElsewhere(bool fault) {
  auto t = TraceScript::begun(1);
  t.startThread(1);
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

constexpr RuleFault kFaults[] = {
    {RuleId::WakeWaiter, "WokenElsewhere", wokenElsewhere},
    {RuleId::WakeWaiter, "WokenFromNoneOfItsSelect", wokenFromNoneOfItsSelect},
    {RuleId::WakeWaiter, "WokenByASelectThatIsOver", wokenByASelectThatIsOver},
    {RuleId::OnePlace, "WaitsOnMoreWhileItRuns", waitsOnMoreWhileItRuns},
    {RuleId::OnePlace, "WaitsOnMoreThanItSaid", waitsOnMoreThanItSaid},
    {RuleId::WakeWaiter, "TookMoreThanItWoke", tookMoreThanItWoke},
    {RuleId::WakeWaiter, "OneIsLeftAtAClose", oneIsLeftAtAClose},
    {RuleId::WakeWaiter, "WokenByTheNetworkElsewhere", wokenByTheNetworkElsewhere},
    {RuleId::OwnP, "WokenIntoAnothersQueue", wokenIntoAnothersQueue},
};

}  // namespace

std::span<const RuleFault> waitFaults() { return kFaults; }

}  // namespace gmpscope::trace
