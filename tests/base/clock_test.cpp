#include "core/base/clock.h"

#include <gtest/gtest.h>

namespace gmpscope {
namespace {

TEST(Clock, DoesNotGoBackOnOneThread) {
  const std::uint64_t before = ticksNow();
  std::uint64_t last = before;
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t now = ticksNow();
    ASSERT_GE(now, last);
    last = now;
  }
  EXPECT_GT(last, before);
}

TEST(TickScale, CountsFromTheStartOfTheTrace) {
  const TickScale scale{.startTicks = 1'000'000, .nanosPerTick = 0.5};
  EXPECT_EQ(scale.toNanos(1'000'000), 0);
  EXPECT_EQ(scale.toNanos(1'000'200), 100);
  EXPECT_EQ(scale.toNanos(999'800), -100);
}

TEST(TickScale, ConvertsThereAndBackWithinATick) {
  const TickScale scale{.startTicks = std::uint64_t{1} << 60, .nanosPerTick = 1.0 / 2.9952};
  for (const Nanos nanos : {Nanos{0}, Nanos{1}, Nanos{-5000}, Nanos{123'456'789}, Nanos{3'600'000'000'000}}) {
    EXPECT_NEAR(static_cast<double>(scale.toNanos(scale.toTicks(nanos))), static_cast<double>(nanos), 1.0);
  }
}

}  // namespace
}  // namespace gmpscope
