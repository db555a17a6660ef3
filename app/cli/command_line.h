#pragma once
// The command line as a whole: finds the command, or opens the window.

#include <string>
#include <vector>

#include "app/cli/command.h"

namespace gmpscope::app {

// `arguments` without the program's name. Returns the exit code.
int runCommandLine(const std::vector<std::string>& arguments, const Surroundings& surroundings);

}  // namespace gmpscope::app
