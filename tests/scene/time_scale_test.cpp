#include "app/scene/time_scale.h"

#include <gtest/gtest.h>

#include <random>

namespace gmpscope::app {
namespace {

QString spaced(const char* text) { return QString::fromUtf8(text).replace(u' ', QChar(0x2009)); }

TEST(TimeScale, FindsTheColumnThatHoldsAnInstant) {
  std::mt19937_64 random(1);
  for (const double nanos : {1.0, 1.5, 7.3, 1000.0 / 3, 12345.678, 9e7}) {
    const TimeScale scale{0, nanos};
    for (int i = 0; i < 2000; ++i) {
      const Nanos t = static_cast<Nanos>(random() % 2'000'000'000'000) - 1'000'000'000;
      const std::int64_t column = scale.columnOf(t);
      ASSERT_LE(scale.columnStart(column), t);
      ASSERT_GT(scale.columnStart(column + 1), t);
      ASSERT_EQ(scale.columnOf(scale.columnStart(column)), column);
    }
  }
}

TEST(TimeScale, GoesFromPixelToTimeAndBack) {
  for (const double nanos : {1.0, 3.7, 250.0, 1e5 / 3}) {
    const TimeScale scale = TimeScale::at(123456, nanos);
    for (int x = 0; x < 2000; ++x) {
      const Nanos t = scale.timeAt(x);
      ASSERT_NEAR(scale.xOf(t), x, 1 / nanos + 1e-6);
      ASSERT_GE(t, scale.columnStart(scale.first + x) - 1);
      ASSERT_LE(t, scale.columnStart(scale.first + x));
    }
  }
}

TEST(TimeScale, MovesByWholeColumns) {
  const TimeScale scale = TimeScale::at(1000.4, 10);
  EXPECT_EQ(scale.first, 100);
  EXPECT_EQ(scale.edges(3), (std::vector<Nanos>{1000, 1010, 1020, 1030}));
}

TEST(TimeScale, StepsByOneTwoFive) {
  EXPECT_EQ(tickStep(0.3), 1);
  EXPECT_EQ(tickStep(1), 1);
  EXPECT_EQ(tickStep(1.1), 2);
  EXPECT_EQ(tickStep(3), 5);
  EXPECT_EQ(tickStep(5.1), 10);
  EXPECT_EQ(tickStep(11'000), 20'000);
  EXPECT_EQ(tickStep(600'000'000), 1'000'000'000);
}

TEST(TimeScale, WritesInstants) {
  EXPECT_EQ(instantText(0, 1), spaced("0 ns"));
  EXPECT_EQ(instantText(12'418'306, 1), spaced("12.418 306 ms"));
  EXPECT_EQ(instantText(12'418'306, 10'000), spaced("12.41 ms"));
  EXPECT_EQ(instantText(12'350'000, 20'000), spaced("12.35 ms"));
  EXPECT_EQ(instantText(1'900'000'100, 100), spaced("1.900 000 1 s"));
  EXPECT_EQ(instantText(500'000, 500'000, 3'000'000), spaced("0.5 ms"));
  EXPECT_EQ(instantText(61'000'000'000, 1'000'000'000), spaced("61 s"));
}

TEST(TimeScale, WritesLengths) {
  EXPECT_EQ(lengthText(0), spaced("0 ns"));
  EXPECT_EQ(lengthText(340), spaced("340 ns"));
  EXPECT_EQ(lengthText(1'240), spaced("1.2 µs"));
  EXPECT_EQ(lengthText(340'000), spaced("340 µs"));
  EXPECT_EQ(lengthText(1'960'000'000), spaced("2.0 s"));
}

TEST(TimeScale, GroupsDigits) {
  EXPECT_EQ(grouped(1), "1");
  EXPECT_EQ(grouped(1'234'567), spaced("1 234 567"));
  EXPECT_EQ(grouped(-123), "-123");
}

}  // namespace
}  // namespace gmpscope::app
