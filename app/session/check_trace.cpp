#include "app/session/check_trace.h"

#include <fmt/format.h>

#include "app/session/read_trace.h"

namespace gmpscope::app {

Result<CheckedTrace> checkTrace(const std::string& file) {
  const auto read = readTrace(file);
  if (!read) return read.error();
  const TraceFeed& feed = *read.value().feed;
  const trace::Linearizer& order = feed.linearizer();
  CheckedTrace checked{.events = order.ordered(),
                       .violationCount = order.violationCount(),
                       .violations = order.violations(),
                       .findings = {},
                       .warning = read.value().warning};
  for (const auto& gap : feed.model().gaps()) {
    if (gap.dropped > 0)
      checked.findings.push_back(fmt::format("{} events were lost from {} to {} ns", gap.dropped, gap.from, gap.to));
  }
  if (order.assumed() > 0) {
    checked.findings.push_back(
        fmt::format("{} changes were assumed of threads that were killed within a step", order.assumed()));
  }
  return checked;
}

}  // namespace gmpscope::app
