#include "core/base/duration_text.h"

#include <gtest/gtest.h>

namespace gmpscope {
namespace {

TEST(DurationText, Units) {
  EXPECT_EQ(parseDuration("7ns"), 7);
  EXPECT_EQ(parseDuration("200us"), 200'000);
  EXPECT_EQ(parseDuration("200µs"), 200'000);
  EXPECT_EQ(parseDuration("1.5ms"), 1'500'000);
  EXPECT_EQ(parseDuration("2s"), 2'000'000'000);
  EXPECT_EQ(parseDuration("0"), 0);
  EXPECT_EQ(parseDuration("0.0004us"), 0);
  EXPECT_EQ(parseDuration("0.0006us"), 1);
}

TEST(DurationText, AnythingElseIsNothing) {
  for (const char* text :
       {"", "5", "ms", "-1ms", "-0", "1 ms", "1ms ", "1e3ns", "1.ms.", "1h", "nan", "infs", "1e30s", "9300000000s"}) {
    EXPECT_FALSE(parseDuration(text)) << text;
  }
}

TEST(DurationText, WritesWhatItReads) {
  EXPECT_EQ(durationText(0), "0ns");
  EXPECT_EQ(durationText(300), "300ns");
  EXPECT_EQ(durationText(1'500), "1.5us");
  EXPECT_EQ(durationText(300'000), "300us");
  EXPECT_EQ(durationText(1'000'000), "1ms");
  EXPECT_EQ(durationText(1'000'001), "1000.001us");
  EXPECT_EQ(durationText(2'000'000'000), "2s");
  for (const Nanos nanos : {1L, 999L, 1'001L, 12'345'678L, 1'000'000'001L, 3'600'000'000'000L}) {
    EXPECT_EQ(parseDuration(durationText(nanos)), nanos) << durationText(nanos);
  }
}

}  // namespace
}  // namespace gmpscope
