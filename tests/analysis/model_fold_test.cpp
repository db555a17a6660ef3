// A model that has become too much: the older half of the time is folded, all numbers are of what is left.

#include <gtest/gtest.h>

#include <thread>

#include "core/analysis/statistics.h"
#include "tests/analysis/built_model.h"

namespace gmpscope::analysis {
namespace {

// Two goroutines hand a P to each other, one after another.
void takeTurns(Feeder& feed, Nanos from, int turns, Nanos each, LifeId& runs, LifeId& waits) {
  for (int i = 0; i < turns; ++i) {
    feed.at(from + i * each);
    feed.yield(0, 0, runs);
    feed.startGlobal(0, 0, {waits});
    std::swap(runs, waits);
  }
  feed.edge(from + turns * each);
}

TEST(ModelFold, FoldsTheOlderHalfAndCountsWhatIsLeft) {
  Built built(1);
  Built whole(1);
  built.builder.limitSpans(1);
  LifeId runs[2], waits[2];
  Built* both[] = {&built, &whole};
  for (int k = 0; k < 2; ++k) {
    Feeder& feed = both[k]->feed;
    feed.at(1);
    runs[k] = feed.create(0, 0);
    feed.startNext(0, 0);
    waits[k] = feed.create(0, 0);
    feed.at(500);
    feed.yield(0, 0, runs[k]);
    feed.startNext(0, 0);
    std::swap(runs[k], waits[k]);
    takeTurns(feed, 1000, 5000, 100, runs[k], waits[k]);
  }
  // The limit is looked at once a second.
  EXPECT_EQ(whole.model.foldedBefore(), 0);
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  for (int k = 0; k < 2; ++k) takeTurns(both[k]->feed, 501'000, 5000, 100, runs[k], waits[k]);
  const Nanos folded = built.model.foldedBefore();
  const Nanos edge = built.model.edge();
  EXPECT_GT(folded, 0);
  EXPECT_LT(folded, edge);
  EXPECT_LE(built.model.processor(0).foldedUntil(), folded);
  EXPECT_GT(built.model.processor(0).foldedUntil(), 0);

  const Statistics left = computeStatistics(built.model);
  const Statistics same = computeStatistics(whole.model, StatisticsRange{folded, edge});
  EXPECT_EQ(left.range.from, folded);
  EXPECT_EQ(left.range.to, edge);
  EXPECT_EQ(left.counts.events, same.counts.events);
  EXPECT_EQ(left.processors[0].running, same.processors[0].running);
  EXPECT_EQ(left.processors[0].scheduled, same.processors[0].scheduled);
  EXPECT_EQ(left.lengths.latency.count(), same.lengths.latency.count());
  EXPECT_EQ(left.lengths.run.sum(), same.lengths.run.sum());
  ASSERT_EQ(left.goroutines.size(), same.goroutines.size());
  for (std::size_t g = 0; g < left.goroutines.size(); ++g) {
    EXPECT_EQ(left.goroutines[g].running, same.goroutines[g].running);
    EXPECT_EQ(left.goroutines[g].runnable, same.goroutines[g].runnable);
    EXPECT_EQ(left.goroutines[g].unknown, same.goroutines[g].unknown);
  }
  // Over all of the time the overview has the same sums.
  const auto a = built.model.processor(0).totals(0, edge, edge);
  const auto b = whole.model.processor(0).totals(0, edge, edge);
  for (std::size_t s = 0; s < kSpanStates; ++s) EXPECT_EQ(a.inState[s], b.inState[s]);
  EXPECT_FALSE(built.model.processor(0).covering(10'000, edge).has_value());
  EXPECT_EQ(built.model.stateAt(edge - 1).processors[0].running, whole.model.stateAt(edge - 1).processors[0].running);
  EXPECT_EQ(built.model.stateAt(edge - 1).processors[0].runningSince,
            whole.model.stateAt(edge - 1).processors[0].runningSince);
}

}  // namespace
}  // namespace gmpscope::analysis
