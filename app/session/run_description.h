#pragma once
// What is known when a run starts, as a trace file's Meta block: JSON with the keys that core/trace/README.md lists.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "core/analysis/model.h"
#include "core/base/result.h"

namespace gmpscope::app {

struct RunDescription {
  analysis::RunInfo run;
  std::map<std::string, std::int64_t> settings;  // the preset's parameters, all of them
  double seconds = 0;
  std::string program;    // that wrote the file, with its version
  std::string timeOfDay;  // of the start, UTC, ISO 8601
};

[[nodiscard]] std::string toJson(const RunDescription& description);
// Errors have the place and what was expected; the caller names the file.
[[nodiscard]] Result<RunDescription> parseRunDescription(std::string_view text);

}  // namespace gmpscope::app
