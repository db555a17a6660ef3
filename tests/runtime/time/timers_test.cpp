#include "core/runtime/time/timers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <random>
#include <vector>

#include "tests/support/sanitizers.h"

namespace gmp::rt {
namespace {

// What the heap needs of its timers; counts who points to them.
struct CountedTimer : Timer {
  CountedTimer() : Timer(&kOps) {}
  static void retain(Timer& timer) noexcept { ++static_cast<CountedTimer&>(timer).references; }
  static void release(Timer& timer) noexcept { --static_cast<CountedTimer&>(timer).references; }
  static constexpr TimerOps kOps{TimerKind::Function, nullptr, retain, release};
  int references = 0;
};

class TimersTest : public ::testing::Test {
 protected:
  // As resetTimer does.
  void set(Timer& timer, Deadline when, Deadline period = 0) {
    if (!timer.set(when, period).homeless) return;
    const gmpscope::SpinGuard guard(timers.lock);
    (void)timers.add(timer);
  }
  std::optional<Firing> take(Deadline now, bool force = false) {
    const gmpscope::SpinGuard guard(timers.lock);
    Firing firing;
    if (!timers.takeDue(now, force, firing)) return std::nullopt;
    CountedTimer::release(*firing.timer);
    return firing;
  }

  Timers timers;
};

TEST_F(TimersTest, GivesNothingWhenEmpty) {
  EXPECT_EQ(timers.earliest(), kNever);
  EXPECT_FALSE(timers.due(RunClock()));
  EXPECT_FALSE(take(kNever).has_value());
  EXPECT_TRUE(timers.empty());
}

TEST_F(TimersTest, GivesWhatIsDueOnly) {
  CountedTimer timer;
  set(timer, 100);
  EXPECT_EQ(timer.references, 1);
  EXPECT_FALSE(take(99).has_value());
  EXPECT_EQ(take(100)->timer, &timer);
  EXPECT_FALSE(take(100).has_value());
  EXPECT_EQ(timer.references, 0);
}

TEST_F(TimersTest, KnowsTheEarliest) {
  CountedTimer a, b, c;
  set(c, 300);
  EXPECT_EQ(timers.earliest(), 300);
  set(a, 100);
  EXPECT_EQ(timers.earliest(), 100);
  set(b, 200);
  EXPECT_EQ(timers.earliest(), 100);
  (void)take(1000);
  EXPECT_EQ(timers.earliest(), 200);
  (void)take(1000);
  (void)take(1000);
  EXPECT_EQ(timers.earliest(), kNever);
}

TEST_F(TimersTest, TellsWhoAddsWhetherItIsTheFirst) {
  CountedTimer a, b, c;
  const gmpscope::SpinGuard guard(timers.lock);
  (void)a.set(200, 0);
  EXPECT_EQ(timers.add(a), 200);
  (void)b.set(300, 0);
  EXPECT_EQ(timers.add(b), kNever);
  (void)c.set(100, 0);
  EXPECT_EQ(timers.add(c), 100);
  EXPECT_FALSE(a.set(150, 0).first);
  EXPECT_TRUE(b.set(50, 0).first);
}

TEST_F(TimersTest, IsDueByTheClock) {
  CountedTimer late, now;
  set(late, monotonicNow() + 3'600'000'000'000);
  EXPECT_FALSE(timers.due(RunClock()));
  set(now, monotonicNow());
  EXPECT_TRUE(timers.due(RunClock()));
}

TEST_F(TimersTest, TheFarthestIsNeverDue) {
  CountedTimer timer;
  set(timer, deadlineIn(monotonicNow(), kNever));
  EXPECT_FALSE(timers.due(RunClock()));
  EXPECT_EQ(timers.earliest(), kNever - 1);
}

TEST_F(TimersTest, AStoppedOneDoesntFire) {
  CountedTimer a, b;
  set(a, 100);
  set(b, 200);
  EXPECT_TRUE(stopTimer(a));
  EXPECT_FALSE(stopTimer(a));
  EXPECT_EQ(take(1000)->timer, &b);
  EXPECT_FALSE(take(1000).has_value());
  EXPECT_FALSE(stopTimer(b));
  EXPECT_EQ(a.references, 0);
}

// Nobody shall wait for what was stopped: a run in which only that is left is dead.
TEST_F(TimersTest, StoppedOnesAloneAreNothingToWaitFor) {
  CountedTimer a, b;
  set(a, 100);
  set(b, 200);
  stopTimer(a);
  EXPECT_EQ(timers.earliest(), 100);  // not exact, but never too late
  stopTimer(b);
  EXPECT_EQ(timers.earliest(), kNever);
  set(b, 300);
  EXPECT_NE(timers.earliest(), kNever);
  EXPECT_LE(timers.earliest(), 300);
}

TEST_F(TimersTest, AChangedOneFiresAtItsNewTime) {
  CountedTimer a, b;
  set(a, 1000);
  set(b, 500);
  EXPECT_TRUE(a.set(100, 0).first);
  EXPECT_EQ(timers.earliest(), 100);
  EXPECT_EQ(take(100)->timer, &a);
  (void)b.set(800, 0);
  EXPECT_FALSE(take(500).has_value());
  EXPECT_EQ(timers.earliest(), 800);
  EXPECT_EQ(take(800)->due, 800);
}

TEST_F(TimersTest, AChangeIsAnotherSequence) {
  CountedTimer timer;
  set(timer, 100);
  const std::uint32_t sequence = take(100)->sequence;
  EXPECT_EQ(timer.sequence, sequence);
  stopTimer(timer);
  EXPECT_NE(timer.sequence, sequence);
}

TEST_F(TimersTest, APeriodicOneDropsWhatItMissed) {
  CountedTimer timer;
  set(timer, 100, 10);
  EXPECT_EQ(take(100)->due, 100);
  EXPECT_FALSE(take(109).has_value());
  EXPECT_EQ(take(110)->due, 110);
  EXPECT_EQ(take(147)->due, 120);
  EXPECT_EQ(timers.earliest(), 150);
  EXPECT_EQ(timer.references, 1);
  set(timer, 200, kNever - 100);
  EXPECT_EQ(take(200)->due, 200);
  EXPECT_EQ(timers.earliest(), kNever - 1);
}

// A quarter may stay.
TEST_F(TimersTest, ZombiesAreCleanedAway) {
  std::vector<CountedTimer> all(100);
  for (std::size_t i = 0; i < all.size(); ++i) set(all[i], static_cast<Deadline>(i + 1));
  for (std::size_t i = 30; i < 50; ++i) stopTimer(all[i]);
  EXPECT_FALSE(timers.manyZombies());
  for (std::size_t i = 50; i < 60; ++i) stopTimer(all[i]);
  EXPECT_TRUE(timers.manyZombies());
  EXPECT_EQ(timers.size(), 100U);
  EXPECT_FALSE(take(0, true).has_value());
  EXPECT_EQ(timers.size(), 70U);
  EXPECT_FALSE(timers.manyZombies());
}

TEST_F(TimersTest, WhoAddsCleansBothEnds) {
  CountedTimer first, middle, last, another;
  set(first, 1);
  set(middle, 2);
  set(last, 3);
  stopTimer(first);
  stopTimer(last);
  set(another, 4);
  EXPECT_EQ(timers.size(), 2U);
  EXPECT_EQ(timers.earliest(), 2);
}

TEST_F(TimersTest, AllMoveToAnotherP) {
  std::vector<CountedTimer> all(40);
  for (std::size_t i = 0; i < all.size(); ++i) set(all[i], static_cast<Deadline>(100 + i));
  stopTimer(all[7]);
  (void)all[8].set(50, 0);
  Timers other;
  {
    const gmpscope::SpinGuard guard(timers.lock);
    const gmpscope::SpinGuard both(other.lock);
    other.takeAll(timers);
  }
  EXPECT_TRUE(timers.empty());
  EXPECT_EQ(timers.earliest(), kNever);
  EXPECT_EQ(other.earliest(), 50);
  EXPECT_TRUE(stopTimer(all[9]));
  std::vector<Deadline> fired;
  Firing firing;
  {
    const gmpscope::SpinGuard guard(other.lock);
    while (other.takeDue(1000, false, firing)) {
      CountedTimer::release(*firing.timer);
      fired.push_back(firing.due);
    }
  }
  EXPECT_EQ(fired.size(), 38U);
  EXPECT_TRUE(std::is_sorted(fired.begin(), fired.end()));
  for (const CountedTimer& timer : all) EXPECT_EQ(timer.references, 0);
  EXPECT_TRUE(other.empty());
}

TEST_F(TimersTest, WhatIsLeftAtTheEndIsLetGo) {
  CountedTimer timer;
  set(timer, 100);
  timers.abandon();
  EXPECT_EQ(timer.references, 0);
  EXPECT_EQ(timer.heap, nullptr);
  set(timer, 200);
  EXPECT_EQ(take(200)->due, 200);
}

// Against a plain list: times, periods, stops, changes, in any order.
TEST_F(TimersTest, DoesWhatAListDoes) {
  struct Model {
    Deadline when = 0;
    Deadline period = 0;
  };
  std::mt19937 random(7);
  const auto below = [&random](std::uint32_t n) { return static_cast<Deadline>(random() % n); };
  std::vector<CountedTimer> all(200);
  std::vector<Model> model(all.size());
  const auto earliest = [&model] {
    Deadline least = kNever;
    for (const Model& m : model)
      if (m.when != 0) least = std::min(least, m.when);
    return least;
  };
  Deadline now = 1;
  for (int step = 0; step < 100'000; ++step) {
    const std::size_t i = random() % all.size();
    switch (below(6)) {
      case 0:
        ASSERT_EQ(stopTimer(all[i]), model[i].when != 0);
        model[i].when = 0;
        break;
      case 1:
      case 2:
        model[i] = {now + below(300) - 50, below(4) == 0 ? below(100) : 0};
        model[i].when = std::max<Deadline>(model[i].when, 1);
        set(all[i], model[i].when, model[i].period);
        break;
      default: {
        now += below(10);
        const auto fired = take(now, timers.manyZombies() && below(2) == 0);
        ASSERT_EQ(fired.has_value(), earliest() <= now);
        if (!fired) break;
        ASSERT_EQ(fired->due, earliest());
        Model& m = model[static_cast<std::size_t>(static_cast<CountedTimer*>(fired->timer) - all.data())];
        ASSERT_EQ(m.when, fired->due);
        m.when = m.period == 0 ? 0 : m.when + m.period * (1 + (now - m.when) / m.period);
      }
    }
    ASSERT_LE(timers.earliest(), earliest());
    ASSERT_EQ(timers.earliest() == kNever, earliest() == kNever);
  }
  for (std::size_t i = 0; i < all.size(); ++i) stopTimer(all[i]);
  (void)take(now, true);
  EXPECT_TRUE(timers.empty());
  for (const CountedTimer& timer : all) EXPECT_EQ(timer.references, 0);
}

}  // namespace
}  // namespace gmp::rt
