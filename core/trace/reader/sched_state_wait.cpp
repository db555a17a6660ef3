// What ops do to the lists of those who wait.

#include "core/trace/reader/sched_state.h"

#include <algorithm>
#include <utility>

namespace gmpscope::trace {

namespace {

// Who wakes several of those that wait so wakes all: a channel is closed, or what a group waits for is done.
bool takesAll(WaitReason reason) {
  return reason == WaitReason::ChanReceive || reason == WaitReason::ChanSend || reason == WaitReason::WaitGroup;
}

bool waitsOnNothing(WaitReason reason) {
  return reason == WaitReason::ChanReceiveNil || reason == WaitReason::ChanSendNil ||
         reason == WaitReason::SelectNoCases;
}

}  // namespace

WaitLines* SchedState::linesOf(std::uint32_t object) {
  return const_cast<WaitLines*>(std::as_const(*this).linesOf(object));
}
const WaitLines* SchedState::linesOf(std::uint32_t object) const {
  const std::uint32_t line = object < lineOfObject_.size() ? lineOfObject_[object] : 0;
  return line != 0 ? &lines_[line - 1] : nullptr;
}

// Timers go by time, and a direction of a descriptor has one waiter.
void SchedState::joinLine(LifeId g, const Op& op, std::uint32_t stands) {
  const WaitReason reason = lives_[g.value].reason;
  if (op.other == kNoObject || isTimers(op.other) || reason == WaitReason::Network || reason == WaitReason::Sleep)
    return;
  if (op.other >= lineOfObject_.size()) lineOfObject_.resize(op.other + 1);
  std::uint32_t& line = lineOfObject_[op.other];
  if (line == 0) {
    lines_.emplace_back(newObjectsKnown_);
    line = static_cast<std::uint32_t>(lines_.size());
  }
  WaitLines& lines = lines_[line - 1];
  lines.tidy(isOver());
  const bool inSelect = reason == WaitReason::Select;
  const WaitLines::Waiter waiter{g, lives_[g.value].waits, inSelect};
  if (!inSelect) return lines.join(waiter, reason == WaitReason::ChanSend, (stands & kStandsAhead) != 0);
  if ((stands & (kSends | kReceives)) == 0) lines.beUnsure();
  if ((stands & kReceives) != 0) lines.join(waiter, false, false);
  if ((stands & kSends) != 0) lines.join(waiter, true, false);
}

// A selector before it may have been taken from another line, by an M whose event isn't ordered yet.
bool SchedState::turnCame(LifeId g, const Op& op) const {
  if (op.kind != OpKind::WaitTake && op.kind != OpKind::WaitTakeMany) return true;
  const WaitLines* lines = linesOf(op.other);
  if (lines == nullptr) return true;
  if (op.kind == OpKind::WaitTake) return !g.valid() || lines->ahead(g, isOver()) != WaitLines::Ahead::Selector;
  bool selectors = false;
  const std::vector<LifeId> all = lines->standing(isOver(), selectors);
  if (!selectors) return true;
  // A selector entered all its lines at one instant.
  const bool named = std::none_of(all.begin(), all.end(), [this](LifeId each) { return isNamingObjects(each); });
  return named && all.size() <= op.count;
}

// It is woken.
void SchedState::leaveLine(LifeId g, const Op& op, const Event& event) {
  Life& life = lives_[g.value];
  M& m = mOf(op.m);
  if (isTaken(op)) {
    const std::size_t at = m.taken.whom.size() - m.taken.left;
    if (!m.taken.whom.empty() && m.taken.whom[at] != g)
      fail(RuleId::HandOver, "M" + std::to_string(op.m.value) + " wakes " + describe(g) + " of object " +
                                 std::to_string(op.other) + " before " + describe(m.taken.whom[at]));
  } else {
    // A condition goes by tickets, which are drawn before.
    WaitLines* lines = life.reason != WaitReason::CondWait ? linesOf(op.other) : nullptr;
    if (lines != nullptr && lines->ahead(g, isOver()) == WaitLines::Ahead::Another)
      fail(RuleId::HandOver, describe(g) + " is woken before others in its line of object " + std::to_string(op.other));
    if (allKnown_ && op.other != kNoObject && !isTimers(op.other) && m.lastWake.object == op.other &&
        m.lastWake.step == event.time)
      fail(RuleId::WakeWaiter, "M" + std::to_string(op.m.value) + " wakes several of object " +
                                   std::to_string(op.other) + " at once, and hasn't said so");
  }
  m.lastWake = {op.other, event.time};
  ++life.waits;
  if (WaitLines* lines = linesOf(op.other)) lines->tidy(isOver());
}

void SchedState::applyWait(Op& op, const Event& event) {
  const LifeId g = known(op.g);
  op.g = g.value;
  M& m = mOf(op.m);
  if (op.other >= kMaxObjects || op.reason >= WaitReason::kCount) {
    reject(op, RuleId::KnownEvent, "an object or reason out of range");
    return;
  }
  if (op.other == kNoObject && op.position != 0)
    fail(RuleId::KnownEvent, "a sequence of no object: " + std::to_string(op.position));
  if (op.kind == OpKind::WaitTake) leaveLine(g, op, event);
  if (isTaken(op)) {
    ++m.taken.next;
    --m.taken.left;
  } else if (op.other != kNoObject) {
    Sequence& at = sequence(op);
    at.value = op.position + 1;
    at.known = true;
  }
  Place& place = lives_[g.value].place;
  if (op.kind == OpKind::WaitPut) {
    mustHaveNamed(op.m);
    leavesCore(op, event, "blocks");
    leave(g, {Where::Running, op.m.value}, RuleId::OneRunning, "block");
    m.running = {};
    place = {Where::Waiting, op.other};
    ++lives_[g.value].waits;
    lives_[g.value].reason = op.reason;
    if (waitsOnNothing(op.reason) && op.other != kNoObject)
      fail(RuleId::KnownEvent, describe(g) + " waits on nothing, and names object " + std::to_string(op.other));
    joinLine(g, op, event.d);
    if (op.count > 1) {
      selects_[g.value] = {{}, op.count - 1};
      m.selecting = g;
    }
  } else if (op.kind == OpKind::WaitAlso) {
    if (isNamingObjects(g)) {
      selects_[g.value].objects.push_back(op.other);
      if (--selects_[g.value].missing == 0) m.selecting = {};
      joinLine(g, op, event.c);
    } else if (selectsKnown_ && place.where != Where::Unknown) {
      fail(RuleId::OnePlace, "wait on object " + std::to_string(op.other) + " too: found " + describe(g));
    }
  } else {
    // Any object of a select may wake it, and then it waits on none.
    if (const auto select = selects_.extract(g.value); !select.empty() && place.where == Where::Waiting) {
      const std::vector<std::uint32_t>& objects = select.mapped().objects;
      if (std::find(objects.begin(), objects.end(), op.other) != objects.end()) place.at = op.other;
    }
    leave(g, {Where::Waiting, op.other}, RuleId::WakeWaiter, "wake");
    intoTransit(m, g, op.m);
  }
}

void SchedState::applyTakeMany(Op& op) {
  op.g = LifeId::kNone;
  if (op.other == kNoObject || op.other >= kMaxObjects || op.count == 0 || op.count > kMaxSlots) {
    reject(op, RuleId::KnownEvent, "a wake-up of " + std::to_string(op.count) + " goroutines");
    return;
  }
  mustHaveNamed(op.m);
  Sequence& at = sequence(op);
  at.value = op.position + op.count;
  at.known = true;
  M& m = mOf(op.m);
  m.taken = {op.other, op.position, op.count, {}};
  WaitLines* lines = linesOf(op.other);
  if (lines == nullptr || !lines->complete()) return;
  bool selectors = false;
  m.taken.whom = lines->standing(isOver(), selectors);
  if (m.taken.whom.size() < op.count)
    fail(RuleId::WakeWaiter, std::to_string(op.count) + " are taken off object " + std::to_string(op.other) +
                                 ", where " + std::to_string(m.taken.whom.size()) + " wait");
  else if (m.taken.whom.size() > op.count && takesAll(lives_[m.taken.whom.front().value].reason))
    fail(RuleId::WakeWaiter, std::to_string(op.count) + " are taken off object " + std::to_string(op.other) +
                                 ", and all " + std::to_string(m.taken.whom.size()) + " that wait should be");
  if (op.count < 2) fail(RuleId::WakeWaiter, "one is taken off object " + std::to_string(op.other) + " as several");
  m.taken.whom.resize(op.count);
  for (const LifeId g : m.taken.whom)
    if (g.valid()) ++lives_[g.value].waits;
  lines->tidy(isOver());
}

// A goroutine that blocked in a select has named all that it waits on before its M does anything else.
void SchedState::mustHaveSelected(const Op& op, const Event& event) {
  M& m = mOf(op.m);
  if (!m.selecting.valid() || op.kind == OpKind::WaitAlso || event.kind() == EventKind::GStatus) return;
  fail(RuleId::OnePlace, describe(m.selecting) + " waits on " + std::to_string(selects_[m.selecting.value].missing) +
                             " objects more than it names");
  m.selecting = {};
}

bool SchedState::isTaken(const Op& op) const {
  if (op.kind != OpKind::WaitTake || op.m.value >= ms_.size()) return false;
  const Taken& taken = ms_[op.m.value].taken;
  return taken.left > 0 && taken.object == op.other && taken.next == op.position;
}

void SchedState::mustHaveNamed(MId m) {
  const Taken taken = std::exchange(mOf(m).taken, {});
  if (taken.left > 0)
    fail(RuleId::WakeWaiter, "M" + std::to_string(m.value) + " took " + std::to_string(taken.left) +
                                 " more off object " + std::to_string(taken.object) + " than it woke");
}

}  // namespace gmpscope::trace
