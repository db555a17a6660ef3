#include "core/analysis/model_builder.h"

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <random>
#include <vector>

#include "tests/analysis/feeder.h"

namespace gmpscope::analysis {
namespace {

using trace::EventKind;
using trace::WaitReason;

RunInfo runOf(int procs, kernel::Source source = kernel::Source::None) {
  RunInfo run;
  run.preset = "test";
  run.gomaxprocs = procs;
  run.cores = 2;
  run.coreIds = {0, 1};
  run.kernelSource = source;
  return run;
}

struct Built {
  explicit Built(int procs) : builder(model, runOf(procs)), feed(builder) {}
  TraceModel model;
  ModelBuilder builder;
  Feeder feed;
};

std::vector<Span> spans(const SpanLane& lane, Nanos edge) {
  std::vector<Span> result;
  for (std::size_t i = 0; i < lane.size(); ++i) {
    const Span span = lane.at(i, edge);
    if (span.end > span.start) result.push_back(span);
  }
  return result;
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
  for (const Span& span : spans(lane, edge)) result.push_back({span.start, span.end, span.state});
  return result;
}

TEST(ModelBuilder, TellsTheSizeOfQueuesThatTheRunWasSetTo) {
  Built built(1);
  built.feed.at(10);
  built.feed.edge(10);
  EXPECT_EQ(built.model.stateAt(5).queueSize, 256U);
  built.feed.mark(EventKind::Knob, 0, 0, 0, static_cast<std::uint32_t>(trace::Knob::QueueSize), 16);
  built.feed.edge(20);
  EXPECT_EQ(built.model.stateAt(15).queueSize, 16U);
}

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

TEST(ModelBuilder, WhoSelectsStandsInSeveralWaitingRooms) {
  Built built(2);
  Feeder& feed = built.feed;
  feed.at(1);
  const LifeId a = feed.create(0, 0), b = feed.create(0, 0);  // ring: a, runnext: b
  feed.at(2);
  feed.startNext(0, 0);
  feed.at(10);
  feed.selectBlocks(0, 0, b, {5, 7, 9});
  feed.selectAlso(0, 0, b, 7);
  // What others do may stand in between.
  feed.search(1, 1, 1, 1, 2, 1);
  feed.selectAlso(0, 0, b, 9);
  feed.startLocal(0, 0, a);
  feed.at(12);
  feed.block(0, 0, a, 7, WaitReason::ChanSend);
  feed.at(20);
  feed.ready(1, 1, b, 9);
  feed.edge(30);

  const BoardState board = built.model.stateAt(15);
  EXPECT_EQ(board.waiting, 2U);
  ASSERT_EQ(board.rooms.size(), 3U);
  EXPECT_EQ(board.rooms[0].waiters, std::vector<LifeId>{b});
  EXPECT_EQ(board.rooms[0].reason, WaitReason::Select);
  EXPECT_EQ(board.rooms[1].object, 7U);
  EXPECT_EQ(board.rooms[1].waiters, (std::vector<LifeId>{b, a}));
  EXPECT_EQ(board.rooms[2].object, 9U);
  EXPECT_EQ(board.rooms[2].waiters, std::vector<LifeId>{b});
  EXPECT_EQ(built.model.stateAt(25).rooms.size(), 1U);
  const SpanLane& lane = built.model.goroutine(b).lane;
  const auto index = lane.covering(15, 30);
  ASSERT_TRUE(index.has_value());
  const Span span = lane.at(*index, 30);
  EXPECT_EQ(span.state, SpanState::Waiting);
  EXPECT_EQ(span.start, 10);
  EXPECT_EQ(span.end, 20);
  EXPECT_EQ(span.detail.reason, WaitReason::Select);
}

TEST(ModelBuilder, ABoardTellsWhereEveryGoroutineStands) {
  Built built(2);
  Feeder& feed = built.feed;
  feed.at(1);
  std::vector<LifeId> g;
  for (int i = 0; i < 6; ++i) g.push_back(feed.create(0, 0));  // ring: 0 1 2 3 4, runnext: 5
  feed.at(10);
  feed.startNext(0, 0);  // 5
  feed.at(11);
  feed.block(0, 0, g[5], 3, WaitReason::WaitGroup);
  feed.startLocal(0, 0, g[0]);
  feed.at(12);
  feed.search(1, 1, 1, 1, 2, 1);
  feed.steal(1, 1, 0, {g[1], g[2]});
  feed.at(13);
  feed.yield(1, 1, g[2]);
  feed.startLocal(1, 1, g[1]);
  feed.edge(20);

  const BoardState board = built.model.stateAt(15);
  ASSERT_EQ(board.processors.size(), 2U);
  EXPECT_EQ(board.processors[0].running, g[0]);
  EXPECT_EQ(board.processors[0].runningSince, 11);
  EXPECT_EQ(board.processors[0].m, MId{0});
  EXPECT_EQ(board.processors[0].queue, (std::vector<LifeId>{g[3], g[4]}));
  EXPECT_FALSE(board.processors[0].runnext.valid());
  EXPECT_EQ(board.processors[1].running, g[1]);
  EXPECT_EQ(board.processors[1].m, MId{1});
  EXPECT_EQ(board.global, std::vector<LifeId>{g[2]});
  ASSERT_EQ(board.rooms.size(), 1U);
  EXPECT_EQ(board.rooms[0].object, 3U);
  EXPECT_EQ(board.rooms[0].reason, WaitReason::WaitGroup);
  EXPECT_EQ(board.rooms[0].waiters, std::vector<LifeId>{g[5]});
  EXPECT_TRUE(board.transit.empty());
  EXPECT_EQ(board.alive, 6U);
  EXPECT_EQ(board.running, 2U);
  EXPECT_EQ(board.runnable, 3U);
  EXPECT_EQ(board.waiting, 1U);
  EXPECT_EQ(built.model.queueLength(0).at(5), 6U) << "ring and runnext";
  EXPECT_EQ(built.model.queueLength(0).at(15), 2U);
  EXPECT_EQ(built.model.globalLength().at(15), 1U);
  EXPECT_EQ(built.model.counters().stealsGot, 1U);
  EXPECT_EQ(built.model.counters().goroutinesStolen, 2U);
  EXPECT_EQ(built.model.firstSteal(), 12);
  const BoardState before = built.model.stateAt(5);
  EXPECT_EQ(before.processors[0].runnext, g[5]);
  EXPECT_EQ(before.processors[0].queue, (std::vector<LifeId>{g[0], g[1], g[2], g[3], g[4]}));
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

TEST(ModelBuilder, AGapIsShownAndQueuesAreUnknownUntilEventsNameWhoStandsThere) {
  Built built(2);
  Feeder& feed = built.feed;
  feed.at(10);
  const LifeId a = feed.create(0, 0);
  const LifeId b = feed.create(0, 0);
  feed.at(20);
  feed.startNext(0, 0);
  built.builder.onGap(30, 40, 0);
  feed.at(50);
  // The slots may have been given to others in the gap: how many wait is known, who isn't.
  feed.mark(EventKind::PStatus, 0, 0, Feeder::slot(b), 0, 1, 9);
  feed.mark(EventKind::PSlots, 0, 0, 0, Feeder::slot(a));
  feed.at(60);
  feed.startNext(0, 0);
  feed.at(70);
  feed.startLocal(0, 0, a);
  feed.edge(80);
  built.builder.onGap(90, 90, 17);  // how many there were is told at the end

  EXPECT_EQ(
      brief(built.model.goroutine(a).lane, 80),
      (std::vector<Brief>{{10, 30, SpanState::Runnable}, {30, 70, SpanState::Lost}, {70, 80, SpanState::Executing}}));
  EXPECT_EQ(
      brief(built.model.processor(0), 80),
      (std::vector<Brief>{{20, 30, SpanState::Executing}, {30, 70, SpanState::Lost}, {70, 80, SpanState::Executing}}));
  EXPECT_EQ(brief(built.model.processor(1), 80), (std::vector<Brief>{{30, 80, SpanState::Lost}}));
  EXPECT_TRUE(built.model.stateAt(25).processors[0].queueKnown);
  EXPECT_FALSE(built.model.stateAt(45).processors[0].queueKnown);
  EXPECT_FALSE(built.model.stateAt(45).globalKnown);
  EXPECT_FALSE(built.model.stateAt(55).processors[0].queueKnown);
  EXPECT_EQ(built.model.queueLength(0).at(55), 2U);
  EXPECT_FALSE(built.model.stateAt(65).processors[0].queueKnown) << "one of unknown name is left";
  EXPECT_TRUE(built.model.stateAt(75).processors[0].queueKnown);
  EXPECT_FALSE(built.model.stateAt(75).processors[1].queueKnown);
  built.feed.edge(100);
  ASSERT_EQ(built.model.gaps().size(), 1U);
  EXPECT_EQ(built.model.gaps()[0].dropped, 17U);
  EXPECT_EQ(built.model.counters().dropped, 17U);
  EXPECT_EQ(built.model.counters().gaps, 1U);
  EXPECT_EQ(built.model.label(LifeId{}), "G?");
  EXPECT_EQ(built.model.goroutine(LifeId{}).lane.size(), 0U);
}

TEST(ModelBuilder, WhoseSlotAnotherHasEndedInTheGap) {
  Built built(1);
  Feeder& feed = built.feed;
  feed.at(10);
  const LifeId old = feed.create(0, 0);
  built.builder.onGap(20, 30, 0);
  feed.at(40);
  // The linearizer announces the new life before the event that shows it.
  const trace::Event event{40, trace::Event::makeHead(EventKind::GStatus, 0, 0), Feeder::slot(old), 99, 0, 0, 0};
  const std::vector<LifeId> announced{LifeId{1}};
  built.builder.onOp({{.kind = trace::OpKind::GNew, .m = MId{0}, .g = 1, .other = LifeId::kNone, .count = 99},
                      event,
                      1,
                      false,
                      false,
                      40,
                      announced,
                      LifeId{}});
  built.builder.onOp({{.kind = trace::OpKind::Mark, .m = MId{0}}, event, 1, true, true, 40, {}, LifeId{}});
  feed.edge(50);
  EXPECT_EQ(built.model.goroutine(old).ended.load(), 40);
  EXPECT_EQ(brief(built.model.goroutine(old).lane, 50).back(), (Brief{20, 40, SpanState::Lost}));
  EXPECT_EQ(built.model.label(LifeId{1}), "G99");
  EXPECT_EQ(built.model.goroutine(LifeId{1}).lane.size(), 0U) << "nothing says what it does";
  EXPECT_EQ(built.model.stateAt(45).alive, 1U);
}

// What breaks the rules is reported by the checker; the model must survive it.
TEST(ModelBuilder, NonsenseIsIgnored) {
  Built built(1);
  const trace::Event event{0, trace::Event::makeHead(EventKind::GExit, 0, 77), 5, 0, 0, 0, 0};
  for (int kind = 0; kind <= static_cast<int>(trace::OpKind::IdleMTake); ++kind) {
    trace::Op op;
    op.kind = static_cast<trace::OpKind>(kind);
    op.p = 77;
    op.m = MId{0};
    op.count = 1000;
    built.builder.onOp({op, event, 0, true, true, 10, {}, LifeId{}});
    const std::vector<LifeId> unknown{LifeId{}, LifeId{}};
    built.builder.onOp({op, event, 0, true, true, 10, unknown, LifeId{}});
  }
  built.builder.finish({EndReason::Finished, 0, ""});
  EXPECT_EQ(built.model.processorCount(), 1U);
  EXPECT_EQ(built.model.goroutineCount(), 0U);
  EXPECT_EQ(built.model.stateAt(10).alive, 0U);
}

TEST(ModelBuilder, EventsAreFoundByTime) {
  Built built(1);
  for (Nanos t = 0; t < 1000; t += 10) {
    built.feed.at(t);
    built.feed.mark(EventKind::RunStart, 0, 0);
    built.feed.mark(EventKind::RunStart, 0, 0);
  }
  built.feed.edge(1000);
  EXPECT_EQ(built.model.eventAt(0), 0U);
  EXPECT_EQ(built.model.eventAt(10), 2U);
  EXPECT_EQ(built.model.eventAt(11), 4U);
  EXPECT_EQ(built.model.eventAt(5000), 200U);
}

// Random scheduling: what the board says at every instant is what a replay says.
TEST(ModelBuilder, TheBoardEqualsAReplay) {
  constexpr std::uint32_t kProcs = 3;
  auto random = [engine = std::mt19937(17)]() mutable { return static_cast<std::uint32_t>(engine()); };
  Built built(kProcs);
  Feeder& feed = built.feed;

  struct Now {
    std::deque<LifeId> queue[kProcs];
    LifeId next[kProcs];
    LifeId running[kProcs];
    std::deque<LifeId> global;
    std::vector<LifeId> waiting;
  };
  Now now;
  std::vector<Now> then;
  const auto kick = [&](std::uint32_t p, LifeId g) {
    if (now.next[p].valid()) now.queue[p].push_back(now.next[p]);
    now.next[p] = g;
  };
  for (Nanos t = 0; t < 4000; ++t) {
    feed.at(t);
    const std::uint32_t p = random() % kProcs;
    if (!now.running[p].valid()) {
      if (now.next[p].valid()) {
        feed.startNext(p, p);
        now.running[p] = now.next[p];
        now.next[p] = LifeId{};
      } else if (!now.queue[p].empty()) {
        feed.startLocal(p, p, now.queue[p].front());
        now.running[p] = now.queue[p].front();
        now.queue[p].pop_front();
      } else if (!now.global.empty()) {
        std::vector<LifeId> batch(now.global.begin(),
                                  now.global.begin() + static_cast<std::ptrdiff_t>(1 + random() % now.global.size()));
        feed.startGlobal(p, p, batch);
        now.global.erase(now.global.begin(), now.global.begin() + static_cast<std::ptrdiff_t>(batch.size()));
        now.running[p] = batch[0];
        now.queue[p].insert(now.queue[p].end(), batch.begin() + 1, batch.end());
      } else {
        const std::uint32_t victim = (p + 1) % kProcs;
        auto& queue = now.queue[victim];
        if (queue.empty()) {
          kick(p, feed.create(p, p));
        } else {
          std::vector<LifeId> half(queue.begin(), queue.begin() + static_cast<std::ptrdiff_t>((queue.size() + 1) / 2));
          feed.steal(p, p, victim, half);
          queue.erase(queue.begin(), queue.begin() + static_cast<std::ptrdiff_t>(half.size()));
          now.running[p] = half.back();
          now.queue[p].insert(now.queue[p].end(), half.begin(), half.end() - 1);
        }
      }
    } else {
      const LifeId g = now.running[p];
      switch (random() % 6) {
        case 0:
          feed.exit(p, p, g);
          now.running[p] = LifeId{};
          break;
        case 1:
          feed.yield(p, p, g);
          now.global.push_back(g);
          now.running[p] = LifeId{};
          break;
        case 2:
          feed.block(p, p, g, 5, WaitReason::ChanSend);
          now.waiting.push_back(g);
          now.running[p] = LifeId{};
          break;
        case 3:
          if (!now.waiting.empty()) {
            const LifeId woken = now.waiting.front();
            now.waiting.erase(now.waiting.begin());
            feed.ready(p, p, woken, 5);
            kick(p, woken);
          }
          break;
        default:
          kick(p, feed.create(p, p, g));
          break;
      }
    }
    then.push_back(now);
    if (t % 100 == 0) feed.edge(t);
  }
  feed.edge(4000);

  for (std::size_t t = 0; t < then.size(); t += 7) {
    const BoardState board = built.model.stateAt(static_cast<Nanos>(t));
    for (std::uint32_t p = 0; p < kProcs; ++p) {
      const ProcessorState& processor = board.processors[p];
      ASSERT_EQ(processor.queue, std::vector<LifeId>(then[t].queue[p].begin(), then[t].queue[p].end()))
          << "P" << p << " at " << t;
      ASSERT_EQ(processor.runnext, then[t].next[p]) << "P" << p << " at " << t;
      ASSERT_EQ(processor.running, then[t].running[p]) << "P" << p << " at " << t;
      ASSERT_EQ(built.model.queueLength(p).at(static_cast<Nanos>(t)),
                then[t].queue[p].size() + (then[t].next[p].valid() ? 1 : 0));
    }
    ASSERT_EQ(board.global, std::vector<LifeId>(then[t].global.begin(), then[t].global.end()));
    ASSERT_EQ(board.waiting, then[t].waiting.size());
    if (!then[t].waiting.empty()) {
      ASSERT_EQ(board.rooms[0].waiters, then[t].waiting);
    }
    ASSERT_TRUE(board.transit.empty());
  }
}

}  // namespace
}  // namespace gmpscope::analysis
