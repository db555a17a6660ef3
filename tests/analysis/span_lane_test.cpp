#include "core/analysis/span_lane.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <random>
#include <thread>
#include <vector>

namespace gmpscope::analysis {
namespace {

// The same questions, answered by looking at every span.
struct Naive {
  std::vector<Span> spans;

  [[nodiscard]] SpanLane::Totals totals(Nanos from, Nanos to) const {
    SpanLane::Totals result;
    for (const Span& span : spans) {
      const Nanos common = std::min(to, span.end) - std::max(from, span.start);
      if (common > 0) result.inState[static_cast<std::size_t>(span.state)] += common;
    }
    return result;
  }
  [[nodiscard]] const Span* covering(Nanos t) const {
    for (const Span& span : spans) {
      if (span.start <= t && t < span.end) return &span;
    }
    return nullptr;
  }
};

SpanDetail detail(std::uint32_t number) {
  SpanDetail result;
  result.goroutine = LifeId(number);
  result.cause = number;
  return result;
}

Naive randomSpans(std::mt19937_64& random, std::size_t count, Nanos longest) {
  Naive naive;
  Nanos t = static_cast<Nanos>(random() % 1000);
  for (std::size_t i = 0; i < count; ++i) {
    if (random() % 3 == 0) t += static_cast<Nanos>(random() % static_cast<std::uint64_t>(longest));
    // Lengths over several orders of magnitude
    const double scale = static_cast<double>(random() % 1000) / 1000;
    const Nanos length = 1 + static_cast<Nanos>(std::pow(static_cast<double>(longest), scale));
    naive.spans.push_back(
        {t, t + length, static_cast<SpanState>(random() % kSpanStates), detail(static_cast<std::uint32_t>(i))});
    t += length;
  }
  return naive;
}

void fill(SpanLane& lane, const Naive& naive) {
  for (const Span& span : naive.spans) lane.append(span);
  lane.publish();
}

std::vector<Nanos> edgesOf(double scale, std::int64_t first, int count) {
  std::vector<Nanos> edges;
  for (int j = 0; j <= count; ++j)
    edges.push_back(static_cast<Nanos>(std::ceil(static_cast<double>(first + j) * scale)));
  return edges;
}

void expectColumns(const SpanLane& lane, const Naive& naive, const std::vector<Nanos>& edges, Nanos edge) {
  Coverage coverage;
  lane.columns(edges, edge, coverage);
  const std::size_t width = edges.size() - 1;
  ASSERT_EQ(coverage.shares.size(), width);
  ASSERT_EQ(coverage.solid.size(), width);
  std::vector<const Coverage::Run*> runOf(width, nullptr);
  for (const auto& run : coverage.runs) {
    ASSERT_LT(run.first, run.last);
    ASSERT_LE(run.last, width);
    const Span span = lane.at(run.span, edge);
    EXPECT_EQ(span.state, run.state);
    for (std::uint32_t j = run.first; j < run.last; ++j) {
      EXPECT_EQ(runOf[j], nullptr);
      runOf[j] = &run;
      EXPECT_LE(span.start, edges[j]);
      EXPECT_GE(span.end, edges[j + 1]);
    }
  }
  for (std::size_t j = 0; j < width; ++j) {
    const auto expected = naive.totals(edges[j], edges[j + 1]);
    for (std::size_t s = 0; s < kSpanStates; ++s)
      ASSERT_EQ(coverage.shares[j][s], expected.inState[s]) << "column " << j << " state " << s;
    const Span* over = naive.covering(edges[j]);
    const bool solid = over != nullptr && over->end >= edges[j + 1];
    ASSERT_EQ(coverage.solid[j], solid ? 1 + static_cast<int>(over->state) : 0) << "column " << j;
    ASSERT_EQ(runOf[j] != nullptr, solid) << "column " << j;
  }
}

TEST(SpanLane, IsEmptyAtFirst) {
  SpanLane lane;
  EXPECT_EQ(lane.size(), 0U);
  EXPECT_FALSE(lane.isOpen());
  EXPECT_FALSE(lane.covering(5, 10));
  EXPECT_FALSE(lane.lastStartingBy(5));
  Coverage coverage;
  const std::vector<Nanos> edges{0, 10, 20};
  lane.columns(edges, 100, coverage);
  EXPECT_TRUE(coverage.runs.empty());
  EXPECT_EQ(coverage.solid, (std::vector<std::uint8_t>{0, 0}));
}

TEST(SpanLane, ShowsSpansOnlyOncePublished) {
  SpanLane lane;
  lane.append({10, 20, SpanState::Runnable, detail(1)});
  EXPECT_EQ(lane.size(), 0U);
  lane.publish();
  ASSERT_EQ(lane.size(), 1U);
  const Span span = lane.at(0, 1000);
  EXPECT_EQ(span.start, 10);
  EXPECT_EQ(span.end, 20);
  EXPECT_EQ(span.state, SpanState::Runnable);
  EXPECT_EQ(span.detail.goroutine, LifeId(1));
}

TEST(SpanLane, EndsAnOpenSpanAtTheEdge) {
  SpanLane lane;
  lane.open(100, SpanState::Executing, detail(7));
  EXPECT_TRUE(lane.isOpen());
  lane.publish();
  ASSERT_EQ(lane.size(), 1U);
  EXPECT_EQ(lane.at(0, 150).end, 150);
  EXPECT_EQ(lane.at(0, 170).end, 170);
  EXPECT_EQ(lane.at(0, 50).end, 100);
  EXPECT_TRUE(lane.covering(149, 150));
  EXPECT_FALSE(lane.covering(150, 150));
  EXPECT_EQ(lane.totals(0, 1000, 160).inState[0], 60);
  lane.close(180);
  lane.publish();
  EXPECT_FALSE(lane.isOpen());
  EXPECT_EQ(lane.at(0, 1000).end, 180);
}

TEST(SpanLane, DropsASpanOfNoLength) {
  SpanLane lane;
  lane.append({5, 5, SpanState::Waiting, detail(1)});
  lane.append({5, 9, SpanState::Executing, detail(2)});
  lane.publish();
  ASSERT_EQ(lane.size(), 1U);
  EXPECT_EQ(lane.at(0, 9).detail.cause, 2U);
}

TEST(SpanLane, KeepsTheNumberOfASpanThatWasSeenOpen) {
  SpanLane lane;
  lane.open(5, SpanState::Waiting, detail(1));
  lane.publish();
  lane.close(5);
  lane.append({5, 9, SpanState::Executing, detail(2)});
  lane.publish();
  ASSERT_EQ(lane.size(), 2U);
  EXPECT_EQ(lane.at(0, 9).detail.cause, 1U);
  EXPECT_EQ(lane.covering(5, 9), 1U);
}

TEST(SpanLane, CutsOffWhatOverlaps) {
  SpanLane lane;
  lane.append({0, 10, SpanState::Executing, detail(1)});
  lane.append({5, 20, SpanState::Waiting, detail(2)});
  lane.publish();
  ASSERT_EQ(lane.size(), 2U);
  EXPECT_EQ(lane.at(1, 20).start, 10);
}

TEST(SpanLane, AnswersAsTheNaiveOne) {
  std::mt19937_64 random(1);
  for (const std::size_t count : {1U, 3U, 15U, 16U, 17U, 255U, 256U, 257U, 3000U}) {
    const Naive naive = randomSpans(random, count, 5000);
    SpanLane lane;
    fill(lane, naive);
    ASSERT_EQ(lane.size(), count);
    const Nanos edge = naive.spans.back().end;
    for (std::size_t i = 0; i < count; ++i) {
      const Span span = lane.at(i, edge);
      ASSERT_EQ(span.start, naive.spans[i].start);
      ASSERT_EQ(span.end, naive.spans[i].end);
      ASSERT_EQ(span.state, naive.spans[i].state);
      ASSERT_EQ(span.detail.cause, i);
    }
    for (int k = 0; k < 500; ++k) {
      const Nanos t = static_cast<Nanos>(random() % static_cast<std::uint64_t>(edge + 100)) - 50;
      const Span* over = naive.covering(t);
      const auto found = lane.covering(t, edge);
      ASSERT_EQ(found.has_value(), over != nullptr) << t;
      if (found) {
        ASSERT_EQ(*found, over->detail.cause);
      }
      const auto after = std::upper_bound(naive.spans.begin(), naive.spans.end(), t,
                                          [](Nanos value, const Span& s) { return value < s.start; });
      const auto last = lane.lastStartingBy(t);
      ASSERT_EQ(last.has_value(), after != naive.spans.begin());
      if (last) {
        ASSERT_EQ(*last, static_cast<std::size_t>(after - naive.spans.begin()) - 1);
      }
      const Nanos u = static_cast<Nanos>(random() % static_cast<std::uint64_t>(edge + 100)) - 50;
      const auto totals = lane.totals(std::min(t, u), std::max(t, u), edge);
      const auto expected = naive.totals(std::min(t, u), std::max(t, u));
      for (std::size_t s = 0; s < kSpanStates; ++s) ASSERT_EQ(totals.inState[s], expected.inState[s]);
    }
  }
}

TEST(SpanLane, AnswersColumnsAsTheNaiveOne) {
  std::mt19937_64 random(2);
  for (const std::size_t count : {1U, 20U, 300U, 5000U}) {
    const Naive naive = randomSpans(random, count, 4000);
    SpanLane lane;
    fill(lane, naive);
    const Nanos edge = naive.spans.back().end;
    // From the whole, where the dense way answers, down to less than a span.
    for (double scale = static_cast<double>(edge) / 40; scale >= 1; scale /= 2.7) {
      const auto columns = static_cast<std::int64_t>(static_cast<double>(edge) / scale);
      for (const std::int64_t first : {std::int64_t{-7}, std::int64_t{0}, columns / 2, columns - 5}) {
        ASSERT_NO_FATAL_FAILURE(expectColumns(lane, naive, edgesOf(scale, first, 53), edge))
            << "scale " << scale << " first " << first;
      }
    }
  }
}

TEST(SpanLane, AnswersColumnsOfAnOpenLane) {
  std::mt19937_64 random(3);
  Naive naive = randomSpans(random, 2000, 3000);
  SpanLane lane;
  fill(lane, naive);
  const Nanos last = naive.spans.back().end;
  lane.open(last + 10, SpanState::Syscall, detail(2000));
  lane.publish();
  const Nanos edge = last + 50000;
  naive.spans.push_back({last + 10, edge, SpanState::Syscall, detail(2000)});
  for (double scale = static_cast<double>(edge) / 30; scale >= 10; scale /= 3) {
    const auto columns = static_cast<std::int64_t>(static_cast<double>(edge) / scale);
    ASSERT_NO_FATAL_FAILURE(expectColumns(lane, naive, edgesOf(scale, columns - 20, 40), edge));
  }
}

// Spans of hours, and spans so far apart that a block can't reach from one to the next.
TEST(SpanLane, StoresLongSpansInParts) {
  constexpr Nanos kSecond = 1'000'000'000;
  std::mt19937_64 random(4);
  Naive naive;
  SpanLane lane;
  Nanos t = 3;
  for (std::uint32_t i = 0; i < 400; ++i) {
    t += static_cast<Nanos>(random() % 7) * kSecond;
    const Nanos length = 1 + static_cast<Nanos>(random() % 4) * static_cast<Nanos>(random() % 6) * kSecond;
    naive.spans.push_back({t, t + length, static_cast<SpanState>(random() % kSpanStates), detail(i)});
    t += length;
  }
  naive.spans.push_back({t, t + 3 * 3600 * kSecond, SpanState::Waiting, detail(400)});
  fill(lane, naive);
  const Nanos edge = naive.spans.back().end;
  for (int k = 0; k < 3000; ++k) {
    const Nanos u = static_cast<Nanos>(random() % static_cast<std::uint64_t>(edge));
    const Span* over = naive.covering(u);
    const auto found = lane.covering(u, edge);
    ASSERT_EQ(found.has_value(), over != nullptr);
    if (found) {
      const Span span = lane.at(*found, edge);
      ASSERT_EQ(span.detail.cause, over->detail.cause);
      ASSERT_EQ(span.state, over->state);
      ASSERT_GE(span.start, over->start);
      ASSERT_LE(span.end, over->end);
    }
    const auto totals = lane.totals(u / 2, u, edge);
    const auto expected = naive.totals(u / 2, u);
    for (std::size_t s = 0; s < kSpanStates; ++s) ASSERT_EQ(totals.inState[s], expected.inState[s]);
  }
}

TEST(SpanLane, ASpanOfHoursTakesNoMoreThanAnother) {
  constexpr Nanos kHour = 3'600'000'000'000;
  SpanLane lane;
  Nanos t = 0;
  for (std::uint32_t i = 0; i < 100; ++i) {
    lane.append({t, t + 1000, SpanState::Executing, detail(2 * i)});
    lane.append({t + 1000, t + kHour, SpanState::Waiting, detail(2 * i + 1)});
    t += kHour;
  }
  lane.publish();
  EXPECT_LT(lane.bytes(), 100 * 1500U);
  EXPECT_EQ(lane.totals(0, t, t).inState[static_cast<std::size_t>(SpanState::Waiting)], 100 * (kHour - 1000));
  // What is read of a place that stayed unused.
  for (std::size_t i = 0; i < lane.size(); ++i) {
    const Span span = lane.at(i, t);
    ASSERT_GE(span.end, span.start);
    ASSERT_LE(span.end, t);
  }
  for (std::uint32_t i = 0; i < 100; ++i) {
    const auto at = lane.covering(i * kHour + kHour / 2, t);
    ASSERT_TRUE(at);
    ASSERT_EQ(lane.at(*at, t).detail.cause, 2 * i + 1);
    ASSERT_EQ(lane.lastStartingBy(i * kHour + kHour / 2), at);
  }
  lane.fold(50 * kHour);
  lane.fold(50 * kHour);
  EXPECT_LT(lane.bytes(), 55 * 1500U);
  EXPECT_EQ(lane.totals(0, t, t).inState[static_cast<std::size_t>(SpanState::Waiting)], 100 * (kHour - 1000));
}

// A reader sees only complete spans while the writer appends, and totals that fit what it can see.
TEST(SpanLane, IsReadWhileItGrows) {
  constexpr int kSpans = 200'000;
  SpanLane lane;
  std::atomic<Nanos> edge{0};
  std::thread writer([&] {
    for (int i = 0; i < kSpans; ++i) {
      const Nanos start = static_cast<Nanos>(i) * 10;
      lane.open(start, static_cast<SpanState>(i % 3), detail(static_cast<std::uint32_t>(i)));
      if (i % 7 == 0) {
        lane.publish();
        edge.store(start, std::memory_order_release);
      }
      lane.close(start + 10);
    }
    lane.publish();
    edge.store(kSpans * 10, std::memory_order_release);
  });
  std::size_t seen = 0;
  Coverage coverage;
  while (seen < kSpans) {
    const Nanos until = edge.load(std::memory_order_acquire);
    const std::size_t size = lane.size();
    ASSERT_GE(size, seen);
    seen = size;
    if (until == 0) continue;
    const auto totals = lane.totals(0, until, until);
    ASSERT_EQ(totals.inState[0] + totals.inState[1] + totals.inState[2], until);
    const Span span = lane.at(size - 1, until);
    ASSERT_EQ(span.start, static_cast<Nanos>(size - 1) * 10);
    ASSERT_EQ(span.detail.cause, size - 1);
    const Nanos step = until / 64 + 1;
    std::vector<Nanos> edges;
    for (Nanos t = 0; t <= until - step; t += step) edges.push_back(t);
    if (edges.size() < 2) continue;
    lane.columns(edges, until, coverage);
    for (const auto& shares : coverage.shares) {
      Nanos sum = 0;
      for (const Nanos share : shares) sum += share;
      ASSERT_EQ(sum, step);
    }
  }
  writer.join();
}

}  // namespace
}  // namespace gmpscope::analysis
