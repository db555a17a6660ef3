#pragma once
// gmp-worker's arguments, as app/session/worker_protocol.h lists them.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/worker/faults.h"
#include "core/base/result.h"

namespace gmpscope::app {

struct WorkerArguments {
  int arenaFd = -1;
  int socketFd = -1;
  std::string preset;
  std::vector<std::string> settings;
  std::vector<std::string> knobs;
  int gomaxprocs = 0;             // 0: the preset's, or the machine's
  std::optional<double> seconds;  // none: the preset's
  Fault fault = Fault::None;
};

// Without the program's name.
[[nodiscard]] Result<WorkerArguments> parseWorkerArguments(std::span<const std::string_view> arguments);

}  // namespace gmpscope::app
