#include "core/runtime/run_queue.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <vector>

namespace gmp::rt {
namespace {

class LocalQueue : public ::testing::Test {
 protected:
  using Owner = RunQueue::Owner;
  using Thief = RunQueue::Thief;

  void fill(std::uint32_t first, std::uint32_t count) {
    RunQueue::Seen seen;
    for (std::uint32_t i = 0; i < count; ++i) ASSERT_TRUE(own.putTail(first + i, seen));
  }

  RunQueue queue, other;
  Owner own{queue}, otherOwn{other};
};

TEST_F(LocalQueue, IsFirstInFirstOut) {
  for (std::uint32_t n = 0; n <= RunQueue::kSize; ++n) {
    fill(1, n);
    EXPECT_EQ(own.room(), RunQueue::kSize - n);
    EXPECT_EQ(queue.empty(), n == 0);
    for (std::uint32_t i = 0; i < n; ++i) ASSERT_EQ(own.takeHead().g, 1 + i);
    EXPECT_EQ(own.takeHead().g, 0U);
    EXPECT_TRUE(queue.empty());
  }
}

TEST_F(LocalQueue, TellsThePositionsItSaw) {
  RunQueue::Seen seen;
  ASSERT_TRUE(own.putTail(7, seen));
  EXPECT_EQ(seen.head, 0U);
  EXPECT_EQ(seen.tail, 0U);
  ASSERT_TRUE(own.putTail(8, seen));
  EXPECT_EQ(seen.tail, 1U);
  EXPECT_EQ(queue.peek(0), 7U);
  EXPECT_EQ(queue.peek(1), 8U);
  const RunQueue::Taken taken = own.takeHead();
  EXPECT_EQ(taken.g, 7U);
  EXPECT_EQ(taken.seen.head, 0U);
  EXPECT_EQ(taken.seen.tail, 2U);
  EXPECT_EQ(queue.seen().head, 1U);
  EXPECT_EQ(queue.seen().tail, 2U);
}

TEST_F(LocalQueue, AFullRingGivesUpItsFirstHalf) {
  fill(1, RunQueue::kSize);
  RunQueue::Seen seen;
  EXPECT_FALSE(own.putTail(1000, seen));
  EXPECT_EQ(seen.tail - seen.head, RunQueue::kSize);
  std::array<std::uint32_t, RunQueue::kSize / 2> moved{};
  ASSERT_TRUE(own.takeHalf(seen, moved.data()));
  for (std::uint32_t i = 0; i < moved.size(); ++i) EXPECT_EQ(moved[i], 1 + i);
  EXPECT_EQ(own.room(), RunQueue::kSize / 2);
  EXPECT_EQ(own.takeHead().g, 1 + RunQueue::kSize / 2);
}

TEST_F(LocalQueue, AnOverflowFailsIfAThiefWasFirst) {
  fill(1, RunQueue::kSize);
  RunQueue::Seen seen;
  EXPECT_FALSE(own.putTail(1000, seen));
  EXPECT_EQ(Thief(queue).takeHalf(otherOwn).count, RunQueue::kSize / 2);
  std::array<std::uint32_t, RunQueue::kSize / 2> moved{};
  EXPECT_FALSE(own.takeHalf(seen, moved.data()));
  EXPECT_TRUE(own.putTail(1000, seen));
}

TEST_F(LocalQueue, AThiefTakesHalfRoundedUpAndInOrder) {
  for (std::uint32_t n = 0; n <= RunQueue::kSize; ++n) {
    fill(1, n);
    const std::uint32_t head = queue.seen().head;
    const RunQueue::Half half = Thief(queue).takeHalf(otherOwn);
    ASSERT_EQ(half.count, (n + 1) / 2);
    EXPECT_EQ(half.seen.head, head);
    EXPECT_EQ(half.seen.tail, head + n);
    for (std::uint32_t i = 0; i < half.count; ++i) EXPECT_EQ(other.peek(otherOwn.tail() + i), 1 + i);
    EXPECT_TRUE(other.empty()) << "what was stolen isn't published by the theft";
    otherOwn.publishTail(otherOwn.tail() + half.count);
    for (std::uint32_t i = 0; i < half.count; ++i) EXPECT_EQ(otherOwn.takeHead().g, 1 + i);
    for (std::uint32_t i = half.count; i < n; ++i) EXPECT_EQ(own.takeHead().g, 1 + i);
    EXPECT_TRUE(queue.empty());
  }
}

TEST_F(LocalQueue, WrapsRoundManyTimes) {
  std::uint32_t put = 0, taken = 0;
  for (int round = 0; round < 100; ++round) {
    fill(put + 1, 200);
    put += 200;
    for (int i = 0; i < 200; ++i) ASSERT_EQ(own.takeHead().g, ++taken);
  }
  EXPECT_EQ(queue.seen().tail, 20'000U);
}

TEST_F(LocalQueue, RunnextKicksWhatStoodThere) {
  EXPECT_EQ(own.putNext(1).g, 0U);
  EXPECT_FALSE(queue.empty());
  const RunQueue::Next kicked = own.putNext(2);
  EXPECT_EQ(kicked.g, 1U);
  EXPECT_EQ(queue.next().g, 2U);
  EXPECT_EQ(own.takeNext().g, 2U);
  EXPECT_EQ(own.takeNext().g, 0U);
  EXPECT_TRUE(queue.empty());
}

TEST_F(LocalQueue, EveryChangeOfRunnextAdvancesItsGeneration) {
  EXPECT_EQ(own.putNext(1).generation, 0U);
  EXPECT_EQ(own.putNext(2).generation, 1U);
  EXPECT_EQ(own.takeNext().generation, 2U);
  EXPECT_EQ(own.takeNext().generation, 3U) << "nothing was taken, so nothing has changed";
  EXPECT_EQ(own.putNext(3).generation, 3U);
  EXPECT_EQ(Thief(queue).takeNext().generation, 4U);
  EXPECT_EQ(queue.next().generation, 5U);
}

TEST_F(LocalQueue, AThiefTakesRunnext) {
  Thief thief(queue);
  EXPECT_EQ(queue.next().g, 0U);
  EXPECT_EQ(thief.takeNext().g, 0U);
  own.putNext(9);
  EXPECT_EQ(queue.next().g, 9U);
  EXPECT_EQ(thief.takeNext().g, 9U);
  EXPECT_EQ(queue.next().g, 0U);
  EXPECT_EQ(own.takeNext().g, 0U);
}

// Alone it does the same, without locked operations.
TEST_F(LocalQueue, DoesTheSameWhenItIsAlone) {
  other.setAlone(true);
  std::mt19937 random(1);
  for (std::uint32_t i = 0; i < 100'000; ++i) {
    // Also back and forth, as when the number of Ps changes.
    if (i % 1000 == 0) other.setAlone(i % 2000 == 0);
    RunQueue::Seen seen, otherSeen;
    switch (random() % 5) {
      case 0:
      case 1:
        ASSERT_EQ(own.putTail(1 + i, seen), otherOwn.putTail(1 + i, otherSeen));
        break;
      case 2: {
        const RunQueue::Taken taken = own.takeHead(), otherTaken = otherOwn.takeHead();
        ASSERT_EQ(taken.g, otherTaken.g);
        seen = taken.seen;
        otherSeen = otherTaken.seen;
        break;
      }
      default: {
        const bool puts = random() % 2 == 0;
        const RunQueue::Next next = puts ? own.putNext(1 + i) : own.takeNext();
        const RunQueue::Next otherNext = puts ? otherOwn.putNext(1 + i) : otherOwn.takeNext();
        ASSERT_EQ(next.g, otherNext.g);
        ASSERT_EQ(next.generation, otherNext.generation);
        break;
      }
    }
    ASSERT_EQ(seen.head, otherSeen.head);
    ASSERT_EQ(seen.tail, otherSeen.tail);
  }
}

TEST_F(LocalQueue, ABatchIsSeenOnceItIsPublished) {
  const std::uint32_t tail = own.tail();
  own.fill(tail, 5);
  own.fill(tail + 1, 6);
  EXPECT_TRUE(queue.empty());
  own.publishTail(tail + 2);
  EXPECT_EQ(own.takeHead().g, 5U);
  EXPECT_EQ(own.takeHead().g, 6U);
}

TEST(SmallRunQueue, HoldsItsCapacity) {
  BasicRunQueue<4> queue;
  BasicRunQueue<4>::Owner own(queue);
  BasicRunQueue<4>::Seen seen;
  for (std::uint32_t g = 1; g <= 4; ++g) EXPECT_TRUE(own.putTail(g, seen));
  EXPECT_FALSE(own.putTail(5, seen));
  std::array<std::uint32_t, 2> moved{};
  EXPECT_TRUE(own.takeHalf(seen, moved.data()));
  EXPECT_EQ(moved, (std::array<std::uint32_t, 2>{1, 2}));
}

}  // namespace
}  // namespace gmp::rt
