#include "core/analysis/log_histogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <utility>
#include <vector>

namespace gmpscope::analysis {
namespace {

constexpr Nanos kMost = std::numeric_limits<Nanos>::max();

TEST(LogHistogram, EveryValueLiesInItsBucketAndBucketsAreNarrow) {
  std::vector<Nanos> values{0, 1, 63, 64, 65, 66, kMost, kMost - 1};
  for (int bit = 1; bit < 63; ++bit) {
    for (const Nanos off : {-1, 0, 1}) values.push_back((Nanos{1} << bit) + off);
  }
  std::mt19937_64 engine(7);
  for (int i = 0; i < 10'000; ++i) values.push_back(static_cast<Nanos>(engine() >> (1 + engine() % 63)));
  for (const Nanos value : values) {
    const std::size_t bucket = LogHistogram::bucketOf(value);
    const Nanos from = LogHistogram::lowest(bucket), to = LogHistogram::lowest(bucket + 1);
    ASSERT_LE(from, value);
    ASSERT_TRUE(value < to || to == kMost) << value;
    ASSERT_LE(static_cast<double>(to - from), std::max(1.0, static_cast<double>(from) / 32 + 1e-6)) << value;
    if (value < 64) {
      ASSERT_EQ(to - from, 1);
    }
  }
}

TEST(LogHistogram, BucketsFollowEachOther) {
  const std::size_t last = LogHistogram::bucketOf(kMost);
  for (std::size_t bucket = 0; bucket <= last; ++bucket) {
    ASSERT_EQ(LogHistogram::bucketOf(LogHistogram::lowest(bucket)), bucket);
    if (bucket > 0) {
      ASSERT_EQ(LogHistogram::bucketOf(LogHistogram::lowest(bucket) - 1), bucket - 1);
    }
  }
  EXPECT_LE((last + 1) * sizeof(std::uint64_t), 15U * 1024) << "what the header says of memory";
}

TEST(LogHistogram, PercentilesAreTheNearestRanksWithinTheBound) {
  std::mt19937_64 engine(3);
  for (int round = 0; round < 20; ++round) {
    std::vector<Nanos> values;
    LogHistogram histogram;
    std::lognormal_distribution<double> lengths(5.0 + round % 5 * 3, 2);
    const std::size_t count = 1 + engine() % 5000;
    for (std::size_t i = 0; i < count; ++i) {
      values.push_back(static_cast<Nanos>(lengths(engine)));
      histogram.add(values.back());
    }
    std::sort(values.begin(), values.end());
    const Distribution found = histogram.distribution();
    EXPECT_EQ(found.count, count);
    EXPECT_EQ(found.max, values.back());
    EXPECT_EQ(histogram.min(), values.front());
    for (const auto& [share, value] : {std::pair(0.5, found.p50), std::pair(0.9, found.p90), std::pair(0.99, found.p99),
                                       std::pair(0.999, found.p999)}) {
      const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(count)));
      const auto exact = static_cast<double>(values[rank - 1]);
      EXPECT_LE(std::abs(static_cast<double>(value) - exact), exact * LogHistogram::kErrorBound) << share;
    }
  }
}

TEST(LogHistogram, SmallValuesAndEdgesAreExact) {
  LogHistogram histogram;
  EXPECT_EQ(histogram.distribution().count, 0U);
  EXPECT_EQ(histogram.percentile(0.5), 0);
  for (Nanos i = 1; i <= 50; ++i) histogram.add(i);
  EXPECT_EQ(histogram.percentile(0.5), 25);
  EXPECT_EQ(histogram.percentile(0.9), 45);
  EXPECT_EQ(histogram.percentile(0), 1);
  EXPECT_EQ(histogram.percentile(1), 50);
  EXPECT_EQ(histogram.sum(), 1275U);
  histogram.clear();
  histogram.add(1'000'003);
  EXPECT_EQ(histogram.count(), 1U);
  EXPECT_EQ(histogram.percentile(0.5), 1'000'003) << "of one value every percentile is that value";
  histogram.add(-5);
  EXPECT_EQ(histogram.min(), 0);
}

}  // namespace
}  // namespace gmpscope::analysis
