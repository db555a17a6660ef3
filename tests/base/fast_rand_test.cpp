#include "core/base/fast_rand.h"

#include <gtest/gtest.h>

#include <array>

namespace gmpscope {
namespace {

TEST(FastRand, RepeatsFromItsSeed) {
  FastRand a(42), b(42), c(43);
  bool differs = false;
  for (int i = 0; i < 100; ++i) {
    const std::uint32_t value = a.next();
    EXPECT_EQ(value, b.next());
    differs = differs || value != c.next();
  }
  EXPECT_TRUE(differs);
}

TEST(FastRand, TakesZeroAsASeed) {
  FastRand rand(0);
  EXPECT_NE(rand.next(), rand.next());
}

TEST(FastRand, BelowReachesEveryValueAboutEquallyOften) {
  constexpr int kRounds = 70'000;
  FastRand rand(7);
  std::array<int, 7> counts{};
  for (int i = 0; i < kRounds; ++i) {
    const std::uint32_t value = rand.below(7);
    ASSERT_LT(value, 7U);
    ++counts[value];
  }
  // The deviation is about 93: five of them.
  for (const int count : counts) EXPECT_NEAR(count, kRounds / 7.0, 465);
}

TEST(FastRand, BelowOneIsZero) {
  FastRand rand(1);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(rand.below(1), 0U);
}

}  // namespace
}  // namespace gmpscope
