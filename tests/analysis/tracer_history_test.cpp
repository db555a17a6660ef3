#include "core/analysis/tracer_history.h"

#include <gtest/gtest.h>

#include <limits>

namespace gmpscope::analysis {
namespace {

using trace::TracerSample;

TracerSample sampleOf(std::uint64_t reader, std::uint64_t worker, std::uint64_t dropped, std::uint64_t lag,
                      std::uint64_t events, std::vector<TracerSample::Drops> drops = {}) {
  return {.ticks = 0,
          .readerCpu = reader,
          .workerCpu = worker,
          .dropped = dropped,
          .lagNanos = lag,
          .lagEvents = events,
          .drops = std::move(drops)};
}

TEST(TracerHistory, ShowsWhatWasSampled) {
  TracerHistory history;
  EXPECT_TRUE(history.empty());
  history.append(100, sampleOf(10, 30, 0, 5, 7));
  history.append(200, sampleOf(20, 120, 4, 50, 2, {{3, 4}}));
  history.append(300, sampleOf(20, 220, 9, 1, 1, {{0, 2}, {3, 7}}));
  history.publish();
  EXPECT_FALSE(history.empty());
  // Lag and share are those of the time before the sample, drops what it found.
  EXPECT_EQ(history.lagNanos().at(50), 5U);
  EXPECT_EQ(history.lagNanos().at(150), 50U);
  EXPECT_EQ(history.lagEvents().at(150), 2U);
  EXPECT_EQ(history.costShare().at(50), TracerHistory::kShareUnits / 4);
  EXPECT_EQ(history.costShare().at(150), TracerHistory::kShareUnits / 10);
  EXPECT_EQ(history.costShare().at(250), 0U);
  EXPECT_EQ(history.dropped().at(199), 0U);
  EXPECT_EQ(history.dropped().at(200), 4U);
  EXPECT_EQ(history.dropped().at(1000), 9U);
  ASSERT_EQ(history.threads(), 4U);
  EXPECT_EQ(history.dropped(3).at(250), 4U);
  EXPECT_EQ(history.dropped(3).at(300), 7U);
  EXPECT_EQ(history.dropped(0).at(300), 2U);
  EXPECT_EQ(history.dropped(1).at(300), 0U);
}

TEST(TracerHistory, SumsOfRangesAddUpToThoseOfTheWhole) {
  TracerHistory history;
  history.append(100, sampleOf(10, 30, 0, 5, 7));
  history.append(200, sampleOf(20, 120, 4, 50, 2));
  history.append(300, sampleOf(25, 220, 9, 1, 1));
  history.publish();
  const auto whole = history.sums(0, 1000);
  ASSERT_TRUE(whole.has_value());
  EXPECT_EQ(whole->readerCpu, 25U);
  EXPECT_EQ(whole->workerCpu, 220U);
  EXPECT_EQ(whole->dropped, 9U);
  EXPECT_EQ(whole->worstLagNanos, 50U);
  EXPECT_EQ(whole->worstLagEvents, 7U);
  EXPECT_DOUBLE_EQ(*whole->costShare(), 25.0 / 245.0);
  const auto first = history.sums(0, 150);
  const auto second = history.sums(150, 1000);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->readerCpu + second->readerCpu, 25U);
  EXPECT_EQ(*first->workerCpu + *second->workerCpu, 220U);
  EXPECT_EQ(first->worstLagNanos, 5U);
  EXPECT_FALSE(history.sums(201, 299).has_value());
  EXPECT_FALSE(history.sums(0, 99).has_value());
}

TEST(TracerHistory, WhatIsUnknownHasNoShare) {
  TracerHistory history;
  history.append(100, sampleOf(10, TracerSample::kUnknown, 0, 0, 0));
  history.publish();
  EXPECT_FALSE(history.sums(0, 200)->workerCpu.has_value());
  EXPECT_FALSE(history.sums(0, 200)->costShare().has_value());
  EXPECT_EQ(history.sums(0, 200)->readerCpu, 10U);
}

TEST(TracerHistory, LeavesOutWhatCannotBe) {
  TracerHistory history;
  history.append(100, sampleOf(10, 30, 5, 1, 1));
  history.append(99, sampleOf(11, 31, 5, 99, 1));
  history.append(110, sampleOf(9, 31, 5, 99, 1));
  history.append(110, sampleOf(11, 29, 5, 99, 1));
  history.append(110, sampleOf(11, 31, 4, 99, 1));
  history.append(120, sampleOf(11, 31, 5, std::numeric_limits<std::uint64_t>::max(), 1));
  history.publish();
  EXPECT_EQ(history.sums(0, 119)->worstLagNanos, 1U);
  EXPECT_EQ(history.lagNanos().at(110), std::numeric_limits<std::uint32_t>::max()) << "the greatest that it can show";
}

}  // namespace
}  // namespace gmpscope::analysis
