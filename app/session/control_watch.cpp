#include "app/session/control_watch.h"

#include <algorithm>

#include "core/trace/reader/op_expand.h"

namespace gmpscope::app {

using trace::EventKind;
using trace::OpKind;

ControlCounts ControlWatch::counts() const {
  ControlCounts counts;
  counts.held = held_.load(std::memory_order_acquire);
  counts.steps = steps_.load(std::memory_order_relaxed);
  counts.steals = steals_.load(std::memory_order_relaxed);
  counts.handOffs = handOffs_.load(std::memory_order_relaxed);
  counts.preemptions = preemptions_.load(std::memory_order_relaxed);
  counts.ofGoroutine = ofGoroutine_.load(std::memory_order_relaxed);
  return counts;
}

void ControlWatch::onOp(const trace::AppliedOp& applied) {
  if (applied.op.kind == OpKind::GNew) {
    const std::uint32_t life = applied.op.g;
    if (life >= goids_.size()) goids_.resize(life + std::size_t{1});
    goids_[life] = applied.op.count;
  }
  if (!applied.firstOfEvent) return;
  const std::uint32_t watched = watched_.load(std::memory_order_relaxed);
  const bool concerns = std::any_of(applied.goroutines.begin(), applied.goroutines.end(), [&](LifeId life) {
    return life.value < goids_.size() && goids_[life.value] == watched;
  });
  if (watched != 0 && concerns) add(ofGoroutine_);
  switch (applied.event.kind()) {
    case EventKind::RunHeld:
      held_.fetch_add(1, std::memory_order_release);
      break;
    case EventKind::RunStep:
      add(steps_);
      // Nobody could go on: that step is over.
      if (applied.event.b == ~0U) held_.fetch_add(1, std::memory_order_release);
      break;
    case EventKind::GStartSteal:
    case EventKind::GStartStealNext:
      add(steals_);
      break;
    case EventKind::PHandOff:
      add(handOffs_);
      break;
    case EventKind::GPreempt:
    case EventKind::GPreemptNext:
      add(preemptions_);
      break;
    default:
      break;
  }
}

}  // namespace gmpscope::app
