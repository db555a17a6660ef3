// Old spans of which only sums are kept.

#include <gtest/gtest.h>

#include <random>

#include "core/analysis/span_lane.h"

namespace gmpscope::analysis {
namespace {

constexpr std::size_t kGroup = 256;

struct Pair {
  SpanLane folded, whole;
  Nanos edge = 0;

  explicit Pair(std::size_t spans) {
    std::mt19937 random(7);  // NOLINT(cert-msc51-cpp): the same lane each time
    const auto upTo = [&random](std::uint32_t n) { return static_cast<Nanos>(random() % n); };
    Nanos at = 100;
    for (std::size_t i = 0; i < spans; ++i) {
      at += upTo(3) == 0 ? upTo(500) : 0;  // blank now and then
      const Nanos end = at + 1 + upTo(2000);
      const Span span{at, end, static_cast<SpanState>(upTo(7)), {.goroutine = LifeId{static_cast<std::uint32_t>(i)}}};
      folded.append(span);
      whole.append(span);
      at = end;
    }
    folded.publish();
    whole.publish();
    edge = at;
  }
  [[nodiscard]] Nanos startOf(std::size_t group) const { return whole.at(group * kGroup, edge).start; }
  void expectSameTotals(Nanos from, Nanos to) const {
    const auto a = folded.totals(from, to, edge);
    const auto b = whole.totals(from, to, edge);
    for (std::size_t s = 0; s < kSpanStates; ++s) EXPECT_EQ(a.inState[s], b.inState[s]) << from << ".." << to;
  }
};

TEST(SpanFold, SumsStayExactWhereGroupsBegin) {
  Pair lanes(20 * kGroup + 77);
  const Nanos before = lanes.startOf(12) + 5;
  lanes.folded.fold(before);
  EXPECT_EQ(lanes.folded.foldedUntil(), lanes.startOf(12));
  for (std::size_t a = 0; a <= 20; ++a)
    for (std::size_t b = a; b <= 20; ++b) lanes.expectSameTotals(lanes.startOf(a), lanes.startOf(b));
  lanes.expectSameTotals(0, lanes.edge);
}

TEST(SpanFold, WithinAGroupTimeTakesItsPart) {
  Pair lanes(10 * kGroup);
  lanes.folded.fold(lanes.startOf(5));
  const Nanos from = lanes.startOf(2);
  const Nanos to = lanes.startOf(3);
  const auto all = lanes.whole.totals(from, to, lanes.edge);
  const auto half = lanes.folded.totals(from, from + (to - from) / 2, lanes.edge);
  const auto rest = lanes.folded.totals(from + (to - from) / 2, to, lanes.edge);
  for (std::size_t s = 0; s < kSpanStates; ++s) {
    EXPECT_EQ(half.inState[s] + rest.inState[s], all.inState[s]);
    EXPECT_NEAR(static_cast<double>(half.inState[s]), static_cast<double>(all.inState[s]) / 2, 2);
  }
}

TEST(SpanFold, WhatIsLaterStaysAsItWas) {
  Pair lanes(10 * kGroup + 3);
  const std::size_t kept = 6 * kGroup;
  lanes.folded.fold(lanes.startOf(6));
  lanes.folded.fold(lanes.startOf(6));  // memory is given back now
  ASSERT_EQ(lanes.folded.size(), lanes.whole.size());
  for (std::size_t i = kept; i < lanes.whole.size(); ++i) {
    const Span a = lanes.folded.at(i, lanes.edge);
    const Span b = lanes.whole.at(i, lanes.edge);
    ASSERT_EQ(a.start, b.start);
    ASSERT_EQ(a.end, b.end);
    ASSERT_EQ(a.state, b.state);
    ASSERT_EQ(a.detail.goroutine, b.detail.goroutine);
    ASSERT_EQ(lanes.folded.covering(b.start, lanes.edge), std::optional<std::size_t>(i));
    lanes.expectSameTotals(b.start + 1, lanes.edge);
  }
  // What is folded has no spans of its own.
  for (std::size_t i = 0; i < kept; ++i)
    ASSERT_EQ(lanes.folded.at(i, lanes.edge).start, lanes.folded.at(i, lanes.edge).end);
  EXPECT_FALSE(lanes.folded.covering(lanes.startOf(3) + 1, lanes.edge).has_value());
  EXPECT_FALSE(lanes.folded.lastStartingBy(lanes.startOf(6) - 1).has_value());
  EXPECT_EQ(lanes.folded.lastStartingBy(lanes.startOf(6)), std::optional<std::size_t>(kept));
}

TEST(SpanFold, AnOverviewKeepsItsSums) {
  Pair lanes(40 * kGroup);
  lanes.folded.fold(lanes.startOf(30));
  for (const std::size_t width : {std::size_t{10}, std::size_t{1000}}) {
    std::vector<Nanos> edges;
    for (std::size_t j = 0; j <= width; ++j)
      edges.push_back(lanes.edge * static_cast<Nanos>(j) / static_cast<Nanos>(width));
    Coverage a, b;
    lanes.folded.columns(edges, lanes.edge, a);
    lanes.whole.columns(edges, lanes.edge, b);
    Coverage::Shares sumA{}, sumB{};
    for (std::size_t j = 0; j < width; ++j) {
      for (std::size_t s = 0; s < kSpanStates; ++s) {
        sumA[s] += a.shares[j][s];
        sumB[s] += b.shares[j][s];
      }
      if (edges[j] >= lanes.startOf(30)) {
        EXPECT_EQ(a.shares[j], b.shares[j]) << j;
      }
    }
    EXPECT_EQ(sumA, sumB);
    for (const Coverage::Run& run : a.runs) EXPECT_GE(edges[run.first], lanes.startOf(30));
  }
}

TEST(SpanFold, GivesMemoryBack) {
  Pair lanes(4000 * kGroup);
  const std::size_t all = lanes.folded.bytes();
  lanes.folded.fold(lanes.startOf(3000));
  EXPECT_NEAR(static_cast<double>(lanes.folded.bytes()), static_cast<double>(all) / 4, static_cast<double>(all) / 100);
  lanes.expectSameTotals(0, lanes.edge);
  // It goes on growing.
  for (Nanos t = lanes.edge; t < lanes.edge + 10'000; t += 10) {
    lanes.folded.append({t, t + 10, SpanState::Syscall, {}});
    lanes.whole.append({t, t + 10, SpanState::Syscall, {}});
  }
  lanes.folded.publish();
  lanes.whole.publish();
  lanes.expectSameTotals(lanes.startOf(10), lanes.edge + 10'000);
}

TEST(SpanFold, ShortLanesAreLeftAlone) {
  Pair lanes(200);
  lanes.folded.fold(lanes.edge);
  EXPECT_EQ(lanes.folded.foldedUntil(), 0);
  lanes.expectSameTotals(0, lanes.edge / 2);
  SpanLane empty;
  empty.fold(1000);
  EXPECT_EQ(empty.bytes(), 0U);
}

}  // namespace
}  // namespace gmpscope::analysis
