#pragma once
// Steps a live run, decision by decision, until what is waited for has happened. One thread.

#include <chrono>
#include <cstdint>

#include "app/session/control_watch.h"

namespace gmpscope::app {

class Session;

enum class StepGoal : std::uint8_t { Steal, HandOff, Preempt, Goroutine };

class StepUntil {
 public:
  // Who is in foreign code for so long isn't waited for.
  static constexpr std::chrono::seconds kPatience{5};

  // Pauses the run, which may be `held` already. `goid` is the goroutine whose next event is waited for, if that is the
  // goal. The session outlives this.
  StepUntil(Session& session, StepGoal goal, std::uint32_t goid, bool held);

  // Does what can be done now; doesn't wait. To be called often. True: it has happened, and the run stands.
  bool advance();

 private:
  using Clock = std::chrono::steady_clock;

  [[nodiscard]] std::uint64_t reached(const ControlCounts& counts) const;

  Session& session_;
  const StepGoal goal_;
  const bool held_;
  bool steps_ = false;
  ControlCounts before_;  // when what is waited for was asked
  std::uint64_t goalBefore_ = 0;
  Clock::time_point since_;
};

}  // namespace gmpscope::app
