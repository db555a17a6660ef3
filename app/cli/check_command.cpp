#include <fmt/format.h>

#include "app/cli/command.h"
#include "app/session/check_trace.h"
#include "core/base/message.h"

namespace gmpscope::app {

namespace {

void print(const trace::Violation& violation) {
  fmt::print("violated: {} at {} ns, event {}: {}\n", trace::name(violation.rule), violation.time, violation.eventIndex,
             violation.what);
  for (const std::string& event : violation.events) fmt::print("  {}\n", event);
}

int execute(const Options& options, const Surroundings&) {
  const auto file = onlyOperand(options, "TRACE");
  if (!file) return wrongInput(kCheckCommand, file.error());
  const auto checked = checkTrace(file.value());
  if (!checked) return wrongInput(kCheckCommand, checked.error());
  const CheckedTrace& trace = checked.value();
  if (!trace.warning.empty()) message("{}", trace.warning);
  if (trace.violationCount == 0) {
    fmt::print("ok: {} events, {} rules, {} findings\n", trace.events, trace::kRules, trace.findings.size());
    for (const std::string& finding : trace.findings) message("{}: {}", file.value(), finding);
    return kDone;
  }
  print(trace.violations.front());
  if (trace.violationCount > 1) message("{}: {} more violations", file.value(), trace.violationCount - 1);
  return kFailed;
}

}  // namespace

const Command kCheckCommand{
    .name = "check",
    .operands = "TRACE",
    .summary = "Replay a trace against the scheduler's rules and print the first violation with its events",
    .details =
        "A finding is what the rules allow but a reader should know: lost events, a last step that a killed\n"
        "thread took without telling, a P that was idle for more than a millisecond although goroutines waited in\n"
        "queues. Exit code 1 if a rule was violated.",
    .options = {},
    .execute = execute,
};

}  // namespace gmpscope::app
