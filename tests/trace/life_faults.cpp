// What Ms do from their beginning to their end, and that all of it is told.

#include "tests/trace/rule_fault.h"

namespace gmpscope::trace {
namespace {

TraceScript beginsTwice(bool fault) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  if (fault) t.add(1, EventKind::MStart, 1, 0, 4712);
  return t;
}

TraceScript beginsAgainWithoutItsEnd(bool fault) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  if (!fault) return t;
  t.add(0, EventKind::MSpawn, 1, 0, 1);
  t.add(1, EventKind::MStart, 1, 0, 4712);
  return t;
}

TraceScript writesInItsSleep(bool fault) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  t.add(1, EventKind::PRelease, 1, 0, t.idleSequence++);
  if (fault) t.add(1, EventKind::MPark, kNobody, 0, 0);
  t.add(1, EventKind::StealSearch, kNobody, 0, 0, 1, 1);
  return t;
}

TraceScript wakesThoughAwake(bool fault) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  if (fault) t.add(1, EventKind::MWake, 1);
  return t;
}

TraceScript givesAPAndDoesntCall(bool fault) {
  auto t = TraceScript::begun(2);
  t.add(0, EventKind::PAcquire, 1, 0, t.idleSequence++, 1);
  if (fault) t.add(0, EventKind::StealSearch, 0, 0, 0, 1, 1);
  t.add(0, EventKind::MSpawn, 1, 0, 1);
  return t;
}

// The run is over, and an M that looked for work says how it ends.
TraceScript endsInAnotherWayThanItSays(bool fault) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  t.add(1, EventKind::SpinBegin, 1);
  t.add(0, EventKind::RunEnd, 0);
  t.add(1, EventKind::MExit, 1, 0, 2, fault ? 0 : 2);
  return t;
}

TraceScript spinsTwice(bool fault) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  t.add(1, EventKind::SpinBegin, 1);
  if (!fault) t.add(1, EventKind::SpinEnd, 1);
  t.add(1, EventKind::SpinBegin, 1);
  return t;
}

TraceScript blocksWhileItsMSpins(bool fault) {
  auto t = TraceScript::begun(1);
  t.create(2);
  t.block(1, 5, 0);
  t.add(0, EventKind::SpinBegin, 0);
  t.startNext();
  if (!fault) t.add(0, EventKind::SpinEnd, 0, 0, 1);
  t.block(2, 5, 1);
  return t;
}

TraceScript saysThatItFoundNothing(bool fault) {
  auto t = TraceScript::begun(1);
  t.create(2);
  t.block(1, 5, 0);
  t.add(0, EventKind::SpinBegin, 0);
  t.startNext();
  t.add(0, EventKind::SpinEnd, 0, 0, fault ? 0 : 1);
  return t;
}

TraceScript wroteMoreThanIsThere(bool fault) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  t.add(0, EventKind::RunEnd, 0);
  t.add(1, EventKind::MExit, 1, 0, fault ? 2 : 1);
  return t;
}

TraceScript mainReturnsTwice(bool fault) {
  auto t = TraceScript::begun(1);
  t.add(0, EventKind::RunEnd, 0);
  if (fault) t.add(0, EventKind::RunEnd, 0);
  return t;
}

TraceScript parksWithItsP(bool fault) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  if (!fault) t.add(1, EventKind::PRelease, 1, 0, t.idleSequence++);
  t.add(1, EventKind::MPark, kNobody, 0, 0);
  return t;
}

constexpr RuleFault kFaults[] = {
    {RuleId::ThreadLife, "BeginsTwice", beginsTwice},
    {RuleId::ThreadLife, "BeginsAgainWithoutItsEnd", beginsAgainWithoutItsEnd},
    {RuleId::ThreadLife, "WritesInItsSleep", writesInItsSleep},
    {RuleId::ThreadLife, "WakesThoughAwake", wakesThoughAwake},
    {RuleId::ThreadLife, "GivesAPAndDoesntCall", givesAPAndDoesntCall},
    {RuleId::ThreadLife, "EndsInAnotherWayThanItSays", endsInAnotherWayThanItSays},
    {RuleId::Spinning, "SpinsTwice", spinsTwice},
    {RuleId::Spinning, "BlocksWhileItsMSpins", blocksWhileItsMSpins},
    {RuleId::Spinning, "SaysThatItFoundNothing", saysThatItFoundNothing},
    {RuleId::Complete, "WroteMoreThanIsThere", wroteMoreThanIsThere},
    {RuleId::Complete, "MainReturnsTwice", mainReturnsTwice},
    {RuleId::OwnP, "ParksWithItsP", parksWithItsP},
};

}  // namespace

std::span<const RuleFault> lifeFaults() { return kFaults; }

}  // namespace gmpscope::trace
