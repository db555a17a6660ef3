#include "core/runtime/timers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <vector>

namespace gmp::rt {
namespace {

class TimersTest : public ::testing::Test {
 protected:
  void add(Deadline when, std::uint32_t g) {
    const gmpscope::SpinGuard guard(timers.lock);
    timers.add({when, g});
  }
  std::optional<Timers::Entry> take(Deadline now) {
    const gmpscope::SpinGuard guard(timers.lock);
    Timers::Entry entry;
    if (!timers.takeDue(now, entry)) return std::nullopt;
    return entry;
  }

  Timers timers;
};

TEST_F(TimersTest, GivesNothingWhenEmpty) {
  EXPECT_EQ(timers.earliest(), kNever);
  EXPECT_FALSE(timers.due());
  EXPECT_FALSE(take(kNever).has_value());
}

TEST_F(TimersTest, GivesWhatIsDueOnly) {
  add(100, 1);
  EXPECT_FALSE(take(99).has_value());
  EXPECT_EQ(take(100)->g, 1U);
  EXPECT_FALSE(take(100).has_value());
}

TEST_F(TimersTest, KnowsTheEarliest) {
  add(300, 3);
  EXPECT_EQ(timers.earliest(), 300);
  add(100, 1);
  EXPECT_EQ(timers.earliest(), 100);
  add(200, 2);
  EXPECT_EQ(timers.earliest(), 100);
  (void)take(1000);
  EXPECT_EQ(timers.earliest(), 200);
  (void)take(1000);
  (void)take(1000);
  EXPECT_EQ(timers.earliest(), kNever);
}

TEST_F(TimersTest, IsDueByTheClock) {
  add(monotonicNow() + 3'600'000'000'000, 1);
  EXPECT_FALSE(timers.due());
  add(monotonicNow(), 2);
  EXPECT_TRUE(timers.due());
}

TEST_F(TimersTest, TheFarthestIsNeverDue) {
  add(kNever - 1, 1);
  EXPECT_FALSE(timers.due());
  EXPECT_EQ(timers.earliest(), kNever - 1);
}

TEST_F(TimersTest, AgreesWithASortedList) {
  std::mt19937 random(7);
  std::vector<Deadline> model;
  for (std::uint32_t step = 0; step < 20'000; ++step) {
    if (model.empty() || random() % 5 < 3) {
      const auto when = static_cast<Deadline>(random() % 1000);
      add(when, step);
      model.insert(std::upper_bound(model.begin(), model.end(), when), when);
    } else {
      const auto now = static_cast<Deadline>(random() % 1000);
      const auto taken = take(now);
      ASSERT_EQ(taken.has_value(), model.front() <= now);
      if (!taken) continue;
      ASSERT_EQ(taken->when, model.front());
      model.erase(model.begin());
    }
    ASSERT_EQ(timers.earliest(), model.empty() ? kNever : model.front());
  }
}

}  // namespace
}  // namespace gmp::rt
