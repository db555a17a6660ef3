#include "core/base/message.h"

#include <gtest/gtest.h>

#include <string>

namespace gmpscope {
namespace {

TEST(Message, IsOneLineWithTheProgramsName) {
  testing::internal::CaptureStderr();
  message("no such preset");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "gmpscope: no such preset\n");
}

TEST(Message, Formats) {
  testing::internal::CaptureStderr();
  message("{} of {}", 3, std::string("four"));
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "gmpscope: 3 of four\n");
}

// A text from outside is not a format.
TEST(Message, LeavesBracesAlone) {
  testing::internal::CaptureStderr();
  message("{}");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "gmpscope: {}\n");
}

}  // namespace
}  // namespace gmpscope
