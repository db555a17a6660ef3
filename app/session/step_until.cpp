#include "app/session/step_until.h"

#include "app/session/session.h"

namespace gmpscope::app {

StepUntil::StepUntil(Session& session, StepGoal goal, std::uint32_t goid, bool held)
    : session_(session), goal_(goal), held_(held), before_(session.controlWatch().counts()), since_(Clock::now()) {
  session_.controlWatch().watchGoroutine(goal == StepGoal::Goroutine ? goid : 0);
  session_.pause();
}

bool StepUntil::advance() {
  const ControlCounts counts = session_.controlWatch().counts();
  const bool stands =
      steps_ ? counts.steps > before_.steps && counts.held > before_.held : held_ || counts.held > before_.held;
  if (!stands && Clock::now() - since_ < kPatience) return false;
  if (steps_ && reached(counts) > goalBefore_) return true;
  // What happened before all stood isn't what was asked for.
  if (!steps_) goalBefore_ = reached(counts);
  steps_ = true;
  before_ = counts;
  since_ = Clock::now();
  session_.step(1);
  return false;
}

std::uint64_t StepUntil::reached(const ControlCounts& counts) const {
  switch (goal_) {
    case StepGoal::Steal:
      return counts.steals;
    case StepGoal::HandOff:
      return counts.handOffs;
    case StepGoal::Preempt:
      return counts.preemptions;
    case StepGoal::Goroutine:
      return counts.ofGoroutine;
  }
  return 0;
}

}  // namespace gmpscope::app
