#include <fmt/format.h>

#include "app/cli/command.h"
#include "app/cli/statistics_json.h"
#include "app/cli/statistics_text.h"
#include "app/cli/values.h"
#include "app/session/session.h"
#include "core/base/message.h"

namespace gmpscope::app {

namespace {

using Range = std::optional<analysis::StatisticsRange>;

Result<Range> rangeFrom(const Options& options) {
  if (!options.has("--range")) return Range{};
  const auto range = parseRange("--range", options.value("--range"));
  if (!range) return range.error();
  return Range{{range.value().first, range.value().second}};
}

int execute(const Options& options, const Surroundings&) {
  const auto file = onlyOperand(options, "TRACE");
  if (!file) return wrongInput(kStatsCommand, file.error());
  const auto range = rangeFrom(options);
  if (!range) return wrongInput(kStatsCommand, range.error());
  const auto opened = range.value() ? Session::openPart(file.value(), range.value()->from, range.value()->to)
                                    : Session::open(file.value());
  if (!opened) return wrongInput(kStatsCommand, opened.error());
  const Session& session = *opened.value();
  if (const std::string warning = session.warning(); !warning.empty()) message("{}", warning);
  const Nanos edge = session.model().edge();
  if (range.value() && range.value()->from >= edge) {
    return wrongInput(kStatsCommand, wrongValue("--range", options.value("--range"),
                                                fmt::format("a start before the trace's end at {} ns", edge)));
  }
  const analysis::Statistics statistics = analysis::computeStatistics(session.model(), range.value());
  if (options.has("--json"))
    writeStatisticsJson(session.model(), statistics, [](std::string_view text) { fmt::print("{}", text); });
  else
    fmt::print("{}", statisticsText(session.model(), statistics));
  return kDone;
}

}  // namespace

const Command kStatsCommand{
    .name = "stats",
    .operands = "TRACE",
    .summary = "Count and measure what a trace holds",
    .details =
        "Of a range, spans count with the part that lies in it; starts, events and switches if they happen in it; a\n"
        "run or a wait, with its whole length, if it ends in it. Times take units and count from the trace's start.",
    .options = {{"--json", "", "as JSON with stable keys"},
                {"--range", "FROM..TO", "the part of the trace to look at, such as 1ms..2.5ms; the default is all"}},
    .execute = execute,
};

}  // namespace gmpscope::app
