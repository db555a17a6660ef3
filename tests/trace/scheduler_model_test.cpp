// Histories that a scheduler might have had, in any interleaving: the reader must find an order in which every queue
// gives what was put, and end with the contents that the scheduler had.

#include "tests/trace/scheduler_model.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/trace/reader/linearizer.h"
#include "tests/support/checked_run.h"

namespace gmpscope::trace {
namespace {

class Histories : public ::testing::TestWithParam<std::uint32_t> {
 protected:
  static constexpr int kInstants = 60'000;
  static constexpr int kSeeds = 10;
};
INSTANTIATE_TEST_SUITE_P(Procs, Histories, ::testing::Values(1U, 2U, 3U, 5U),
                         [](const auto& procs) { return std::to_string(procs.param); });

std::uint64_t countSteals(const std::vector<Event>& events) {
  return static_cast<std::uint64_t>(std::count_if(events.begin(), events.end(), [](const Event& e) {
    return e.kind() == EventKind::GStartSteal || e.kind() == EventKind::GStartStealNext;
  }));
}

// Read live: the frontier goes with the history.
TEST_P(Histories, AreOrderedWhileTheyHappen) {
  std::uint64_t steals = 0;
  for (int seed = 0; seed < kSeeds; ++seed) {
    SchedulerModel model({.seed = static_cast<std::uint32_t>(seed), .procs = GetParam(), .reuseSlots = true});
    Replay replay(GetParam());
    Linearizer linearizer(TickScale{0, 1.0}, {&replay});
    std::vector<Event> all;
    const auto publish = [&](const RawRun& run) {
      linearizer.add(run);
      all.insert(all.end(), run.events.begin(), run.events.end());
    };
    for (int i = 0; i < kInstants; ++i) {
      model.instant(publish);
      if (i % 97 == 0) linearizer.advance(model.frontier());
    }
    model.settle(publish);
    linearizer.advance(model.frontier());
    EXPECT_EQ(linearizer.waiting(), 0U) << "all of it is before the frontier";
    linearizer.finish({}, 0);
    ASSERT_EQ(linearizer.violationCount(), 0U) << "seed " << seed << ::testing::PrintToString(linearizer.violations());
    ASSERT_TRUE(replay.faults().empty()) << "seed " << seed << ::testing::PrintToString(replay.faults());
    ASSERT_TRUE(replay.contents() == model.contents()) << "seed " << seed;
    ASSERT_EQ(linearizer.assumed(), 0U);
    steals += countSteals(all);
  }
  EXPECT_EQ(steals > 100, GetParam() > 1) << steals;
}

// Read afterwards, with stamps that say almost nothing: the values alone give the order.
TEST_P(Histories, AreOrderedWhateverTheStamps) {
  for (int seed = 0; seed < kSeeds; ++seed) {
    SchedulerModel model({.seed = static_cast<std::uint32_t>(seed), .procs = GetParam()});
    Replay replay(GetParam());
    Linearizer linearizer(TickScale{0, 1.0}, {&replay});
    std::mt19937 random(static_cast<std::uint32_t>(seed));
    std::uint64_t number = 0;  // no two events have one stamp: that would say that they are of one step
    const auto publish = [&](const RawRun& run) {
      std::vector<Event> events(run.events.begin(), run.events.end());
      for (Event& event : events)
        if (event.kind() != EventKind::RunStart)
          event.time = (event.time + random() % 1000) << 20 | ++number % (1U << 20);
      linearizer.add({run.m, 0, events});
    };
    for (int i = 0; i < kInstants; ++i) model.instant(publish);
    model.settle(publish);
    linearizer.finish({}, 0);
    EXPECT_EQ(linearizer.waiting(), 0U);
    ASSERT_EQ(linearizer.violationCount(), 0U) << "seed " << seed << ::testing::PrintToString(linearizer.violations());
    ASSERT_TRUE(replay.faults().empty()) << "seed " << seed << ::testing::PrintToString(replay.faults());
    ASSERT_TRUE(replay.contents() == model.contents()) << "seed " << seed;
  }
}

// The process dies at any instant: what was published is ordered, and only the steps under way explain what is missing.
TEST_P(Histories, CutOffAnywhereAreExplainedByOddMs) {
  int assumed = 0;
  for (int seed = 0; seed < 20 * kSeeds; ++seed) {
    SchedulerModel model({.seed = static_cast<std::uint32_t>(seed), .procs = GetParam()});
    Linearizer linearizer(TickScale{0, 1.0}, {});
    for (int i = 0; i < 1000 + seed * 37; ++i) model.instant([&](const RawRun& run) { linearizer.add(run); });
    const std::vector<OddM> odd = model.odd();
    linearizer.finish(odd, 0);
    EXPECT_EQ(linearizer.waiting(), 0U);
    ASSERT_EQ(linearizer.violationCount(), 0U) << "seed " << seed << ::testing::PrintToString(linearizer.violations());
    ASSERT_LE(linearizer.assumed(), 8 * odd.size());
    if (linearizer.assumed() > 0) ++assumed;
  }
  EXPECT_EQ(assumed > 0, GetParam() > 1) << "some M was within a step that others had seen";
}

}  // namespace
}  // namespace gmpscope::trace
