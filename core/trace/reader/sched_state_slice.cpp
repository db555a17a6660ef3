// A P's ticks, which count slices, and the requests that a goroutine leave because its slice is over.

#include <algorithm>

#include "core/trace/reader/op_expand.h"
#include "core/trace/reader/sched_state.h"

namespace gmpscope::trace {
namespace {

constexpr std::uint32_t kTickMask = 0x3fff'ffff;

}  // namespace

// Who starts from a queue begins a slice, who comes from runnext goes on with that of whom it follows; and so does who
// is only taken, for another M.
void SchedState::applyTick(const Op& op, const Event& event) {
  if (event.p() >= ps_.size()) return;
  P& p = ps_[event.p()];
  switch (event.kind()) {
    case EventKind::GStartNext:
      if (op.kind == OpKind::NextTake) checkTick(p, event.b, event);
      return;
    case EventKind::GStartLocal:
      if (op.kind != OpKind::LocalTake) return;
      checkTick(p, event.c, event);
      break;
    case EventKind::GStartGlobal:
      if (op.kind != OpKind::GlobalTake) return;
      checkTick(p, globalTick(event), event);
      break;
    case EventKind::GStartSteal:
      if (op.kind != OpKind::LocalTake) return;
      break;
    case EventKind::GStartStealNext:
      if (op.kind != OpKind::NextTake) return;
      break;
    case EventKind::GStartLocked:
      checkTick(p, event.a, event);
      break;
    default:
      return;
  }
  if (takesForAnother(event)) return;
  p.tick = (p.tick + 1) & kTickMask;
  p.sliceSince = p.schedTickKnown ? event.time : 0;
}

void SchedState::checkTick(P& p, std::uint32_t told, const Event& event) {
  if (p.schedTickKnown && p.tick != told)
    fail(RuleId::Slice, "the tick of P" + std::to_string(event.p()) + " was " + std::to_string(p.tick) + ", not " +
                            std::to_string(told));
  p.tick = told;
  p.schedTickKnown = true;
}

// The slice that it is about has begun.
bool SchedState::askReady(const Event& event) const {
  if (event.b != kAskedForSlice || event.p() >= ps_.size()) return true;
  const P& p = ps_[event.p()];
  return !p.schedTickKnown || ((p.tick - event.c) & kTickMask) <= kTickMask / 2;
}

void SchedState::applyAsk(const Op& op, const Event& event) {
  if (op.p >= ps_.size()) return;
  P& p = ps_[op.p];
  // Stamped before it can be seen, it may stand before a preemption that an earlier one led to: so they are counted.
  if ((event.d & kAskedAgain) == 0) ++p.preemptAsks;
  if (event.b == kAskedForWorld) {
    if (allKnown_ && (!world_.stops || world_.stopper != op.m))
      fail(RuleId::PreemptCause, "P" + std::to_string(op.p) + " is asked for to stop the world, which M" +
                                     std::to_string(op.m.value) + " doesn't stop");
    return;
  }
  if (event.b != kAskedForSlice || !p.schedTickKnown || p.sliceSince == 0 || p.tick != event.c) return;
  // Two clocks measured it.
  constexpr Nanos kBlur = 2'000;
  const auto slice = static_cast<Nanos>(std::min<std::uint64_t>(knobs_[Knob::Slice], INT64_MAX));
  const Nanos ran = scale_.toNanos(event.time) - scale_.toNanos(p.sliceSince);
  if (ran < slice - slice / 64 - kBlur)
    fail(RuleId::PreemptCause, "the slice of P" + std::to_string(op.p) + " is said to be over after " +
                                   std::to_string(ran) + " of " + std::to_string(slice) + " ns");
}

}  // namespace gmpscope::trace
