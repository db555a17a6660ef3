// Who waits in line, and that the line is kept.

#include "tests/trace/rule_fault.h"

namespace gmpscope::trace {
namespace {

constexpr auto kReceive = static_cast<std::uint32_t>(WaitReason::ChanReceive);
constexpr auto kSend = static_cast<std::uint32_t>(WaitReason::ChanSend);
constexpr auto kMutex = static_cast<std::uint32_t>(WaitReason::MutexLock);
constexpr auto kSelect = static_cast<std::uint32_t>(WaitReason::Select);

// Goroutines 1 and 2 wait on object 5, and 3 runs.
TraceScript twoWait(std::uint32_t reason, std::uint32_t secondReason, std::uint32_t standsSecond) {
  auto t = TraceScript::begun(1);
  t.create(2);
  t.add(0, EventKind::GBlock, 0, 1, 5, 0, reason, reason == kSelect ? kReceives : 0);
  t.startNext();
  t.create(3);
  t.add(0, EventKind::GBlock, 0, 2, 5, 1, secondReason, standsSecond);
  t.startNext();
  return t;
}

TraceScript theSecondIsWokenFirst(bool fault) {
  auto t = twoWait(kReceive, kReceive, 0);
  t.add(0, EventKind::GReady, 0, fault ? 2 : 1, 5, 2, t.generation++, 0);
  return t;
}

// Receivers and senders stand in lines of their own.
TraceScript aSenderPassesAReceiver(bool fault) {
  auto t = twoWait(kReceive, fault ? kReceive : kSend, 0);
  t.add(0, EventKind::GReady, 0, 2, 5, 2, t.generation++, 0);
  return t;
}

TraceScript whoCameBackIsPassed(bool fault) {
  auto t = twoWait(kMutex, kMutex, kStandsAhead);
  t.add(0, EventKind::GReady, 0, fault ? 1 : 2, 5, 2, t.generation++, 0);
  return t;
}

TraceScript aPlainWaiterIsPassedByASelector(bool fault) {
  auto t = twoWait(kReceive, kSelect, fault ? kReceives : kSends);
  t.add(0, EventKind::GReady, 0, 2, 5, 2, t.generation++, 0);
  return t;
}

TraceScript severalAreNamedInAnotherOrder(bool fault) {
  auto t = twoWait(kReceive, kReceive, 0);
  t.add(0, EventKind::GWakeMany, 0, 0, 5, 2, 2);
  t.add(0, EventKind::GReady, 0, fault ? 2 : 1, 5, 2, t.generation++, 0);
  t.add(0, EventKind::GReady, 0, fault ? 1 : 2, 5, 3, t.generation++, fault ? 2 : 1);
  t.add(0, EventKind::GPutLocal, 0, fault ? 2 : 1, 0, t.tail++);
  return t;
}

constexpr RuleFault kFaults[] = {
    {RuleId::HandOver, "TheSecondIsWokenFirst", theSecondIsWokenFirst},
    {RuleId::HandOver, "ASenderPassesAReceiver", aSenderPassesAReceiver},
    {RuleId::HandOver, "WhoCameBackIsPassed", whoCameBackIsPassed},
    {RuleId::HandOver, "APlainWaiterIsPassedByASelector", aPlainWaiterIsPassedByASelector},
    {RuleId::HandOver, "SeveralAreNamedInAnotherOrder", severalAreNamedInAnotherOrder},
};

}  // namespace

std::span<const RuleFault> lineFaults() { return kFaults; }

}  // namespace gmpscope::trace
