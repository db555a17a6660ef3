// Threads as the kernel told them, whoever they are.

#include "core/analysis/kernel_statistics.h"

#include <gtest/gtest.h>

#include "core/analysis/model_builder.h"
#include "tests/analysis/feeder.h"

namespace gmpscope::analysis {
namespace {

using kernel::SwitchKind;
using kernel::SwitchRecord;

struct Watched {
  explicit Watched(kernel::Source source = kernel::Source::Perf) : builder(model, run(source)), feed(builder) {}
  static RunInfo run(kernel::Source source) {
    RunInfo info;
    info.gomaxprocs = 1;
    info.coreIds = {4, 6};
    info.kernelSource = source;
    return info;
  }
  void add(std::uint64_t time, SwitchKind kind, std::uint16_t core, std::uint32_t tid, std::uint32_t a = 0,
           std::uint32_t pid = 1) {
    SwitchRecord record;
    record.time = time;
    record.kind = kind;
    record.core = core;
    record.tid = tid;
    record.pid = pid;
    record.a = a;
    records.push_back(record);
  }
  Statistics statistics(std::optional<StatisticsRange> range = {}) {
    feed.edge(1000);
    builder.addKernel(records, 1000);
    records.clear();
    return computeStatistics(model, range);
  }

  TraceModel model;
  ModelBuilder builder;
  Feeder feed;
  std::vector<SwitchRecord> records;
};

TEST(KernelStatistics, BareThreadsAndChildrenAreToldToo) {
  Watched watched;
  watched.feed.at(50);
  watched.feed.startThread(0, 100, 0);
  watched.add(10, SwitchKind::In, 4, 100);
  watched.add(100, SwitchKind::ThreadStart, 4, 200, 100);  // a thread that is no M
  watched.add(120, SwitchKind::In, 6, 200);
  watched.add(150, SwitchKind::ThreadStart, 6, 300, 200, 7);  // a child process
  watched.add(200, SwitchKind::OutWaiting, 6, 200);
  watched.add(210, SwitchKind::In, 6, 300, 0, 7);
  watched.add(300, SwitchKind::OutRunnable, 6, 300, 0, 7);
  watched.add(310, SwitchKind::In, 6, 200);
  watched.add(400, SwitchKind::OutRunnable, 4, 100);
  watched.add(410, SwitchKind::In, 4, 300, 0, 7);
  watched.add(600, SwitchKind::ThreadEnd, 4, 300, 0, 7);
  watched.add(700, SwitchKind::In, 4, 100);
  const Statistics all = watched.statistics();

  ASSERT_EQ(all.kernelThreads.size(), 3U);
  const KernelThreadStatistics& m = all.kernelThreads[0];
  EXPECT_EQ(m.tid, 100U);
  EXPECT_EQ(m.m, MId{0});
  EXPECT_EQ(m.executing, 390 + 300) << "also before it said that it is an M";
  EXPECT_EQ(m.runnable, 300);
  EXPECT_EQ(m.involuntary, 1U);
  const KernelThreadStatistics& bare = all.kernelThreads[1];
  EXPECT_FALSE(bare.m.valid());
  EXPECT_EQ(bare.executing, 80 + 690);
  EXPECT_EQ(bare.waiting, 110);
  EXPECT_EQ(bare.voluntary, 1U);
  EXPECT_EQ(bare.migrations, 0U);
  const KernelThreadStatistics& child = all.kernelThreads[2];
  EXPECT_EQ(child.pid, 7U);
  EXPECT_EQ(child.executing, 90 + 190);
  EXPECT_EQ(child.runnable, 110);
  EXPECT_EQ(child.migrations, 1U);

  EXPECT_EQ(all.counts.involuntary, 1U) << "of Ms alone";
  EXPECT_EQ(all.counts.migrations, 0U);
  EXPECT_EQ(all.counts.voluntary, watched.model.counters().switchesVoluntary);
  EXPECT_EQ(all.counts.involuntary, watched.model.counters().switchesInvoluntary);
  EXPECT_EQ(all.cores[0].others, 40 + 190) << "and the M before it said so";
  EXPECT_EQ(all.cores[0].executing, 350 + 300);
  EXPECT_EQ(all.cores[0].migrations, 1U);
  EXPECT_EQ(all.cores[1].others, 80 + 90 + 690);
  EXPECT_EQ(all.parallelism.time, (std::vector<Nanos>{50 + 300, 350 + 300}));

  const Statistics part = watched.statistics(StatisticsRange{250, 420});
  EXPECT_EQ(part.kernelThreads[2].executing, 50 + 10);
  EXPECT_EQ(part.kernelThreads[2].runnable, 110);
  EXPECT_EQ(part.kernelThreads[0].involuntary, 1U);
  EXPECT_EQ(watched.statistics(StatisticsRange{700, 800}).kernelThreads.size(), 2U) << "the child has ended";
}

TEST(KernelStatistics, WhereRecordsWereLostNothingIsSaid) {
  Watched watched;
  watched.feed.startThread(0, 100, 0);
  watched.add(10, SwitchKind::In, 4, 100);
  watched.add(200, SwitchKind::Lost, 4, 0, 12);
  watched.add(300, SwitchKind::OutWaiting, 4, 100);
  watched.add(350, SwitchKind::In, 6, 100);
  watched.add(400, SwitchKind::In, 6, 777);  // a record is missing: of 100 nothing is known any more
  const Statistics all = watched.statistics();
  EXPECT_EQ(all.counts.kernelLosses, 12U);
  EXPECT_EQ(all.kernelThreads[0].executing, 190 + 50);
  EXPECT_EQ(all.kernelThreads[0].waiting, 50);
  EXPECT_EQ(all.cores[0].lost, 100);
  EXPECT_EQ(all.threads[0].executing, 190 + 50);
  EXPECT_EQ(all.parallelism.time, (std::vector<Nanos>{10 + 150 + 600, 190 + 50}));
}

TEST(KernelStatistics, AThreadsNumberMayComeAgain) {
  Watched watched;
  watched.add(10, SwitchKind::In, 4, 100);
  watched.add(50, SwitchKind::ThreadEnd, 4, 100);
  watched.add(60, SwitchKind::ThreadStart, 4, 100);
  watched.add(70, SwitchKind::In, 6, 100);
  const Statistics all = watched.statistics();
  ASSERT_EQ(all.kernelThreads.size(), 2U);
  EXPECT_EQ(all.kernelThreads[0].executing + all.kernelThreads[1].executing, 40 + 930);
  EXPECT_EQ(all.kernelThreads[0].migrations + all.kernelThreads[1].migrations, 0U) << "it's another";
}

TEST(KernelStatistics, SamplesAreCountedWhereTheyWereTaken) {
  Watched watched(kernel::Source::Sampled);
  watched.feed.startThread(0, 100, 0);
  watched.add(100, SwitchKind::RunDelay, kernel::kNoCore, 100, 30);
  watched.add(200, SwitchKind::RunDelay, kernel::kNoCore, 100, 50);
  watched.add(300, SwitchKind::RunDelay, kernel::kNoCore, 555, 70);
  const Statistics all = watched.statistics();
  EXPECT_FALSE(all.executionKnown);
  EXPECT_EQ(all.threads[0].runnable, 80);
  ASSERT_EQ(all.kernelThreads.size(), 2U);
  EXPECT_EQ(all.kernelThreads[0].m, MId{0});
  EXPECT_EQ(all.kernelThreads[0].runnable, 80);
  EXPECT_FALSE(all.kernelThreads[1].m.valid());
  EXPECT_EQ(all.kernelThreads[1].runnable, 70);
  EXPECT_EQ(watched.statistics(StatisticsRange{150, 1000}).threads[0].runnable, 50);
}

}  // namespace
}  // namespace gmpscope::analysis
