#include "core/runtime/time/timer_mask.h"

#include <gtest/gtest.h>

namespace gmp::rt {
namespace {

TEST(TimerMaskTest, ABitForEachP) {
  TimerMask mask(130);
  for (const std::uint32_t p : {0U, 63U, 64U, 129U}) {
    EXPECT_FALSE(mask.has(p));
    mask.set(p);
    mask.set(p);
    EXPECT_TRUE(mask.has(p));
  }
  mask.clear(64);
  mask.clear(64);
  EXPECT_FALSE(mask.has(64));
  EXPECT_TRUE(mask.has(63));
  EXPECT_TRUE(mask.has(129));
  EXPECT_FALSE(mask.has(1));
}

}  // namespace
}  // namespace gmp::rt
