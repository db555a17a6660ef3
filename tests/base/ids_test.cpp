#include "core/base/ids.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace gmpscope {
namespace {

static_assert(!std::is_convertible_v<MId, PId> && !std::is_constructible_v<PId, MId>);
static_assert(!std::is_convertible_v<std::uint32_t, MId>);
static_assert(sizeof(MId) == sizeof(std::uint32_t));

TEST(Ids, AreInvalidUntilGiven) {
  EXPECT_FALSE(MId().valid());
  EXPECT_TRUE(MId(0).valid());
  EXPECT_FALSE(MId(MId::kNone).valid());
}

TEST(Ids, CompareByValue) {
  EXPECT_EQ(PId(3), PId(3));
  EXPECT_NE(PId(3), PId());
  EXPECT_LT(PId(3), PId(4));
}

}  // namespace
}  // namespace gmpscope
