#include "core/analysis/overview.h"

#include <gtest/gtest.h>

#include "tests/analysis/built_model.h"

namespace gmpscope::analysis {
namespace {

using trace::StoredOverview;
using trace::WaitReason;
using Kind = StoredOverview::LaneKind;

// Two goroutines that run in turn and wait for each other, for so many rounds.
void takeTurns(Built& built, int rounds) {
  Feeder& feed = built.feed;
  feed.startThread(0, 100);
  feed.at(10);
  const LifeId a = feed.create(0, 0);
  feed.at(12);
  feed.startNext(0, 0);
  for (int i = 0; i < rounds; ++i) {
    feed.at(20 + 97 * i);
    feed.yield(0, 0, a);
    feed.at(20 + 97 * i + i % 40);
    feed.startGlobal(0, 0, {a});
  }
  feed.edge(20 + 97 * rounds);
}

const StoredOverview::Lane* find(const StoredOverview& overview, Kind kind, std::uint32_t number) {
  for (const auto& lane : overview.lanes)
    if (lane.kind == kind && lane.number == number) return &lane;
  return nullptr;
}

void expectSums(const StoredOverview& overview, Kind kind, std::uint32_t number, const SpanLane& lane) {
  const auto* stored = find(overview, kind, number);
  ASSERT_NE(stored, nullptr);
  auto share = stored->shares.begin();
  for (std::uint32_t column = 0; column < overview.columns; ++column) {
    const auto totals = lane.totals(overview.edge(column), overview.edge(column + 1), overview.length);
    for (std::size_t state = 0; state < kSpanStates; ++state) {
      if (totals.inState[state] == 0) continue;
      ASSERT_NE(share, stored->shares.end());
      ASSERT_EQ(share->column, column);
      ASSERT_EQ(share->state, state);
      ASSERT_EQ(share->time, totals.inState[state]);
      ++share;
    }
  }
  EXPECT_EQ(share, stored->shares.end());
}

TEST(Overview, HoldsTheModelsOwnSums) {
  for (const int rounds : {1, 20, 5000, 40'000}) {
    Built built(1);
    takeTurns(built, rounds);
    const auto overview = overviewOf(built.model);
    ASSERT_TRUE(overview);
    EXPECT_EQ(overview->length, built.model.edge());
    EXPECT_EQ(overview->columns, std::min<Nanos>(overview->length, StoredOverview::kMostColumns));
    expectSums(*overview, Kind::Processor, 0, built.model.processor(0));
    expectSums(*overview, Kind::Thread, 0, built.model.thread(0).lane);
    expectSums(*overview, Kind::Goroutine, 0, built.model.goroutine(LifeId{0}).lane);
    EXPECT_EQ(find(*overview, Kind::Goroutine, 0)->name, "G1");
    EXPECT_EQ(find(*overview, Kind::Core, 0), nullptr) << "nothing is known of cores";
    EXPECT_TRUE(trace::unpackOverview(trace::packOverview(*overview)));
  }
}

// A picture's columns are wider or narrower than those that are stored.
TEST(Overview, IsShownInAnyColumnsWithoutLosingTime) {
  Built built(1);
  takeTurns(built, 3000);
  const auto overview = overviewOf(built.model);
  ASSERT_TRUE(overview);
  const auto& lane = *find(*overview, Kind::Processor, 0);
  const SpanLane& spans = built.model.processor(0);
  for (const std::int64_t columns : {1, 7, 1024, 1900, 4096, 9000}) {
    std::vector<Nanos> edges;
    for (std::int64_t i = 0; i <= columns; ++i) edges.push_back(overview->length * i / columns);
    std::vector<Coverage::Shares> shares;
    columnsOf(*overview, lane, edges, shares);
    ASSERT_EQ(shares.size(), static_cast<std::size_t>(columns));
    Nanos off = 0;
    Nanos sum = 0;
    for (std::size_t j = 0; j < shares.size(); ++j) {
      const Nanos executing = shares[j][static_cast<std::size_t>(SpanState::Executing)];
      const auto exact = spans.totals(edges[j], edges[j + 1], overview->length);
      off = std::max(off, std::abs(executing - exact.inState[static_cast<std::size_t>(SpanState::Executing)]));
      sum += executing;
    }
    // No more than what lies in the stored columns that the two borders cut, and what is rounded.
    EXPECT_LE(off, 2 * (overview->length / overview->columns + 1) + 2 * overview->columns / columns) << columns;
    const auto whole = spans.totals(0, overview->length, overview->length);
    EXPECT_LE(std::abs(sum - whole.inState[static_cast<std::size_t>(SpanState::Executing)]),
              2 * Nanos{overview->columns} + columns);
    if (overview->columns % columns == 0) {
      EXPECT_EQ(off, 0) << columns;
    }
  }
}

TEST(Overview, HasTheFirstGoroutinesAndNoneWithoutTime) {
  Built built(1);
  EXPECT_FALSE(overviewOf(built.model));
  built.feed.startThread(0, 100);
  built.feed.at(5);
  for (std::size_t i = 0; i < kOverviewGoroutines + 5; ++i) built.feed.create(0, 0);
  built.feed.edge(20);
  const auto overview = overviewOf(built.model);
  ASSERT_TRUE(overview);
  EXPECT_EQ(overview->columns, 20U);
  EXPECT_NE(find(*overview, Kind::Goroutine, kOverviewGoroutines - 1), nullptr);
  EXPECT_EQ(find(*overview, Kind::Goroutine, kOverviewGoroutines), nullptr);
}

}  // namespace
}  // namespace gmpscope::analysis
