// Events that no run writes.

#include "tests/trace/rule_fault.h"

namespace gmpscope::trace {
namespace {

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

TraceScript aSequenceOfNoObject(bool fault) {
  auto t = TraceScript::begun(1);
  t.block(1, 0, fault ? 1 : 0);
  return t;
}

TraceScript anObjectOfNothing(bool fault) {
  auto t = TraceScript::begun(1);
  t.add(0, EventKind::GBlock, 0, 1, fault ? 5 : 0, 0, static_cast<std::uint32_t>(WaitReason::ChanReceiveNil));
  return t;
}

TraceScript noKind(bool fault) {
  auto t = TraceScript::begun(1);
  if (fault) t.add(0, EventKind::None, 0, 1);
  return t;
}

TraceScript nobodyIsPutThere(bool fault) {
  auto t = TraceScript::begun(1);
  t.create(2);
  t.add(0, EventKind::GCreate, 0, 3, 0, 103, t.generation, 2);
  t.add(0, EventKind::GPutLocal, 0, fault ? 0 : 2, 0, 0);
  return t;
}

constexpr RuleFault kFaults[] = {
    {RuleId::Order, "AValueThatNeverWas", aValueThatNeverWas},
    {RuleId::KnownEvent, "AnUnknownKind", anUnknownKind},
    {RuleId::KnownEvent, "AnUnknownP", anUnknownP},
    {RuleId::KnownEvent, "ASlotOutOfRange", aSlotOutOfRange},
    {RuleId::KnownEvent, "AnObjectOutOfRange", anObjectOutOfRange},
    {RuleId::KnownEvent, "ASequenceOfNoObject", aSequenceOfNoObject},
    {RuleId::KnownEvent, "AnObjectOfNothing", anObjectOfNothing},
    {RuleId::KnownEvent, "NoKind", noKind},
    {RuleId::KnownEvent, "NobodyIsPutThere", nobodyIsPutThere},
};

}  // namespace

std::span<const RuleFault> nonsenseFaults() { return kFaults; }

}  // namespace gmpscope::trace
