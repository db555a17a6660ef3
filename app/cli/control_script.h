#pragma once
// What a run's control script says: a command a line, in words (README.md lists them).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/session/step_until.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/trace/writer/knob_table.h"

namespace gmpscope::app {

enum class ControlWord : std::uint8_t { At, Wait, Pause, Resume, Step, StepUntil, Slow, Procs, Knob };

struct ControlCommand {
  ControlWord word = ControlWord::Pause;
  Nanos time = 0;                    // At, Wait, Slow
  std::uint32_t count = 1;           // Step: how often; Procs: how many; StepUntil a goroutine: its number
  std::optional<std::uint32_t> p{};  // Step
  StepGoal goal = StepGoal::Steal;   // StepUntil
  trace::Knob knob = trace::Knob::kCount;
  std::uint64_t value = 0;  // Knob
};

// One line; nothing if it is empty, or a comment (from # on). Errors name the file and the line, and what was expected.
[[nodiscard]] Result<std::optional<ControlCommand>> parseControlLine(const std::string& file, int number,
                                                                     std::string_view line);
// The whole file. The first bad line is an error.
[[nodiscard]] Result<std::vector<ControlCommand>> readControlScript(const std::string& file);

// For the help: what a script may say.
#define GMPSCOPE_CONTROL_WORDS                                                                                  \
  "A control script has one command a line; what follows a # is a comment:\n"                                   \
  "  at TIME            go on with the script when the run is so old\n"                                         \
  "  wait TIME          go on with it after so long\n"                                                          \
  "  pause              all goroutines stand still where they are\n"                                            \
  "  resume             all go on\n"                                                                            \
  "  step [N] [P]       N times one decision of the scheduler, of that P if one is named\n"                     \
  "  step until WHAT    decisions until the first steal, handoff, preempt, or event of a goroutine: g NUMBER\n" \
  "  slow TIME          a decision each so often, from 1ms to 2s, until pause or resume\n"                      \
  "  gomaxprocs N       how many Ps there are\n"                                                                \
  "  knob NAME=VALUE    steal, runnext, spinning, slice, global_check_interval, async_preemption or\n"          \
  "                     sysmon_period"

}  // namespace gmpscope::app
