#include "core/base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace gmpscope {
namespace {

Result<int> parsed(bool good) {
  if (!good) return Error{.file = "a.json", .place = "line 3", .expected = "expected a number"};
  return 42;
}

TEST(Result, HoldsAValue) {
  const Result<int> result = parsed(true);
  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(static_cast<bool>(result));
  EXPECT_EQ(result.value(), 42);
}

TEST(Result, HoldsAnError) {
  const Result<int> result = parsed(false);
  ASSERT_FALSE(result.ok());
  EXPECT_FALSE(static_cast<bool>(result));
  EXPECT_EQ(result.error().text(), "a.json: line 3: expected a number");
}

TEST(Result, TextLeavesOutAnEmptyPlace) {
  EXPECT_EQ((Error{.file = "--seconds", .place = "", .expected = "expected a time"}).text(),
            "--seconds: expected a time");
}

TEST(Result, GivesUpItsValueWhenMoved) {
  Result<std::unique_ptr<int>> result = std::make_unique<int>(5);
  const std::unique_ptr<int> taken = std::move(result).value();
  EXPECT_EQ(*taken, 5);
}

// T may be an Error's neighbour, such as a string: the index tells, not the type.
TEST(Result, TellsAStringFromAnError) {
  const Result<std::string> result = std::string("fine");
  EXPECT_TRUE(result.ok());
}

TEST(Status, IsOkWithNothing) {
  const Status status = Nothing{};
  EXPECT_TRUE(status.ok());
}

}  // namespace
}  // namespace gmpscope
