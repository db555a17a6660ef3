#include "core/runtime/global_queue.h"

#include <gtest/gtest.h>

namespace gmp::rt {
namespace {

TEST(GlobalQueue, IsFirstInFirstOutWhileItGrows) {
  GlobalQueue queue;
  std::uint32_t put = 0, taken = 0;
  // Puts outrun takes, so the ring grows with its head anywhere.
  for (int round = 0; round < 100; ++round) {
    for (int i = 0; i < 300; ++i) queue.put(++put);
    for (int i = 0; i < 170; ++i) ASSERT_EQ(queue.take(), ++taken);
    ASSERT_EQ(queue.size(), put - taken);
    ASSERT_EQ(queue.sizeHint(), queue.size());
  }
  while (queue.size() > 0) ASSERT_EQ(queue.take(), ++taken);
  EXPECT_EQ(taken, put);
  EXPECT_EQ(queue.sizeHint(), 0U);
}

TEST(GlobalQueue, CountsPositions) {
  GlobalQueue queue;
  EXPECT_EQ(queue.head(), 0U);
  EXPECT_EQ(queue.tail(), 0U);
  queue.put(5);
  queue.put(6);
  EXPECT_EQ(queue.tail(), 2U);
  EXPECT_EQ(queue.take(), 5U);
  EXPECT_EQ(queue.head(), 1U);
}

}  // namespace
}  // namespace gmp::rt
