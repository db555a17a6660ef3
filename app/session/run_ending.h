#pragma once
// What is known when a run has ended, as a trace file's End block: JSON with the keys that core/trace/README.md lists.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/analysis/model.h"
#include "core/base/result.h"
#include "core/trace/reader/arena_reader.h"

namespace gmpscope::app {

struct RunEnding {
  analysis::RunEnd end{};          // Running: the file was saved while the run went on
  std::vector<trace::OddM> odd{};  // Ms whose last step is unknown
  std::uint64_t dropped = 0;       // events, in total
};

// As in files and in `run`'s summary: "finished", "deadlock" …
[[nodiscard]] std::string_view word(analysis::EndReason reason);
// For a person, one line: "killed by signal 9 (Killed)".
[[nodiscard]] std::string sentence(const analysis::RunEnd& end);

[[nodiscard]] std::string toJson(const RunEnding& ending);
// Errors have the place and what was expected; the caller names the file.
[[nodiscard]] Result<RunEnding> parseRunEnding(std::string_view text);

}  // namespace gmpscope::app
