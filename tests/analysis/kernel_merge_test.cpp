#include <gtest/gtest.h>

#include <vector>

#include "core/analysis/model_builder.h"
#include "core/analysis/statistics.h"
#include "tests/analysis/feeder.h"

namespace gmpscope::analysis {
namespace {

using kernel::SwitchKind;
using kernel::SwitchRecord;
using trace::EventKind;

constexpr std::uint32_t kTid = 100;

struct Watched {
  Watched() : builder(model, run()), feed(builder) {}
  static RunInfo run() {
    RunInfo info;
    info.gomaxprocs = 1;
    info.coreIds = {4, 6};
    info.kernelSource = kernel::Source::Perf;
    return info;
  }
  void kernel(std::vector<SwitchRecord> records, std::uint64_t watermark) { builder.addKernel(records, watermark); }

  TraceModel model;
  ModelBuilder builder;
  Feeder feed;
};

SwitchRecord record(std::uint64_t time, SwitchKind kind, std::uint16_t core, std::uint32_t tid = kTid) {
  SwitchRecord r;
  r.time = time;
  r.tid = tid;
  r.core = core;
  r.kind = kind;
  return r;
}

struct Brief {
  Nanos start, end;
  SpanState state;
  bool operator==(const Brief&) const = default;
};
void PrintTo(const Brief& b, std::ostream* out) {
  *out << b.start << ".." << b.end << " state " << static_cast<int>(b.state);
}
std::vector<Brief> brief(const SpanLane& lane, Nanos edge) {
  std::vector<Brief> result;
  for (std::size_t i = 0; i < lane.size(); ++i) {
    const Span span = lane.at(i, edge);
    if (span.end > span.start) result.push_back({span.start, span.end, span.state});
  }
  return result;
}
Span covering(const SpanLane& lane, Nanos t, Nanos edge) {
  const auto index = lane.covering(t, edge);
  return index ? lane.at(*index, edge) : Span{};
}

TEST(KernelMerge, TheEdgeIsTheSmallerOfBoth) {
  Watched watched;
  watched.feed.edge(100);
  EXPECT_EQ(watched.model.edge(), 0);
  watched.kernel({}, 60);
  EXPECT_EQ(watched.model.edge(), 60);
  watched.kernel({}, 200);
  EXPECT_EQ(watched.model.edge(), 100);
  watched.feed.edge(150);
  EXPECT_EQ(watched.model.edge(), 150);
}

TEST(KernelMerge, ARunIsHollowWhileItsThreadIsOffCore) {
  Watched watched;
  Feeder& feed = watched.feed;
  feed.at(10);
  feed.startThread(0, kTid, 0);
  const LifeId g = feed.create(0, 0);
  feed.at(20);
  feed.startNext(0, 0);
  feed.at(90);
  feed.exit(0, 0, g);
  feed.edge(200);
  // In two batches: the second holds a record from before the first one's last.
  watched.kernel({record(5, SwitchKind::In, 4), record(30, SwitchKind::OutRunnable, 4), record(70, SwitchKind::In, 6)},
                 40);
  EXPECT_EQ(watched.model.edge(), 40);
  watched.kernel({record(50, SwitchKind::In, 4, 555), record(60, SwitchKind::OutWaiting, 4, 555),
                  record(120, SwitchKind::OutWaiting, 6)},
                 200);

  const std::vector<Brief> run{
      {20, 30, SpanState::Executing}, {30, 70, SpanState::OffCore}, {70, 90, SpanState::Executing}};
  std::vector<Brief> life{{10, 20, SpanState::Runnable}};
  life.insert(life.end(), run.begin(), run.end());
  EXPECT_EQ(brief(watched.model.goroutine(g).lane, 200), life);
  EXPECT_EQ(brief(watched.model.processor(0), 200), run);
  EXPECT_EQ(brief(watched.model.thread(0).lane, 200), (std::vector<Brief>{{10, 20, SpanState::Executing},
                                                                          {20, 30, SpanState::Executing},
                                                                          {30, 70, SpanState::Runnable},
                                                                          {70, 90, SpanState::Executing},
                                                                          {90, 120, SpanState::Executing},
                                                                          {120, 200, SpanState::Waiting}}));
  EXPECT_EQ(brief(watched.model.core(0), 200), (std::vector<Brief>{{5, 10, SpanState::Executing},
                                                                   {10, 20, SpanState::Executing},
                                                                   {20, 30, SpanState::Executing},
                                                                   {30, 50, SpanState::NotOurs},
                                                                   {50, 60, SpanState::Executing},
                                                                   {60, 200, SpanState::NotOurs}}));
  EXPECT_EQ(brief(watched.model.core(1), 200), (std::vector<Brief>{{5, 70, SpanState::NotOurs},
                                                                   {70, 90, SpanState::Executing},
                                                                   {90, 120, SpanState::Executing},
                                                                   {120, 200, SpanState::NotOurs}}));

  EXPECT_EQ(covering(watched.model.core(0), 7, 200).detail.flags & kNotAnM, kNotAnM) << "not an M before it says so";
  EXPECT_EQ(covering(watched.model.core(0), 25, 200).detail.goroutine, g);
  EXPECT_EQ(covering(watched.model.core(0), 25, 200).detail.thread, MId{0});
  const Span stranger = covering(watched.model.core(0), 55, 200);
  EXPECT_EQ(stranger.detail.flags & kNotAnM, kNotAnM);
  EXPECT_FALSE(stranger.detail.thread.valid());
  EXPECT_EQ(covering(watched.model.processor(0), 40, 200).detail.flags & kInvoluntary, kInvoluntary);
  EXPECT_EQ(covering(watched.model.goroutine(g).lane, 80, 200).detail.flags, kKernelSwitch);

  const Counters counters = watched.model.counters();
  EXPECT_EQ(counters.switchesInvoluntary, 1U);
  EXPECT_EQ(counters.switchesVoluntary, 1U) << "the stranger's don't count";
  EXPECT_EQ(counters.migrations, 1U);

  const BoardState off = watched.model.stateAt(40);
  EXPECT_TRUE(off.processors[0].offCore);
  EXPECT_EQ(off.processors[0].running, g);
  EXPECT_EQ(off.processors[0].runningSince, 20);
  EXPECT_EQ(off.executing, 0);
  const BoardState on = watched.model.stateAt(80);
  EXPECT_EQ(on.processors[0].core, 6U);
  EXPECT_EQ(on.processors[0].runningSince, 20);
  EXPECT_EQ(on.executing, 1);
}

TEST(KernelMerge, SpinningShowsWhereTheThreadExecutes) {
  Watched watched;
  Feeder& feed = watched.feed;
  feed.startThread(0, kTid, 0);
  feed.at(20);
  feed.mark(EventKind::SpinBegin, 0, 0);
  feed.at(60);
  feed.mark(EventKind::SpinEnd, 0, 0);
  feed.edge(100);
  watched.kernel({record(1, SwitchKind::In, 4), record(30, SwitchKind::OutRunnable, 4), record(40, SwitchKind::In, 4)},
                 100);
  EXPECT_EQ(brief(watched.model.thread(0).lane, 100), (std::vector<Brief>{{1, 20, SpanState::Executing},
                                                                          {20, 30, SpanState::Spinning},
                                                                          {30, 40, SpanState::Runnable},
                                                                          {40, 60, SpanState::Spinning},
                                                                          {60, 100, SpanState::Executing}}));
  EXPECT_EQ(brief(watched.model.processor(0), 100), (std::vector<Brief>{{20, 60, SpanState::Spinning}}));
}

TEST(KernelMerge, LostRecordsAreSaidOfTheCoreUntilItsNextRecord) {
  Watched watched;
  watched.feed.startThread(0, kTid, 0);
  watched.feed.edge(100);
  watched.kernel({record(1, SwitchKind::In, 4), record(30, SwitchKind::Lost, 4, 0), record(50, SwitchKind::In, 4)},
                 100);
  EXPECT_EQ(
      brief(watched.model.core(0), 100),
      (std::vector<Brief>{{1, 30, SpanState::Executing}, {30, 50, SpanState::Lost}, {50, 100, SpanState::Executing}}));
  EXPECT_EQ(brief(watched.model.thread(0).lane, 100),
            (std::vector<Brief>{{1, 30, SpanState::Executing}, {50, 100, SpanState::Executing}}));
}

TEST(KernelMerge, FinishAppliesWhatWaits) {
  Watched watched;
  watched.feed.at(10);
  watched.feed.startThread(0, kTid, 0);
  watched.kernel({record(5, SwitchKind::In, 4), record(300, SwitchKind::ThreadEnd, 4)}, 0);
  watched.builder.finish({EndReason::Finished, 0, ""});
  EXPECT_EQ(watched.model.edge(), 300);
  EXPECT_EQ(brief(watched.model.thread(0).lane, 300), (std::vector<Brief>{{10, 300, SpanState::Executing}}));
}

TEST(KernelMerge, SampledDelaysAddUpAlsoBeforeTheThreadIsKnown) {
  TraceModel model;
  RunInfo run = Watched::run();
  run.kernelSource = kernel::Source::Sampled;
  ModelBuilder builder(model, run);
  SwitchRecord sample = record(5, SwitchKind::RunDelay, 0);
  sample.a = 300;
  sample.b = 2;
  builder.addKernel({&sample, 1}, 6);
  Feeder feed(builder);
  feed.at(10);
  feed.startThread(0, kTid, 0);
  builder.addKernel({&sample, 1}, 20);
  feed.edge(20);
  EXPECT_EQ(model.edge(), 20) << "samples hold nothing up";
  EXPECT_EQ(computeStatistics(model).threads[0].runnable, 600);
  EXPECT_EQ(model.counters().switchesInvoluntary, 4U);
  EXPECT_EQ(model.core(0).size(), 0U);
}

}  // namespace
}  // namespace gmpscope::analysis
