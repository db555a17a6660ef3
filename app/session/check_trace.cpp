#include "app/session/check_trace.h"

#include <fmt/format.h>

#include "app/session/read_trace.h"
#include "core/analysis/idle_beside_work.h"

namespace gmpscope::app {

Result<CheckedTrace> checkTrace(const std::string& file) {
  analysis::IdleBesideWork idle;
  const auto read = readTrace(file, &idle);
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
  for (const auto& found : idle.findings()) {
    checked.findings.push_back(fmt::format("P{} was idle from {} to {} ns, {:.1f} ms, beside {} waiting goroutines",
                                           found.p, found.from, found.to,
                                           static_cast<double>(found.to - found.from) / 1e6, found.waiting));
  }
  if (idle.count() > idle.findings().size()) {
    checked.findings.push_back(fmt::format("and so {} times more", idle.count() - idle.findings().size()));
  }
  return checked;
}

}  // namespace gmpscope::app
