// Where goroutines are, and who runs them: lives, waiting, preemption, system calls.

#include "tests/trace/rule_fault.h"

namespace gmpscope::trace {
namespace {

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

constexpr RuleFault kFaults[] = {
    {RuleId::OnePlace, "TwoPlaces", twoPlaces},
    {RuleId::OneRunning, "EndedTwice", endedTwice},
    {RuleId::OneRunning, "TwoOnOneM", twoOnOneM},
    {RuleId::OneRunning, "RunningElsewhere", runningElsewhere},
    {RuleId::OwnP, "WithoutItsP", withoutItsP},
    {RuleId::PreemptAsked, "PreemptedUnasked", preemptedUnasked},
    {RuleId::PreemptAsked, "PreemptedTwiceAskedOnce", preemptedTwiceAskedOnce},
    {RuleId::SystemCall, "RetakenOutsideACall", retakenOutsideACall},
    {RuleId::SystemCall, "BackFromNoCall", backFromNoCall},
};

}  // namespace

std::span<const RuleFault> goroutineFaults() { return kFaults; }

}  // namespace gmpscope::trace
