// What is counted goroutine by goroutine: runs and their lengths, and that the parts of a trace add up to the whole.

#include "core/analysis/goroutine_walk.h"

#include <gtest/gtest.h>

#include <string>

#include "core/analysis/model_builder.h"
#include "tests/analysis/feeder.h"

namespace gmpscope::analysis {
namespace {

using trace::EventKind;
using trace::WaitReason;

RunInfo runOf(kernel::Source source) {
  RunInfo run;
  run.gomaxprocs = 2;
  run.coreIds = {0, 1};
  run.kernelSource = source;
  return run;
}

// Everything that can happen to two goroutines within 1000 ns, on a thread that is off its core twice.
struct BusyRun {
  explicit BusyRun(kernel::Source source) : builder(model, runOf(source)), feed(builder) {
    feed.startThread(0, 100, 0);
    feed.startThread(1, 101, 1);
    feed.at(10);
    feed.name(0, 1, "worker");
    a = feed.create(0, 0, {}, 1);
    feed.at(30);
    feed.startNext(0, 0);  // a, after 20
    feed.at(50);
    b = feed.create(0, 0, a);
    feed.at(100);
    feed.call(0, 0, a);
    feed.at(150);
    feed.back(0, 0, a);
    feed.at(200);
    feed.mark(EventKind::PPreemptAsk, 1, 0, 0, 0, 0, 0, 1);
    feed.preempt(0, 0, a, false);  // ran for 120
    feed.startNext(0, 0);          // b, after 150
    feed.at(230);
    feed.mark(EventKind::SpinBegin, 1, 1);
    feed.at(260);
    feed.mark(EventKind::SpinEnd, 1, 1, 0, 1);
    feed.search(1, 1, 0, 1, 2, 0);
    feed.startGlobal(1, 1, {a});  // after 60
    feed.at(300);
    feed.block(0, 0, b, 5, WaitReason::ChanReceive);  // ran for 100
    feed.at(400);
    feed.ready(1, 1, b, 5);
    feed.at(420);
    feed.call(1, 1, a);
    feed.at(450);
    feed.retake(0, 1, 1);
    feed.at(500);
    feed.backWithoutP(1, a);  // ran for 160
    feed.at(520);
    feed.startNext(0, 1);  // b, after 120
    feed.at(700);
    feed.exit(0, 1, b);  // ran for 180
    feed.at(720);
    feed.startGlobal(0, 0, {a});  // after 220
    feed.edge(1000);
    if (source != kernel::Source::Perf) return;
    std::vector<kernel::SwitchRecord> records;
    const auto add = [&](std::uint64_t time, kernel::SwitchKind kind, std::uint32_t tid, std::uint16_t core) {
      records.emplace_back();
      records.back().time = time;
      records.back().kind = kind;
      records.back().tid = tid;
      records.back().core = core;
    };
    add(1, kernel::SwitchKind::In, 100, 0);
    add(2, kernel::SwitchKind::In, 101, 1);
    add(80, kernel::SwitchKind::OutRunnable, 100, 0);
    add(95, kernel::SwitchKind::In, 100, 0);
    add(210, kernel::SwitchKind::OutWaiting, 100, 0);
    add(250, kernel::SwitchKind::In, 100, 0);
    add(310, kernel::SwitchKind::OutRunnable, 101, 1);
    add(340, kernel::SwitchKind::In, 101, 1);
    add(990, kernel::SwitchKind::OutWaiting, 101, 1);
    builder.addKernel(records, 1000);
  }

  TraceModel model;
  ModelBuilder builder;
  Feeder feed;
  LifeId a, b;
};

std::vector<Nanos> valuesOf(const LogHistogram& histogram) {
  std::vector<Nanos> values;
  histogram.forEachBucket([&](Nanos from, Nanos, std::uint64_t count) { values.insert(values.end(), count, from); });
  return values;
}

TEST(GoroutineWalk, RunsGoOnAcrossSystemCallsAndTheKernelsSwitches) {
  for (const auto source : {kernel::Source::None, kernel::Source::Perf}) {
    const BusyRun busy(source);
    const GoroutineInFull a = goroutineStatistics(busy.model, busy.a);
    EXPECT_EQ(a.sums.starts, 3U);
    EXPECT_EQ(valuesOf(a.lengths.latency),
              (std::vector<Nanos>{20, 60, LogHistogram::lowest(LogHistogram::bucketOf(220))}));
    EXPECT_EQ(valuesOf(a.lengths.run), (std::vector<Nanos>{120, 160})) << "the last goes on";
    EXPECT_EQ(a.sums.running, 70 + 50 + 160 + 280);
    EXPECT_EQ(a.sums.calling, 50 + 80);
    EXPECT_EQ(a.sums.runnable, 20 + 60 + 220);
    EXPECT_EQ(a.sums.atEnd, StateAtEnd::Running);
    const GoroutineInFull b = goroutineStatistics(busy.model, busy.b);
    EXPECT_EQ(valuesOf(b.lengths.run), (std::vector<Nanos>{100, 180}));
    EXPECT_EQ(b.sums.atEnd, StateAtEnd::Finished);
    EXPECT_EQ(b.sums.life, 650);
  }
}

TEST(GoroutineWalk, LengthsAreToldToEachPlace) {
  const BusyRun busy(kernel::Source::Perf);
  const Statistics all = computeStatistics(busy.model);
  EXPECT_EQ(all.lengths.latency.count(), 5U);
  EXPECT_EQ(all.lengths.run.count(), 4U);
  EXPECT_EQ(all.lengths.run.sum(), 120U + 100 + 160 + 180);
  EXPECT_EQ(all.processors[0].scheduled, 3U);
  EXPECT_EQ(all.processors[1].scheduled, 2U);
  EXPECT_EQ(all.processors[1].lengths.latency.sum(), 60U + 120);
  EXPECT_EQ(all.processors[1].lengths.run.sum(), 160U + 180);
  EXPECT_EQ(all.threads[1].scheduled, 1U);
  EXPECT_EQ(all.cores[0].scheduled, 4U);
  EXPECT_EQ(all.cores[1].lengths.run.sum(), 160U);
  const WaitStatistics& received = all.waits[static_cast<std::size_t>(WaitReason::ChanReceive)];
  EXPECT_EQ(received.time, 100);
  EXPECT_EQ(received.wait.count(), 1U);
  EXPECT_EQ(received.after.latency.sum(), 120U);
  EXPECT_EQ(received.after.run.sum(), 180U);
  EXPECT_EQ(all.waits[0].after.latency.count(), 4U) << "those that hadn't waited";

  ASSERT_EQ(all.names.size(), 2U);
  EXPECT_EQ(busy.model.name(all.names[0].name), "worker");
  EXPECT_EQ(all.names[0].goroutines, 1U);
  EXPECT_EQ(all.names[0].running, 560);
  EXPECT_EQ(all.names[0].lengths.latency.count, 3U);
  EXPECT_EQ(all.names[0].lengths.run.max, 160);
  EXPECT_EQ(all.goroutines[0].lengths.latency.max, 220);

  EXPECT_EQ(all.counts.blocked, 1U);
  EXPECT_EQ(all.counts.exited, 1U);
  EXPECT_EQ(all.counts.calls, 2U);
  EXPECT_EQ(all.counts.callsWithoutP, 1U);
  EXPECT_EQ(all.counts.retakes, 1U);
  EXPECT_EQ(all.counts.goroutinesWoken, 1U);
  EXPECT_EQ(all.counts.preemptionsTaken, 1U);
  EXPECT_EQ(all.counts.takenBySignal, 1U);
  EXPECT_EQ(all.processors[0].preempted, 1U);
  EXPECT_EQ(all.counts.spins, 1U);
  EXPECT_EQ(all.counts.spinsWasted, 0U);
  EXPECT_EQ(all.concurrency.time, (std::vector<Nanos>{10, 40 + 300, 650}));
  EXPECT_EQ(all.stolen.total, 15 + 40 + 30) << "M1 runs nobody when it leaves its core at last";
  EXPECT_EQ(all.stolen.preempted, 15 + 30);
  EXPECT_EQ(all.cores[0].stolen.total, 55);
  EXPECT_EQ(all.cores[1].stolen.total, 30);
}

// All that adds up over ranges that follow each other, by name.
std::vector<std::pair<std::string, std::int64_t>> sumsOf(const Statistics& s) {
  std::vector<std::pair<std::string, std::int64_t>> sums;
  const auto put = [&](const std::string& what, auto value) {
    sums.emplace_back(what, static_cast<std::int64_t>(value));
  };
  const auto lengths = [&](const std::string& what, const Lengths& of) {
    put(what + " latencies", of.latency.count());
    put(what + " latency", of.latency.sum());
    put(what + " runs", of.run.count());
    put(what + " run", of.run.sum());
  };
  put("duration", s.range.length());
  put("events", s.counts.events);
  put("created", s.counts.created);
  put("finished", s.counts.finished);
  put("voluntary", s.counts.voluntary);
  put("involuntary", s.counts.involuntary);
  put("steals tried", s.counts.stealsTried);
  put("stolen", s.stolen.total);
  lengths("all", s.lengths);
  for (std::size_t p = 0; p < s.processors.size(); ++p) {
    const std::string name = "P" + std::to_string(p);
    put(name + " running", s.processors[p].running);
    put(name + " calling", s.processors[p].calling);
    put(name + " spinning", s.processors[p].spinning);
    put(name + " idle", s.processors[p].idle);
    put(name + " stolen", s.processors[p].stolen.total);
    lengths(name, s.processors[p].lengths);
  }
  for (std::size_t m = 0; m < s.threads.size(); ++m) {
    const std::string name = "M" + std::to_string(m);
    put(name + " executing", s.threads[m].executing);
    put(name + " waiting", s.threads[m].waiting);
    lengths(name, s.threads[m].lengths);
  }
  for (const CoreStatistics& core : s.cores) {
    const std::string name = "core " + std::to_string(core.id);
    put(name + " executing", core.executing);
    put(name + " not ours", core.notOurs);
    put(name + " stolen", core.stolen.total);
    put(name + " switches", core.switches);
    lengths(name, core.lengths);
  }
  GoroutineTimes all;
  for (const NameStatistics& name : s.names) all.add(name);
  put("life", all.life);
  put("running", all.running);
  put("runnable", all.runnable);
  put("calling", all.calling);
  put("waiting", all.waitingAll());
  put("starts", all.starts);
  for (std::size_t i = 0; i < kWaitReasons; ++i) {
    put("waits", s.waits[i].wait.count());
    put("wait", s.waits[i].wait.sum());
    lengths("after a wait", s.waits[i].after);
  }
  Nanos parallel = 0;
  for (std::size_t i = 0; i < s.parallelism.time.size(); ++i) parallel += static_cast<Nanos>(i) * s.parallelism.time[i];
  put("parallelism", parallel);
  return sums;
}

TEST(GoroutineWalk, ARunIsFoundFromAnyPartOfIt) {
  const BusyRun busy(kernel::Source::Perf);
  const SpanLane& lane = busy.model.goroutine(busy.a).lane;
  for (const Nanos t : {30, 79, 80, 94, 95, 99}) {
    const StatisticsRange run = runAround(busy.model, lane.at(*lane.covering(t, 1000), 1000));
    EXPECT_EQ(run.from, 30) << t;
    EXPECT_EQ(run.to, 100) << t;
    EXPECT_EQ(goroutineStatistics(busy.model, busy.a, run).sums.stolen.total, 15);
  }
  const SpanLane& p = busy.model.processor(0);
  EXPECT_EQ(runAround(busy.model, p.at(*p.covering(220, 1000), 1000)).to, 300) << "from a P's span, too";
}

TEST(GoroutineWalk, RangesThatFollowEachOtherAddUpToTheWhole) {
  for (const auto source : {kernel::Source::None, kernel::Source::Perf}) {
    const BusyRun busy(source);
    const auto whole = sumsOf(computeStatistics(busy.model));
    for (Nanos first = 0; first <= 1000; first += 5) {
      for (const Nanos second : {first, first + 1, first + 90, Nanos{1000}}) {
        auto sum = sumsOf(computeStatistics(busy.model, StatisticsRange{0, first}));
        for (const StatisticsRange range : {StatisticsRange{first, second}, StatisticsRange{second, 1000}}) {
          const auto part = sumsOf(computeStatistics(busy.model, range));
          for (std::size_t i = 0; i < sum.size(); ++i) sum[i].second += part[i].second;
        }
        if (second <= 1000) {
          ASSERT_EQ(sum, whole) << "cut at " << first << " and " << second;
        }
      }
    }
  }
}

TEST(GoroutineWalk, TimesByStateAreTheLife) {
  for (const auto source : {kernel::Source::None, kernel::Source::Perf}) {
    const BusyRun busy(source);
    for (const StatisticsRange range : {StatisticsRange{0, 1000}, {35, 280}, {60, 61}, {410, 1000}}) {
      const Statistics statistics = computeStatistics(busy.model, range);
      for (const GoroutineStatistics& g : statistics.goroutines) {
        EXPECT_EQ(g.unknown, 0);
        EXPECT_EQ(g.life, g.running + g.runnable + g.calling + g.waitingAll() + g.faulted);
        EXPECT_GT(g.life, 0);
      }
      for (const ProcessorStatistics& p : statistics.processors) EXPECT_LE(p.running, range.length());
    }
  }
}

TEST(GoroutineWalk, OnlyWhoLivedInTheRangeIsListed) {
  const BusyRun busy(kernel::Source::None);
  const auto listed = [&](Nanos from, Nanos to) {
    std::vector<LifeId> lives;
    for (const GoroutineStatistics& g : computeStatistics(busy.model, StatisticsRange{from, to}).goroutines)
      lives.push_back(g.g);
    return lives;
  };
  EXPECT_EQ(listed(0, 10), std::vector<LifeId>{});
  EXPECT_EQ(listed(0, 50), std::vector<LifeId>{busy.a});
  EXPECT_EQ(listed(20, 60), (std::vector<LifeId>{busy.a, busy.b}));
  EXPECT_EQ(listed(700, 1000).size(), 2U) << "its end happens in the range";
  EXPECT_EQ(listed(701, 1000), std::vector<LifeId>{busy.a});
  EXPECT_EQ(computeStatistics(busy.model, StatisticsRange{310, 320}).goroutines[1].atEnd, StateAtEnd::Waiting);
}

TEST(GoroutineWalk, AfterAGapNothingIsSaidThatIsNotKnown) {
  BusyRun busy(kernel::Source::None);
  // b is gone, a runs.
  busy.builder.onGap(1000, 1100, 7);
  busy.feed.at(1200);
  busy.feed.yield(0, 0, busy.a);
  busy.feed.edge(1300);
  const Statistics all = computeStatistics(busy.model);
  EXPECT_EQ(all.counts.gaps, 1U);
  EXPECT_EQ(all.counts.dropped, 7U);
  const GoroutineInFull a = goroutineStatistics(busy.model, busy.a);
  EXPECT_EQ(a.sums.unknown, 200);
  EXPECT_EQ(a.sums.life, 1290);
  EXPECT_EQ(a.lengths.run.count(), 2U) << "how long it ran before it yielded isn't known";
  EXPECT_EQ(computeStatistics(busy.model, StatisticsRange{0, 1000}).counts.gaps, 0U);
}

}  // namespace
}  // namespace gmpscope::analysis
