#pragma once
// A whole trace file as a model.

#include <memory>
#include <optional>
#include <string>

#include "app/session/run_description.h"
#include "app/session/trace_feed.h"
#include "core/base/result.h"

namespace gmpscope::app {

struct ReadTrace {
  RunDescription description;
  std::unique_ptr<TraceFeed> feed;
  std::string warning;  // "" or one line: the tail is damaged or missing, the model shows what stands before it
};

// `also` sees the ordered trace too.
[[nodiscard]] Result<ReadTrace> readTrace(const std::string& file, trace::OpSink* also = nullptr);

// The same, but of [from, to) alone, as if what is before were folded; of a trace with checkpoints that takes no longer
// than the part is. None if the trace can't be read in parts: it was never closed, or is damaged.
[[nodiscard]] std::optional<ReadTrace> readPart(const std::string& file, Nanos from, Nanos to);

}  // namespace gmpscope::app
