#include "app/cli/goroutine_rows.h"

#include <fmt/format.h>
#include <json/writer.h>

#include <string_view>

namespace gmpscope::app {

namespace {

using analysis::StateAtEnd;
using analysis::Statistics;
using analysis::TraceModel;

std::string_view word(StateAtEnd state) {
  switch (state) {
    case StateAtEnd::Unknown:
      return "unknown";
    case StateAtEnd::Running:
      return "running";
    case StateAtEnd::Runnable:
      return "runnable";
    case StateAtEnd::Waiting:
      return "waiting";
    case StateAtEnd::Calling:
      return "syscall";
    case StateAtEnd::Finished:
      return "finished";
  }
  return "unknown";
}

void append(std::string& row, std::string_view key, const analysis::Distribution& lengths) {
  row += fmt::format(R"(, "{}": {{"count": {}, "p50": {}, "p90": {}, "p99": {}, "p999": {}, "max": {}}})", key,
                     lengths.count, lengths.p50, lengths.p90, lengths.p99, lengths.p999, lengths.max);
}

void append(std::string& row, const analysis::GoroutineTimes& times, const analysis::LengthsInShort& lengths,
            bool executionKnown) {
  row += fmt::format(R"(, "life_ns": {}, "running_ns": {}, "runnable_ns": {}, "syscall_ns": {}, "waiting_ns": {{)",
                     times.life, times.running, times.runnable, times.calling);
  bool first = true;
  for (std::size_t reason = 0; reason < times.waiting.size(); ++reason) {
    if (times.waiting[reason] == 0) continue;
    row += fmt::format(R"({}"{}": {})", first ? "" : ", ", trace::words(static_cast<trace::WaitReason>(reason)),
                       times.waiting[reason]);
    first = false;
  }
  row += fmt::format(R"(}}, "starts": {})", times.starts);
  if (times.faulted != 0) row += fmt::format(R"(, "panicking_ns": {})", times.faulted);
  if (times.unknown != 0) row += fmt::format(R"(, "unknown_ns": {})", times.unknown);
  if (executionKnown) row += fmt::format(R"(, "stolen_ns": {})", times.stolen.total);
  append(row, "latency_ns", lengths.latency);
  append(row, "run_ns", lengths.run);
}

}  // namespace

std::string rowOf(const TraceModel& model, const Statistics& statistics, const analysis::NameStatistics& sums) {
  std::string row = fmt::format(R"({{"name": {}, "goroutines": {})",
                                Json::valueToQuotedString(model.name(sums.name).c_str()), sums.goroutines);
  append(row, sums, sums.lengths, statistics.executionKnown);
  return row + "}";
}

std::string rowOf(const TraceModel& model, const Statistics& statistics, const analysis::GoroutineStatistics& sums) {
  const auto& goroutine = model.goroutine(sums.g);
  const std::string name = model.name(goroutine.name.load(std::memory_order_relaxed));
  std::string row = fmt::format(R"({{"id": {}, "name": {}, "state_at_end": "{}")", goroutine.goid,
                                Json::valueToQuotedString(name.c_str()), word(sums.atEnd));
  append(row, sums, sums.lengths, statistics.executionKnown);
  return row + "}";
}

}  // namespace gmpscope::app
