#include <fmt/format.h>

#include "app/cli/command.h"
#include "app/cli/statistics_text.h"
#include "app/session/session.h"
#include "core/base/message.h"

namespace gmpscope::app {

namespace {

int execute(const Options& options, const Surroundings&) {
  const auto file = onlyOperand(options, "TRACE");
  if (!file) return wrongInput(kStatsCommand, file.error());
  const auto opened = Session::open(file.value());
  if (!opened) return wrongInput(kStatsCommand, opened.error());
  const Session& session = *opened.value();
  if (const std::string warning = session.warning(); !warning.empty()) message("{}", warning);
  const analysis::Statistics statistics = analysis::computeStatistics(session.model());
  fmt::print("{}", options.has("--json") ? statisticsJson(session.model(), statistics)
                                         : statisticsText(session.model(), statistics));
  return kDone;
}

}  // namespace

const Command kStatsCommand{
    .name = "stats",
    .operands = "TRACE",
    .summary = "Count and measure what a trace holds",
    .details = {},
    .options = {{"--json", "", "as JSON with stable keys"}},
    .execute = execute,
};

}  // namespace gmpscope::app
