#include "tests/stress/recorded_trace.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "core/runtime/traced_run.h"
#include "core/trace/reader/arena_reader.h"
#include "core/trace/reader/linearizer.h"
#include "tests/support/checked_run.h"

namespace gmpscope::test {

std::size_t RecordedTrace::size() const {
  std::size_t sum = 0;
  for (const auto& events : ms) sum += events.size();
  return sum;
}

RecordedTrace record(const std::string& name, const gmp::Options& options, std::function<void()> mainFn) {
  RecordedTrace trace{name, {}};
  auto arena = trace::Arena::createPrivate(std::size_t{16} << 20);
  if (!arena) {
    ADD_FAILURE() << arena.error().text();
    return trace;
  }
  gmp::rt::runTraced(options, &arena.value(), [mainFn = std::move(mainFn)] {
    mainFn();
    letOthersEnd();
  });
  trace::ArenaReader reader(arena.value());
  reader.poll([&trace](const trace::RawRun& run) {
    if (run.m >= trace.ms.size()) trace.ms.resize(run.m + 1);
    trace.ms[run.m].insert(trace.ms[run.m].end(), run.events.begin(), run.events.end());
  });
  EXPECT_EQ(reader.dropped(), 0U);
  EXPECT_EQ(reader.complaint(), "");
  EXPECT_TRUE(reader.oddMs().empty());
  return trace;
}

std::vector<std::uint64_t> stampsOf(const RecordedTrace& trace, int count, std::mt19937& random) {
  std::vector<std::uint64_t> stamps;
  for (int i = 0; i < count; ++i) {
    const std::vector<trace::Event>& events = trace.ms[random() % trace.ms.size()];
    if (!events.empty()) stamps.push_back(events[random() % events.size()].time);
  }
  std::sort(stamps.begin(), stamps.end());
  return stamps;
}

std::string judge(const RecordedTrace& trace) {
  trace::Linearizer linearizer(TickScale{0, 1.0}, {});
  for (std::uint32_t m = 0; m < trace.ms.size(); ++m) linearizer.add({m, 0, trace.ms[m]});
  linearizer.finish({}, 0, true);
  if (linearizer.violationCount() == 0) return linearizer.waiting() == 0 ? "" : "events were never ordered";
  const trace::Violation& first = linearizer.violations().front();
  std::string text = std::string(trace::name(first.rule)) + ": " + first.what;
  for (const std::string& event : first.events) text += "\n    " + event;
  return text;
}

}  // namespace gmpscope::test
