// What somebody outside did to a run is in no length and no sum.

#include "core/analysis/measured_range.h"

#include <gtest/gtest.h>

#include <numeric>

#include "core/analysis/model_builder.h"
#include "core/analysis/statistics.h"
#include "tests/analysis/feeder.h"

namespace gmpscope::analysis {
namespace {

using trace::EventKind;
using trace::WaitReason;

// A goroutine that runs from 100 on, blocks at 900 and is woken at 1500; the run is controlled, steps included, from
// 200 to 700 and again from 1000 to 1400.
struct HeldRun {
  HeldRun() : builder(model, runOf()), feed(builder) {
    feed.startThread(0, 100, 0);
    feed.at(50);
    g = feed.create(0, 0);
    feed.at(100);
    feed.startNext(0, 0);
    hold(200, 230, 700);
    feed.at(900);
    feed.block(0, 0, g, 5, WaitReason::ChanReceive);
    hold(1000, 1000, 1400);
    feed.at(1500);
    feed.ready(0, 0, g, 5);
    feed.at(1600);
    feed.startNext(0, 0);
    feed.at(1700);
    feed.exit(0, 0, g);
    feed.edge(2000);
  }

  static RunInfo runOf() {
    RunInfo run;
    run.gomaxprocs = 1;
    return run;
  }
  void hold(Nanos from, Nanos stands, Nanos to) {
    feed.at(from);
    feed.mark(EventKind::RunPause, 1);
    feed.at(stands);
    feed.mark(EventKind::RunHeld, 1);
    feed.at((stands + to) / 2);
    feed.mark(EventKind::RunHeld, 1);  // after a step
    feed.at(to);
    feed.mark(EventKind::RunResume, 1);
  }

  TraceModel model;
  ModelBuilder builder;
  Feeder feed;
  LifeId g;
};

TEST(MeasuredRange, LeavesOutWhatWasControlled) {
  const HeldRun run;
  const MeasuredRange all(run.model, {0, 2000}, 2000);
  EXPECT_EQ(all.length(), 2000 - 500 - 400);
  EXPECT_EQ(all.between(100, 900), 300);
  EXPECT_EQ(all.between(300, 600), 0);
  EXPECT_EQ(all.between(600, 1100), 300);
  const MeasuredRange part(run.model, {600, 1500}, 2000);
  EXPECT_EQ(part.length(), 300 + 100);
  EXPECT_EQ(part.part(0, 800), 100);
  EXPECT_EQ(part.part(1600, 1700), 0);
  std::vector<Nanos> edges;
  for (const StatisticsRange& piece : part.pieces()) {
    edges.push_back(piece.from);
    edges.push_back(piece.to);
  }
  EXPECT_EQ(edges, (std::vector<Nanos>{700, 1000, 1400, 1500}));
}

TEST(MeasuredRange, StatisticsCountNoTimeInIt) {
  const HeldRun run;
  const Statistics all = computeStatistics(run.model);
  EXPECT_EQ(all.range.length(), 2000);
  EXPECT_EQ(all.measured, 1100);
  EXPECT_EQ(all.processors[0].running, 300 + 100);
  EXPECT_EQ(all.processors[0].idle, 1100 - 400);
  ASSERT_EQ(all.goroutines.size(), 1U);
  const GoroutineStatistics& g = all.goroutines[0];
  EXPECT_EQ(g.running, 400);
  EXPECT_EQ(g.waitingAll(), 200);
  EXPECT_EQ(g.runnable, 50 + 100);
  EXPECT_EQ(g.life, g.running + g.runnable + g.waitingAll());
  EXPECT_EQ(all.lengths.run.sum(), 400U);
  EXPECT_EQ(all.lengths.run.max(), 300);
  EXPECT_EQ(all.waits[static_cast<std::size_t>(WaitReason::ChanReceive)].wait.sum(), 200U);
  EXPECT_EQ(std::accumulate(all.concurrency.time.begin(), all.concurrency.time.end(), Nanos{0}), 1100);
  EXPECT_EQ(all.counts.byKind[static_cast<std::size_t>(EventKind::RunHeld)], 4U) << "what happens is counted";
}

TEST(MeasuredRange, AHoldThatLastsLastsToTheEdge) {
  TraceModel model;
  ModelBuilder builder(model, HeldRun::runOf());
  Feeder feed(builder);
  feed.at(300);
  feed.mark(EventKind::RunPause, 1);
  feed.edge(1000);
  EXPECT_EQ(MeasuredRange(model, {0, 1000}, 1000).length(), 300);
}

}  // namespace
}  // namespace gmpscope::analysis
