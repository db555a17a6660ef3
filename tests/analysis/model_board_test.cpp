// Where everybody stands at an instant.

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <random>
#include <vector>

#include "tests/analysis/built_model.h"

namespace gmpscope::analysis {
namespace {

using trace::WaitReason;

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
