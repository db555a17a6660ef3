#pragma once
// One command of the command line: what its help says, what options it has, what it does.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/options.h"
#include "app/session/session.h"

namespace gmpscope::app {

// A contract with scripts.
enum ExitCode : int {
  kDone = 0,
  kFailed = 1,      // the check failed, or the watched workload did
  kWrongInput = 2,  // one line on stderr names it
};

// What the window shows when it opens.
struct WindowRequest {
  std::string trace;              // a file to open; empty: none
  std::optional<RunRequest> run;  // a run to start
};

// What commands need of the program around them.
struct Surroundings {
  std::function<int(const WindowRequest&)> openWindow;  // empty: built without the window
};

struct Command {
  std::string_view name;
  std::string_view operands;
  std::string_view summary;  // one line
  std::string_view details;  // below the options in the command's help; may be empty
  std::vector<OptionSpec> options;
  int (*execute)(const Options& options, const Surroundings& surroundings);
};

extern const Command kPresetsCommand;
extern const Command kRunCommand;
extern const Command kExportCommand;
extern const Command kStatsCommand;
extern const Command kCheckCommand;

// Says "gmpscope: COMMAND: ERROR" and gives the exit code for it.
int wrongInput(const Command& command, const Error& error);
// The one operand that a command wants.
[[nodiscard]] Result<std::string> onlyOperand(const Options& options, std::string_view what);

}  // namespace gmpscope::app
