#include "core/analysis/statistics.h"

#include <gtest/gtest.h>

#include "core/analysis/model_builder.h"
#include "tests/analysis/feeder.h"

namespace gmpscope::analysis {
namespace {

using trace::EventKind;
using trace::WaitReason;

RunInfo runOf(kernel::Source source) {
  RunInfo run;
  run.preset = "hand-made";
  run.gomaxprocs = 2;
  run.cores = 1;
  run.coreIds = {0};
  run.kernelSource = source;
  return run;
}

// Two goroutines on two Ps, 1000 ns: times that can be added up by hand.
void feedRun(Feeder& feed) {
  feed.startThread(0, 100, 0);
  feed.startThread(1, 101, 1);
  feed.at(100);
  feed.name(0, 1, "worker");
  const LifeId a = feed.create(0, 0, {}, 1);
  const LifeId b = feed.create(0, 0, a);  // a is kicked into the ring
  feed.at(150);
  feed.startNext(0, 0);  // b, after 50
  feed.at(200);
  feed.mark(EventKind::SpinBegin, 1, 1);
  feed.at(260);
  feed.search(1, 1, 1, 1, 2, 1);
  feed.steal(1, 1, 0, {a});  // after 160
  feed.mark(EventKind::SpinEnd, 1, 1, 0, 1);
  feed.at(300);
  feed.block(1, 1, a, 5, WaitReason::ChanReceive);
  feed.search(1, 1, 0, 1, 8, 0);
  feed.at(700);
  feed.ready(0, 0, a, 5);
  feed.block(0, 0, b, 6, WaitReason::WaitGroup);
  feed.startNext(0, 0);  // a, at once
  feed.at(900);
  feed.exit(0, 0, a);
}

TEST(Statistics, AreWhatTheTraceSays) {
  TraceModel model;
  ModelBuilder builder(model, runOf(kernel::Source::None));
  Feeder feed(builder);
  feedRun(feed);
  feed.edge(1000);
  const Statistics statistics = computeStatistics(model);

  EXPECT_EQ(statistics.range.length(), 1000);
  EXPECT_EQ(statistics.counts.maxAlive, 2U);
  EXPECT_FALSE(statistics.executionKnown);
  const Distribution latency = statistics.lengths.latency.distribution();
  EXPECT_EQ(latency.count, 3U);
  EXPECT_EQ(latency.p50, 50);
  EXPECT_EQ(latency.p90, 160);
  EXPECT_EQ(latency.max, 160);

  ASSERT_EQ(statistics.processors.size(), 2U);
  EXPECT_EQ(statistics.processors[0].running, 750);
  EXPECT_EQ(statistics.processors[0].spinning, 0);
  EXPECT_EQ(statistics.processors[0].idle, 250);
  EXPECT_EQ(statistics.processors[0].scheduled, 2U);
  EXPECT_EQ(statistics.processors[0].stealsGot, 0U);
  EXPECT_EQ(statistics.processors[1].running, 40);
  EXPECT_EQ(statistics.processors[1].spinning, 60);
  EXPECT_EQ(statistics.processors[1].idle, 900);
  EXPECT_EQ(statistics.processors[1].scheduled, 1U);
  EXPECT_EQ(statistics.processors[1].stealsGot, 1U);

  ASSERT_EQ(statistics.goroutines.size(), 2U);
  const GoroutineStatistics& a = statistics.goroutines[0];
  EXPECT_EQ(a.running, 240);
  EXPECT_EQ(a.runnable, 160);
  EXPECT_EQ(a.waiting[static_cast<std::size_t>(WaitReason::ChanReceive)], 400);
  EXPECT_EQ(a.starts, 2U);
  EXPECT_EQ(a.atEnd, StateAtEnd::Finished);
  const GoroutineStatistics& b = statistics.goroutines[1];
  EXPECT_EQ(b.running, 550);
  EXPECT_EQ(b.runnable, 50);
  EXPECT_EQ(b.waiting[static_cast<std::size_t>(WaitReason::WaitGroup)], 300);
  EXPECT_EQ(b.starts, 1U);
  EXPECT_EQ(b.atEnd, StateAtEnd::Waiting);

  EXPECT_EQ(statistics.threads[1].tid, 101U);
  EXPECT_EQ(statistics.counts.byKind[static_cast<std::size_t>(EventKind::GCreate)], 2U);
  EXPECT_EQ(statistics.counts.byKind[static_cast<std::size_t>(EventKind::StealSearch)], 2U);
  EXPECT_EQ(statistics.counts.byKind[static_cast<std::size_t>(EventKind::GYield)], 0U);
  const Counters counters = model.counters();
  EXPECT_EQ(counters.stealsTried, 2U);
  EXPECT_EQ(counters.stealsGot, 1U);
  EXPECT_EQ(counters.created, 2U);
  EXPECT_EQ(counters.finished, 1U);
}

TEST(Statistics, ARunThatTheKernelInterruptedIsOneStart) {
  TraceModel model;
  ModelBuilder builder(model, runOf(kernel::Source::Perf));
  Feeder feed(builder);
  feedRun(feed);
  feed.edge(1000);
  std::vector<kernel::SwitchRecord> records(4);
  records[0].time = 0;
  records[1].time = 160;
  records[1].kind = kernel::SwitchKind::OutRunnable;
  records[2].time = 170;
  records[3].time = 800;
  records[3].kind = kernel::SwitchKind::OutWaiting;
  for (kernel::SwitchRecord& record : records) record.tid = 100;
  builder.addKernel(records, 1000);
  const Statistics statistics = computeStatistics(model);

  EXPECT_EQ(statistics.goroutines[1].starts, 1U);
  EXPECT_EQ(statistics.goroutines[1].running, 550) << "runs, on a core or off";
  EXPECT_EQ(statistics.lengths.latency.count(), 3U);
  EXPECT_TRUE(statistics.executionKnown);
  EXPECT_EQ(statistics.threads[0].executing, 790);
  EXPECT_EQ(statistics.threads[0].runnable, 10);
  EXPECT_EQ(statistics.threads[0].waiting, 200);
  EXPECT_EQ(statistics.processors[0].running, 750);
  EXPECT_EQ(statistics.threads[0].involuntary, 1U);
  EXPECT_EQ(statistics.threads[0].voluntary, 1U);
  // Off core from 160 to 170, running b; and from 800, running a until 900.
  EXPECT_EQ(statistics.stolen.total, 110);
  EXPECT_EQ(statistics.stolen.preempted, 10);
  EXPECT_EQ(statistics.goroutines[0].stolen.total, 100);
  EXPECT_EQ(statistics.goroutines[1].stolen.total, 10);
  EXPECT_EQ(statistics.goroutines[1].stolen.preempted, 10);
  EXPECT_EQ(statistics.processors[0].stolen.total, 110);
  EXPECT_EQ(statistics.threads[0].stolen.total, 110);
  EXPECT_EQ(statistics.cores[0].stolen.total, 110);
  ASSERT_TRUE(statistics.longestStolen);
  EXPECT_EQ(statistics.longestStolen->g, statistics.goroutines[0].g);
  EXPECT_EQ(statistics.longestStolen->m, MId{0});
  EXPECT_EQ(statistics.longestStolen->start, 800);
  EXPECT_EQ(statistics.longestStolen->length, 100);
  EXPECT_EQ(statistics.parallelism.time, (std::vector<Nanos>{210, 790}));
  EXPECT_DOUBLE_EQ(statistics.parallelism.mean, 0.79);
}

}  // namespace
}  // namespace gmpscope::analysis
