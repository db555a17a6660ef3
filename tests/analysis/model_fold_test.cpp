// A model that has become too much: the older half of the time is folded, all numbers are of what is left.

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <deque>
#include <fstream>
#include <random>
#include <utility>
#include <vector>

#include "core/analysis/reasons.h"
#include "core/analysis/statistics.h"
#include "tests/analysis/built_model.h"
#include "tests/support/sanitizers.h"

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
  EXPECT_EQ(whole.model.foldedBefore(), 0);
  built.builder.limitDetails(1);
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

// Goroutines on two Ps that do all that moves them, from a seed.
class Busy {
 public:
  Busy(Feeder& feed, unsigned seed) : feed_(feed), random_(seed) {
    for (std::uint32_t m = 0; m < 2; ++m) feed_.startThread(m, 100 + m, m);
    running_[0] = create(0);
    running_[0] = takeNext(0);
    idle(1);
  }
  void turn(Nanos t) {
    feed_.at(t);
    const std::uint32_t p = random_() % 2;
    if (!running_[p].valid()) return wake(p);
    const LifeId g = running_[p];
    switch (random_() % 7) {
      case 0:
        if (alive_ < kMost) create(p);
        return;
      case 1:
        if (!waiting_.empty()) wakeOne(p, p);
        return;
      case 2:
        feed_.exit(p, p, g);
        --alive_;
        break;
      case 3:
        feed_.blockInSelect(p, p, g, {5, 6, 7});
        waiting_.push_back(g);
        break;
      case 4:
      case 5:
        feed_.block(p, p, g, 3, trace::WaitReason::ChanReceive);
        waiting_.push_back(g);
        break;
      default:
        feed_.yield(p, p, g);
        global_.push_back(g);
        break;
    }
    startAnother(p);
  }

 private:
  static constexpr int kMost = 200;

  LifeId create(std::uint32_t p) {
    const LifeId g = feed_.create(p, p);
    ++alive_;
    putNext(p, g);
    return g;
  }
  void putNext(std::uint32_t p, LifeId g) {
    if (next_[p].valid()) ring_[p].push_back(next_[p]);
    next_[p] = g;
  }
  LifeId takeNext(std::uint32_t p) {
    feed_.startNext(p, p);
    return std::exchange(next_[p], LifeId{});
  }
  // Some of the first wait until the end.
  bool wakeOne(std::uint32_t m, std::uint32_t p) {
    const std::size_t i = random_() % waiting_.size();
    const LifeId g = waiting_[i];
    if (g.value < 50 && g.value % 5 == 0) return false;
    waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(i));
    feed_.ready(m, p, g, 3);
    putNext(p, g);
    return true;
  }
  void startAnother(std::uint32_t p) {
    running_[p] = {};
    if (next_[p].valid()) {
      running_[p] = takeNext(p);
    } else if (!ring_[p].empty()) {
      running_[p] = ring_[p].front();
      ring_[p].pop_front();
      feed_.startLocal(p, p, running_[p]);
    } else if (!global_.empty()) {
      running_[p] = global_.front();
      global_.pop_front();
      feed_.startGlobal(p, p, {running_[p]});
    } else {
      idle(p);
    }
  }
  void idle(std::uint32_t p) {
    running_[p] = {};
    feed_.releaseP(p, p);
    feed_.park(p);
  }
  // By a thread that does nothing else.
  void wake(std::uint32_t p) {
    feed_.acquireP(2, p, p);
    feed_.unpark(2, p);
    if (alive_ < kMost || !wakeOne(2, p)) create(p);
    running_[p] = takeNext(p);
  }

  Feeder& feed_;
  int alive_ = 0;
  std::mt19937 random_;
  LifeId running_[2];
  LifeId next_[2];
  std::deque<LifeId> ring_[2];
  std::deque<LifeId> global_;
  std::vector<LifeId> waiting_;
};

void expectSameBoard(const BoardState& a, const BoardState& b) {
  SCOPED_TRACE(a.time);
  EXPECT_EQ(a.global, b.global);
  EXPECT_EQ(a.globalKnown, b.globalKnown);
  EXPECT_EQ(a.idleP, b.idleP);
  EXPECT_EQ(a.idleM, b.idleM);
  EXPECT_EQ(a.transit, b.transit);
  EXPECT_EQ(a.alive, b.alive);
  EXPECT_EQ(a.running, b.running);
  EXPECT_EQ(a.runnable, b.runnable);
  EXPECT_EQ(a.waiting, b.waiting);
  ASSERT_EQ(a.processors.size(), b.processors.size());
  for (std::size_t p = 0; p < a.processors.size(); ++p) {
    EXPECT_EQ(a.processors[p].m, b.processors[p].m);
    EXPECT_EQ(a.processors[p].running, b.processors[p].running);
    EXPECT_EQ(a.processors[p].runningSince, b.processors[p].runningSince);
    EXPECT_EQ(a.processors[p].runnext, b.processors[p].runnext);
    EXPECT_EQ(a.processors[p].queue, b.processors[p].queue);
    EXPECT_EQ(a.processors[p].queueKnown, b.processors[p].queueKnown);
  }
  ASSERT_EQ(a.rooms.size(), b.rooms.size());
  for (std::size_t i = 0; i < a.rooms.size(); ++i) {
    EXPECT_EQ(a.rooms[i].object, b.rooms[i].object);
    EXPECT_EQ(a.rooms[i].reason, b.rooms[i].reason);
    EXPECT_EQ(a.rooms[i].waiters, b.rooms[i].waiters);
  }
}

// Twice: what was kept of before is kept once more.
TEST(ModelFold, TheBoardIsTheSameFromThenOn) {
  Built built(2);
  Built whole(2);
  constexpr int kTurns = 20'000;
  Busy some(built.feed, 5), same(whole.feed, 5);
  for (int half = 0; half < 2; ++half) {
    for (Nanos t = half * kTurns * 10; t < (half + 1) * kTurns * 10; t += 10) {
      some.turn(t + 10);
      same.turn(t + 10);
    }
    const Nanos edge = (half + 1) * kTurns * 10;
    built.builder.limitDetails(1);
    built.feed.edge(edge);
    built.builder.limitDetails(0);
    whole.feed.edge(edge);
    const Nanos folded = built.model.foldedBefore();
    ASSERT_GT(folded, half * kTurns * 5);
    ASSERT_LT(folded, edge);
    for (Nanos t = folded; t < edge && !HasFailure(); t += 1009)
      expectSameBoard(built.model.stateAt(t), whole.model.stateAt(t));
    const BoardState before = built.model.stateAt(folded - 1);
    EXPECT_TRUE(before.folded);
    EXPECT_FALSE(before.processors[0].queueKnown || before.globalKnown);
    EXPECT_TRUE(before.rooms.empty() && before.transit.empty());
    EXPECT_GT(built.model.firstEvent(), 0U);
    EXPECT_EQ(built.model.eventAt(0), built.model.firstEvent());
    EXPECT_EQ(built.model.eventAt(folded), built.model.firstEvent());
    EXPECT_EQ(whole.model.eventAt(folded), built.model.firstEvent());
  }
}

TEST(ModelFold, ReasonsAreTheSameFromThenOn) {
  Built built(2);
  Built whole(2);
  Busy some(built.feed, 6), same(whole.feed, 6);
  constexpr Nanos kEdge = 100'000;
  for (Nanos t = 10; t < kEdge; t += 10) {
    some.turn(t);
    same.turn(t);
  }
  built.builder.limitDetails(1);
  built.feed.edge(kEdge);
  whole.feed.edge(kEdge);
  const Nanos folded = built.model.foldedBefore();
  int told = 0;
  for (std::uint32_t g = 0; g < whole.model.goroutineCount(); ++g) {
    const Goroutine& one = whole.model.goroutine(LifeId{g});
    if (one.ended >= 0 && one.ended < folded) {
      EXPECT_EQ(built.model.label(LifeId{g}), "G?");
      EXPECT_EQ(built.model.goroutine(LifeId{g}).lane.size(), 0U);
      continue;
    }
    EXPECT_EQ(built.model.label(LifeId{g}), whole.model.label(LifeId{g}));
    for (const Span& span : spans(one.lane, kEdge)) {
      // A chain goes back to what made it runnable.
      if (span.start < folded + 2000 || span.state == SpanState::Lost) continue;
      const Reason a = whyStarted(built.model, span);
      const Reason b = whyStarted(whole.model, span);
      EXPECT_EQ(a.id, b.id);
      EXPECT_EQ(a.parameters, b.parameters);
      ++told;
    }
  }
  EXPECT_GT(told, 500);
}

constexpr bool kSanitized = test::kThreadSanitizer || test::kAddressSanitizer;

std::size_t residentBytes() {
  std::size_t total = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> total >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

// Goroutines come and go, and so does what is told of them.
TEST(ModelFold, ALongRunStaysWithinItsMemory) {
  constexpr std::size_t kLimit = std::size_t{32} << 20;
  Built built(2);
  Busy busy(built.feed, 7);
  built.builder.limitDetails(kLimit);
  const std::size_t before = residentBytes();
  std::size_t most = 0;
  const Nanos turns = test::scaled(2'000'000);
  for (Nanos t = 10; t <= 10 * turns; t += 10) {
    busy.turn(t);
    if (t % 2000 == 0) built.feed.edge(t);
    if (t % 100'000 == 0) most = std::max(most, residentBytes());
  }
  EXPECT_GT(built.model.foldedBefore(), 0);
  EXPECT_GT(built.model.counters().events * sizeof(OrderedEvent), 2 * kLimit / (kSanitized ? 10 : 1));
  if (!kSanitized) {
    EXPECT_LT(most - before, 2 * kLimit);
  }
}

}  // namespace
}  // namespace gmpscope::analysis
