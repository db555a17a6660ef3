#include "core/runtime/stack/stack_pool.h"

#include <gtest/gtest.h>

#include <cstring>
#include <set>
#include <vector>

#include "tests/support/sanitizers.h"

namespace gmp::rt {
namespace {

constexpr std::size_t kSize = 64 * 1024;

TEST(StackPool, StacksAreAsLargeAsWantedAndApart) {
  StackPool pool(kSize);
  std::vector<StackRecord*> stacks;
  for (int i = 0; i < 200; ++i) stacks.push_back(pool.fresh());
  EXPECT_EQ(pool.made(), 200U);
  std::set<char*> tops;
  for (StackRecord* stack : stacks) {
    // The record and what spreads stacks over the cache come out of the size.
    EXPECT_GE(stack->size, kSize - 4096);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(stack->low + stack->size) % 16, 0U);
    const auto above = tops.upper_bound(stack->low);
    EXPECT_TRUE(above == tops.end() || *above - stack->size >= stack->low);
    tops.insert(stack->low + stack->size);
    EXPECT_NE(stack->resting, nullptr);
  }
}

// Only some pages: a context of a stack that never ran stands at its top.
TEST(StackPool, AllOfAStackCanBeWritten) {
  StackPool pool(kSize);
  for (int i = 0; i < 3; ++i) {
    StackRecord* stack = pool.fresh();
    std::memset(stack->low + 8, 0xab, 4096);
    std::memset(stack->low + stack->size / 2, 0xab, 4096);
  }
}

TEST(StackPool, SmallSizesAreRaised) {
  StackPool pool(1);
  EXPECT_GE(pool.fresh()->size, 3U * 4096);
}

TEST(StackPool, RestedStacksAreUsedAgainNewestFirst) {
  StackPool pool(kSize);
  StackRecord* given[] = {pool.fresh(), pool.fresh(), pool.fresh()};
  StackRecord* taken[5] = {};
  EXPECT_EQ(pool.takeRested(taken, 5), 0U);
  pool.giveRested(given, 3);
  EXPECT_EQ(pool.takeRested(taken, 2), 2U);
  EXPECT_EQ(taken[0], given[2]);
  EXPECT_EQ(taken[1], given[1]);
  EXPECT_EQ(pool.takeRested(taken, 5), 1U);
  EXPECT_EQ(taken[0], given[0]);
  EXPECT_EQ(pool.made(), 3U);
}

TEST(StackPoolDeathTest, WritingBelowAStackEndsTheProcess) {
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_DEATH(
      {
        StackPool pool(kSize);
        pool.fresh();
        StackRecord* stack = pool.fresh();
        // In bounds of the slab, so only a guard can tell.
        volatile char* below = stack->low - 1;
        *below = 1;
        StackPool::checkCanary(*stack);
      },
      "");
}

TEST(StackPoolDeathTest, AWrittenCanaryIsTold) {
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_DEATH(
      {
        char memory[64] = {};
        StackRecord stack;
        stack.low = memory;
        stack.canary = true;
        StackPool::checkCanary(stack);
      },
      "stack overflow");
}

}  // namespace
}  // namespace gmp::rt
