#include "core/analysis/reasons.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "core/analysis/model_builder.h"
#include "tests/analysis/feeder.h"

namespace gmpscope::analysis {
namespace {

using trace::EventKind;
using trace::WaitReason;

using Pairs = std::vector<std::pair<std::string, std::string>>;

RunInfo runOf(int procs, kernel::Source source = kernel::Source::None) {
  RunInfo run;
  run.gomaxprocs = procs;
  run.coreIds = {0};
  run.kernelSource = source;
  return run;
}

class Reasons : public testing::Test {
 protected:
  // Why the span of this goroutine that covers t started.
  Reason why(LifeId g, Nanos t) { return whyOn(model_.goroutine(g).lane, t); }
  Reason whyOn(const SpanLane& lane, Nanos t) {
    const Nanos edge = model_.edge();
    const auto index = lane.covering(t, edge);
    EXPECT_TRUE(index) << "no span at " << t;
    return index ? whyStarted(model_, lane.at(*index, edge)) : Reason{};
  }
  static std::string parameter(const Reason& reason, const std::string& name) {
    for (const auto& [key, value] : reason.parameters) {
      if (key == name) return value;
    }
    return "(absent)";
  }
  static std::string chain(const Reason& reason) {
    std::string text;
    for (const auto& [time, step] : reason.chain) text += std::to_string(time) + ": " + step + "\n";
    return text;
  }

  TraceModel model_;
  ModelBuilder builder_{model_, runOf(4)};
  Feeder feed_{builder_};
};

TEST_F(Reasons, AStealTellsVictimHalfOrderAndTheWayOfTheGoroutine) {
  feed_.at(10);
  const LifeId parent = feed_.create(0, 0);
  feed_.at(15);
  feed_.startNext(0, 0);
  feed_.at(20);
  std::vector<LifeId> g;
  for (int i = 0; i < 6; ++i) g.push_back(feed_.create(0, 0, parent));  // ring: 0 .. 4, runnext: 5
  feed_.at(90);
  feed_.search(2, 2, 2, 1, 3, 1);  // itself, P3, P0
  feed_.steal(2, 2, 0, {g[0], g[1], g[2]});
  feed_.edge(100);

  const Reason reason = why(g[2], 95);
  EXPECT_EQ(reason.id, ReasonId::StartedBySteal);
  EXPECT_EQ(reason.time, 90);
  EXPECT_EQ(model_.events()[reason.event].event.kind(), EventKind::GStartSteal);
  EXPECT_EQ(parameter(reason, "processor"), "P2");
  EXPECT_EQ(parameter(reason, "victim"), "P0");
  EXPECT_EQ(parameter(reason, "seen"), "5");
  EXPECT_EQ(parameter(reason, "taken"), "3");
  EXPECT_EQ(parameter(reason, "goroutines"), "G2 G3 G4");
  EXPECT_EQ(reason.candidates, (Pairs{{"runnext", ""}, {"local", ""}, {"global", ""}, {"victim", "P3"}}));
  EXPECT_EQ(chain(reason),
            "20: g.create p=P0 by=G1\n"
            "20: runnext p=P0\n"
            "20: local p=P0 before=2\n"
            "90: g.start.steal p=P2 m=M2\n");

  // One that was stolen along came into the thief's ring.
  EXPECT_EQ(chain(why(g[1], 95)),
            "20: g.create p=P0 by=G1\n"
            "20: runnext p=P0\n"
            "20: local p=P0 before=1\n"
            "90: local p=P2 before=1\n");
}

TEST_F(Reasons, EarlierPassesOfASearchAreCounted) {
  feed_.at(10);
  const LifeId a = feed_.create(0, 0);
  const LifeId b = feed_.create(0, 0);
  feed_.at(20);
  feed_.search(1, 1, 3, 3, 4 + 4 + 2, 1);  // two passes of four, then P3 and P2
  feed_.steal(1, 1, 0, {a});
  feed_.edge(30);
  const Reason reason = why(a, 25);
  EXPECT_EQ(reason.candidates,
            (Pairs{{"runnext", ""}, {"local", ""}, {"global", ""}, {"passes", "2"}, {"victim", "P3"}}));
  EXPECT_EQ(why(b, 25).id, ReasonId::Created);
}

TEST_F(Reasons, RunnextAndLocalTellWhoElseWaited) {
  feed_.at(10);
  const LifeId a = feed_.create(0, 0);
  const LifeId b = feed_.create(0, 0);
  const LifeId c = feed_.create(0, 0);  // ring: a b, runnext: c
  feed_.at(20);
  feed_.startNext(0, 0);
  feed_.at(30);
  feed_.yield(0, 0, c);
  feed_.startLocal(0, 0, a, 17);
  feed_.edge(40);

  const Reason next = why(c, 25);
  EXPECT_EQ(next.id, ReasonId::StartedFromRunnext);
  EXPECT_EQ(next.candidates, (Pairs{{"tick", "0"}, {"local", "G1 G2"}, {"global", ""}}));
  const Reason local = why(a, 35);
  EXPECT_EQ(local.id, ReasonId::StartedFromLocal);
  EXPECT_EQ(parameter(local, "seen"), "2");
  EXPECT_EQ(local.candidates, (Pairs{{"tick", "17"}, {"runnext", ""}, {"local", "G2"}, {"global", "G3"}}));
  EXPECT_EQ(whyOn(model_.processor(0), 35).id, ReasonId::StartedFromLocal) << "the same on the processor's lane";
  EXPECT_EQ(why(b, 25).id, ReasonId::Created);
  EXPECT_EQ(why(c, 35).id, ReasonId::Yielded);
}

TEST_F(Reasons, GlobalByTickAndByBatch) {
  feed_.at(10);
  std::vector<LifeId> g;
  for (int i = 0; i < 4; ++i) {
    g.push_back(feed_.create(0, 0));
    feed_.startNext(0, 0);
    feed_.yield(0, 0, g.back());
  }
  feed_.at(20);
  feed_.startGlobal(0, 0, {g[0]}, 61U | 1U << 31);
  feed_.at(30);
  feed_.startGlobal(1, 1, {g[1], g[2]}, 5);
  feed_.edge(40);

  const Reason tick = why(g[0], 25);
  EXPECT_EQ(tick.id, ReasonId::StartedFromGlobalTick);
  EXPECT_EQ(parameter(tick, "schedtick"), "61");
  EXPECT_EQ(tick.candidates, (Pairs{{"runnext", ""}, {"local", ""}, {"global", "G2 G3 G4"}}));
  const Reason batch = why(g[1], 35);
  EXPECT_EQ(batch.id, ReasonId::StartedFromGlobal);
  EXPECT_EQ(parameter(batch, "taken"), "2");
  EXPECT_EQ(parameter(batch, "goroutines"), "G3");
  EXPECT_EQ(chain(batch), "10: g.yield p=P0\n10: global before=1\n30: g.start.global p=P1 m=M1\n");
}

TEST_F(Reasons, BlockedAndWoken) {
  feed_.at(10);
  const LifeId a = feed_.create(0, 0);
  feed_.startNext(0, 0);
  feed_.at(20);
  feed_.block(0, 0, a, 9, WaitReason::ChanReceive);
  const LifeId b = feed_.create(0, 0);
  feed_.startNext(0, 0);
  feed_.at(50);
  feed_.ready(0, 0, a, 9);
  feed_.edge(60);

  const Reason blocked = why(a, 30);
  EXPECT_EQ(blocked.id, ReasonId::Blocked);
  EXPECT_EQ(parameter(blocked, "object"), "9");
  EXPECT_EQ(parameter(blocked, "waits"), std::to_string(static_cast<int>(WaitReason::ChanReceive)));
  const Reason woken = why(a, 55);
  EXPECT_EQ(woken.id, ReasonId::Readied);
  EXPECT_EQ(parameter(woken, "by"), model_.label(b));
  EXPECT_EQ(parameter(woken, "waited_ns"), "30");
}

TEST_F(Reasons, TheNetworkWakes) {
  const LifeId g = feed_.create(0, 0);
  feed_.at(10);
  feed_.startNext(0, 0);
  feed_.at(20);
  feed_.block(0, 0, g, 5, WaitReason::Network);
  feed_.mark(EventKind::MPollWait, 0, Feeder::kNoP, 0, 7, 0);
  feed_.at(30);
  feed_.readyGlobal(1, g, 5);
  feed_.edge(40);
  const Reason waits = why(g, 25);
  EXPECT_EQ(waits.id, ReasonId::Blocked);
  EXPECT_EQ(parameter(waits, "waits"), std::to_string(static_cast<int>(WaitReason::Network)));
  EXPECT_EQ(whyOn(model_.thread(0).lane, 25).id, ReasonId::PollsNetwork);
  const Reason woken = why(g, 35);
  EXPECT_EQ(woken.id, ReasonId::Readied);
  EXPECT_EQ(parameter(woken, "by"), "network");
  EXPECT_EQ(parameter(woken, "into"), "global");
  EXPECT_EQ(parameter(woken, "thread"), "M1");
  EXPECT_EQ(parameter(woken, "processor"), "(absent)");
  EXPECT_EQ(chain(woken), "30: g.ready.global m=M1\n30: global before=0\n");
}

TEST_F(Reasons, ThreadsSpinParkAndSleep) {
  feed_.at(10);
  feed_.mark(EventKind::SpinBegin, 0, 0);
  feed_.at(20);
  feed_.mark(EventKind::SpinEnd, 0, 0);
  feed_.park(0);
  feed_.at(30);
  feed_.mark(EventKind::MWake, 0, 0, 0, 1);
  feed_.at(40);
  feed_.mark(EventKind::SpinEnd, 0, 0);
  feed_.mark(EventKind::MSleep, 0, Feeder::kNoP, 0, 5, 1);
  feed_.edge(50);
  const SpanLane& lane = model_.thread(0).lane;
  EXPECT_EQ(parameter(whyOn(lane, 15), "woken"), "no");
  EXPECT_EQ(whyOn(lane, 25).id, ReasonId::ParkedIdle);
  EXPECT_EQ(parameter(whyOn(model_.processor(0), 35), "woken"), "yes");
  EXPECT_EQ(whyOn(lane, 45).id, ReasonId::SleepsForTimer);
  EXPECT_EQ(parameter(whyOn(lane, 45), "until_ns"), std::to_string((std::uint64_t{1} << 32) + 5));
}

TEST(KernelReasons, TellWhoTookTheCore) {
  TraceModel model;
  ModelBuilder builder(model, runOf(1, kernel::Source::Perf));
  Feeder feed(builder);
  feed.startThread(0, 100, 0);
  feed.at(10);
  const LifeId g = feed.create(0, 0);
  feed.startNext(0, 0);
  feed.edge(100);
  std::vector<kernel::SwitchRecord> records(3);
  for (kernel::SwitchRecord& record : records) record.tid = 100;
  records[1].time = 30;
  records[1].kind = kernel::SwitchKind::OutRunnable;
  records[2].time = 50;
  builder.addKernel(records, 100);
  const auto why = [&](const SpanLane& lane, Nanos t) {
    const auto index = lane.covering(t, 100);
    return index ? whyStarted(model, lane.at(*index, 100)).id : ReasonId::Unknown;
  };
  for (const SpanLane* lane : {&model.goroutine(g).lane, &model.processor(0), &model.thread(0).lane}) {
    EXPECT_EQ(why(*lane, 20), ReasonId::StartedFromRunnext);
    EXPECT_EQ(why(*lane, 40), ReasonId::KernelPreempted);
    EXPECT_EQ(why(*lane, 60), ReasonId::KernelResumed);
  }
  EXPECT_EQ(why(model.thread(0).lane, 5), ReasonId::InScheduler);
  EXPECT_EQ(why(model.core(0), 40), ReasonId::NotOurs);
}

// Whatever a span says, nothing may be looked up that isn't there.
TEST(HostileReasons, ASpanOfAnotherTraceIsNotKnown) {
  TraceModel model;
  ModelBuilder builder(model, runOf(1));
  for (std::size_t state = 0; state < kSpanStates; ++state) {
    Span span{10, 20, static_cast<SpanState>(state), {}};
    span.detail.goroutine = LifeId{77};
    span.detail.cause = 12345;
    const Reason reason = whyStarted(model, span);
    EXPECT_TRUE(reason.candidates.empty());
  }
}

}  // namespace
}  // namespace gmpscope::analysis
