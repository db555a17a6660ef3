#include "core/analysis/step_series.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <utility>
#include <vector>

namespace gmpscope::analysis {
namespace {

TEST(StepSeries, IsZeroBeforeTheFirstStep) {
  StepSeries series;
  EXPECT_EQ(series.at(100), 0U);
  series.append(50, 3);
  series.publish();
  EXPECT_EQ(series.at(49), 0U);
  EXPECT_EQ(series.at(50), 3U);
  EXPECT_EQ(series.at(1000), 3U);
}

TEST(StepSeries, OfSeveralStepsAtOneInstantTheLastCounts) {
  StepSeries series;
  series.append(10, 1);
  series.append(10, 2);
  series.publish();
  series.append(10, 5);  // the former has been seen
  series.publish();
  EXPECT_EQ(series.at(10), 5U);
}

TEST(StepSeries, ExtentIncludesTheValueThatHoldsAtTheStart) {
  StepSeries series;
  series.append(10, 7);
  series.append(20, 2);
  series.publish();
  EXPECT_EQ(series.extent(15, 18).min, 7U);
  EXPECT_EQ(series.extent(15, 18).max, 7U);
  EXPECT_EQ(series.extent(15, 21).min, 2U);
  EXPECT_EQ(series.extent(15, 20).min, 7U) << "the end is not included";
}

TEST(StepSeries, ExtentEqualsASearchStepByStep) {
  auto random = [engine = std::mt19937(7)]() mutable { return static_cast<std::uint32_t>(engine()); };
  StepSeries series;
  std::vector<std::pair<Nanos, std::uint32_t>> steps;
  Nanos t = 0;
  for (int i = 0; i < 5000; ++i) {
    t += 1 + random() % 5;
    const std::uint32_t value = random() % 300;
    series.append(t, value);
    steps.emplace_back(t, value);
    if (i % 37 == 0) series.publish();
  }
  series.publish();
  for (int i = 0; i < 2000; ++i) {
    const Nanos from = random() % static_cast<std::uint32_t>(t);
    const Nanos to = from + 1 + random() % static_cast<std::uint32_t>(t);
    std::uint32_t low = 0;
    std::uint32_t high = 0;
    for (const auto& [time, value] : steps) {
      if (time <= from) {
        low = high = value;
      } else if (time < to) {
        low = std::min(low, value);
        high = std::max(high, value);
      }
    }
    const StepSeries::Extent extent = series.extent(from, to);
    ASSERT_EQ(extent.min, low) << from << " .. " << to;
    ASSERT_EQ(extent.max, high) << from << " .. " << to;
  }
}

TEST(StepSeries, StretchesAreTheValuesOverTime) {
  StepSeries series;
  using Stretches = std::vector<std::pair<std::uint32_t, Nanos>>;
  const auto of = [&](Nanos from, Nanos to) {
    Stretches found;
    series.forEachStretch(from, to, [&](std::uint32_t value, Nanos length) { found.emplace_back(value, length); });
    return found;
  };
  EXPECT_EQ(of(0, 10), (Stretches{{0, 10}}));
  series.append(10, 3);
  series.publish();
  series.append(10, 4);  // a reader may have seen the 3
  series.append(25, 1);
  series.publish();
  EXPECT_EQ(of(0, 40), (Stretches{{0, 10}, {4, 15}, {1, 15}}));
  EXPECT_EQ(of(10, 25), (Stretches{{4, 15}}));
  EXPECT_EQ(of(12, 26), (Stretches{{4, 13}, {1, 1}}));
  EXPECT_EQ(of(30, 31), (Stretches{{1, 1}}));
  EXPECT_EQ(of(9, 11), (Stretches{{0, 1}, {4, 1}}));
  EXPECT_EQ(of(20, 20), Stretches{});
}

}  // namespace
}  // namespace gmpscope::analysis
