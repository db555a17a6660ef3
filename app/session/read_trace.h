#pragma once
// A whole trace file as a model.

#include <memory>
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

}  // namespace gmpscope::app
