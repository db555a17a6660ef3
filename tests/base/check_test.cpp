#include "core/base/check.h"

#include <gtest/gtest.h>

namespace gmpscope {
namespace {

int countedCalls = 0;
bool countCall() {
  ++countedCalls;
  return true;
}

TEST(Check, PassesAndEvaluatesOnce) {
  countedCalls = 0;
  GMPSCOPE_CHECK(countCall());
  EXPECT_EQ(countedCalls, 1);
}

TEST(CheckDeathTest, NamesConditionFileAndLine) {
  const int apples = 2;
  EXPECT_DEATH(GMPSCOPE_CHECK(apples == 3), "invariant broken: apples == 3 at .*check_test\\.cpp:[1-9][0-9]*\n");
}

TEST(CheckDeathTest, PrintsTheWholeLineNumber) {
  EXPECT_DEATH(checkFailed("x", "file.cpp", 120345), "file\\.cpp:120345\n");
  EXPECT_DEATH(checkFailed("x", "file.cpp", 0), "file\\.cpp:0\n");
}

TEST(CheckDeathTest, HoldsInReleaseBuildsToo) { EXPECT_DEATH(GMPSCOPE_CHECK(countedCalls < 0), "countedCalls < 0"); }

}  // namespace
}  // namespace gmpscope
