// What events become on the lanes of processors, threads and goroutines.

#include <gtest/gtest.h>

#include "tests/analysis/built_model.h"

namespace gmpscope::analysis {
namespace {

using trace::EventKind;
using trace::WaitReason;

TEST(ModelBuilder, AGoroutinesLifeIsItsLane) {
  Built built(1);
  Feeder& feed = built.feed;
  feed.startThread(0, 100);
  feed.at(10);
  feed.name(0, 9, "hash of everything");
  const LifeId g = feed.create(0, 0, {}, 9);
  feed.at(20);
  feed.startNext(0, 0);
  feed.at(50);
  feed.block(0, 0, g, 7, WaitReason::ChanReceive);
  feed.at(60);
  feed.ready(0, 0, g, 7);
  feed.at(65);
  feed.startNext(0, 0);
  feed.at(70);
  feed.yield(0, 0, g);
  feed.at(72);
  feed.startGlobal(0, 0, {g});
  feed.at(90);
  feed.exit(0, 0, g);
  feed.edge(100);

  const Goroutine& goroutine = built.model.goroutine(g);
  EXPECT_EQ(brief(goroutine.lane, 100), (std::vector<Brief>{{10, 20, SpanState::Runnable},
                                                            {20, 50, SpanState::Executing},
                                                            {50, 60, SpanState::Waiting},
                                                            {60, 65, SpanState::Runnable},
                                                            {65, 70, SpanState::Executing},
                                                            {70, 72, SpanState::Runnable},
                                                            {72, 90, SpanState::Executing}}));
  const std::vector<Span> lane = spans(goroutine.lane, 100);
  EXPECT_EQ(lane[2].detail.reason, WaitReason::ChanReceive);
  EXPECT_EQ(built.model.events()[lane[2].detail.cause].event.kind(), EventKind::GBlock);
  EXPECT_EQ(built.model.events()[lane[1].detail.cause].event.kind(), EventKind::GStartNext);
  EXPECT_EQ(lane[1].detail.flags & kRuntimesWord, kRuntimesWord) << "no kernel said that it executes";
  EXPECT_EQ(goroutine.created, 10);
  EXPECT_EQ(goroutine.ended.load(), 90);
  EXPECT_EQ(built.model.label(g), "G1 hash of everything");
  EXPECT_EQ(brief(built.model.processor(0), 100),
            (std::vector<Brief>{
                {20, 50, SpanState::Executing}, {65, 70, SpanState::Executing}, {72, 90, SpanState::Executing}}));
  EXPECT_EQ(built.model.edge(), 100);
}

TEST(ModelBuilder, AnOpenSpanEndsAtTheEdge) {
  Built built(1);
  built.feed.at(10);
  const LifeId g = built.feed.create(0, 0);
  built.feed.edge(40);
  EXPECT_EQ(brief(built.model.goroutine(g).lane, built.model.edge()),
            (std::vector<Brief>{{10, 40, SpanState::Runnable}}));
  EXPECT_EQ(built.model.stateAt(1000).runnable, 1U) << "beyond the edge: the last final instant";
}

TEST(ModelBuilder, SpinningAndIdleShowOnProcessorAndThread) {
  Built built(2);
  Feeder& feed = built.feed;
  feed.startThread(0, 100, 0);
  feed.startThread(1, 101, 1);
  feed.at(10);
  feed.mark(EventKind::SpinBegin, 1, 1);
  feed.at(20);
  feed.mark(EventKind::StealSearch, 1, 1, 0, 0, 1, 8, 0);
  feed.releaseP(1, 1);
  feed.at(22);
  feed.mark(EventKind::SpinEnd, 1);
  feed.at(25);
  feed.park(1);
  feed.at(40);
  feed.acquireP(0, 1, 1);
  feed.unpark(0, 1);
  feed.at(45);
  feed.mark(EventKind::MWake, 1, 1, 0, 1);  // woken to spin
  feed.at(50);
  feed.mark(EventKind::SpinEnd, 1, 1, 0, 1);
  feed.edge(60);

  EXPECT_EQ(brief(built.model.processor(1), 60),
            (std::vector<Brief>{{10, 20, SpanState::Spinning}, {45, 50, SpanState::Spinning}}));
  EXPECT_EQ(
      brief(built.model.thread(1).lane, 60),
      (std::vector<Brief>{{10, 22, SpanState::Spinning}, {25, 45, SpanState::Waiting}, {45, 50, SpanState::Spinning}}));
  const BoardState idle = built.model.stateAt(30);
  EXPECT_EQ(idle.idleP, std::vector<std::uint32_t>{1});
  EXPECT_EQ(idle.idleM, std::vector<MId>{MId{1}});
  EXPECT_TRUE(idle.processors[1].idle);
  EXPECT_EQ(idle.executing, -1);
  const BoardState woken = built.model.stateAt(42);
  EXPECT_TRUE(woken.idleP.empty());
  EXPECT_TRUE(woken.idleM.empty());
  EXPECT_EQ(woken.processors[1].m, MId{1});
  EXPECT_FALSE(woken.processors[1].idle);
  const BoardState spins = built.model.stateAt(47);
  EXPECT_TRUE(spins.processors[1].spinning);
  EXPECT_EQ(spins.spinning, std::vector<MId>{MId{1}});
  EXPECT_EQ(built.model.counters().stealsTried, 1U);
  EXPECT_EQ(built.model.counters().stealsGot, 0U);
}

TEST(ModelBuilder, AnMThatIsSpawnedToSpinSpinsFromItsStart) {
  Built built(1);
  built.feed.mark(EventKind::MSpawn, 0, 0, 0, 1, 1);
  built.feed.at(10);
  built.feed.startThread(1, 101, 0);
  built.feed.edge(20);
  EXPECT_EQ(brief(built.model.processor(0), 20), (std::vector<Brief>{{10, 20, SpanState::Spinning}}));
}

TEST(ModelBuilder, APanicIsAFault) {
  Built built(1);
  Feeder& feed = built.feed;
  const LifeId g = feed.create(0, 0);
  feed.at(10);
  feed.startNext(0, 0);
  feed.at(20);
  feed.mark(EventKind::Panic, 0, 0, Feeder::slot(g), 0);
  built.builder.finish({EndReason::Panic, 2, "panic: test"});
  EXPECT_EQ(built.model.end().reason, EndReason::Panic);
  EXPECT_EQ(brief(built.model.goroutine(g).lane, built.model.edge()).back(), (Brief{20, 21, SpanState::Fault}));
  EXPECT_EQ(brief(built.model.processor(0), built.model.edge()).back(), (Brief{20, 21, SpanState::Fault}));
}

}  // namespace
}  // namespace gmpscope::analysis
