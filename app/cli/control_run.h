#pragma once
// Carries out control commands on a live session, one after the other: those of a script, or what somebody types.

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/control_script.h"
#include "app/session/session.h"
#include "app/session/step_until.h"

namespace gmpscope::app {

class ControlRun {
 public:
  using Clock = std::chrono::steady_clock;

  // The script's, and then the lines of stdin if `listens`. The session has just begun, and outlives this.
  ControlRun(Session& session, std::vector<ControlCommand> commands, bool listens);

  // Does what can be done now; doesn't wait. To be called often.
  void advance();

 private:
  enum class Waits : std::uint8_t { No, Pause, Step };

  void listen();
  void takeLine(const std::string& line);
  void begin(const ControlCommand& command);
  // True: it is over.
  bool finished();

  Session& session_;
  const Clock::time_point began_;
  std::deque<ControlCommand> commands_;
  bool listens_;
  std::string typed_;  // of a line that hasn't come to its end
  int line_ = 0;

  std::optional<ControlCommand> current_;
  Clock::time_point since_;
  bool held_ = false;     // by what was asked so far
  ControlCounts before_;  // when what is waited for was asked
  std::optional<StepUntil> stepUntil_;
  Waits waits_ = Waits::No;
};

}  // namespace gmpscope::app
