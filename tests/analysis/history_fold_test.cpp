// Histories of which the older part was folded, beside the same ones whole: from then on they tell the same.

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <random>
#include <thread>
#include <vector>

#include "core/analysis/look.h"
#include "core/analysis/queue_tracker.h"
#include "core/analysis/stack_history.h"
#include "core/analysis/step_series.h"
#include "core/analysis/value_history.h"

namespace gmpscope::analysis {
namespace {

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  std::uint32_t operator()() { return static_cast<std::uint32_t>(engine_()); }

 private:
  std::mt19937 engine_;
};

constexpr Nanos kHalf = 100'000;
constexpr Nanos kEnd = 2 * kHalf;

// Calls change(history, t) for both, folds one of them in the middle and again near the end, and compare(t) from then
// on.
template <class History, class Change, class Fold, class Compare>
void foldInTheMiddle(Change&& change, Fold&& fold, Compare&& compare) {
  History folded;
  History whole;
  const auto grow = [&](Nanos from, Nanos to) {
    Random same(static_cast<unsigned>(from)), again(static_cast<unsigned>(from));
    for (Nanos t = from; t < to; ++t) {
      change(folded, t, same);
      change(whole, t, again);
    }
    folded.publish();
    whole.publish();
  };
  grow(1, kEnd);
  const std::size_t before = folded.bytes();
  fold(folded, kHalf, kEnd);
  EXPECT_LT(static_cast<double>(folded.bytes()), 0.75 * static_cast<double>(before));
  for (Nanos t = kHalf; t < kEnd; t += 7) ASSERT_TRUE(compare(folded, whole, t)) << "at " << t;
  grow(kEnd, kEnd + kHalf);
  for (Nanos t = kHalf; t < kEnd + kHalf; t += 7) ASSERT_TRUE(compare(folded, whole, t)) << "at " << t;
  fold(folded, kEnd + kHalf / 2, kEnd + kHalf);
  EXPECT_LT(static_cast<double>(folded.bytes()), 0.4 * static_cast<double>(before));
  grow(kEnd + kHalf, kEnd + kHalf + 1000);
  for (Nanos t = kEnd + kHalf / 2; t < kEnd + kHalf + 1000; t += 7)
    ASSERT_TRUE(compare(folded, whole, t)) << "at " << t;
}

TEST(HistoryFold, OfAValue) {
  foldInTheMiddle<ValueHistory<int>>(
      [](auto& history, Nanos t, auto& random) {
        if (random() % 4 != 0) history.set(t, static_cast<int>(random() % 5));
      },
      [](auto& history, Nanos before, Nanos) { history.fold(before); },
      [](const auto& a, const auto& b, Nanos t) { return a.at(t) == b.at(t); });
}

TEST(HistoryFold, OfAQueue) {
  std::uint32_t next = 0;
  foldInTheMiddle<QueueTracker>(
      [&next, tail = std::map<const void*, std::uint32_t>(), head = std::map<const void*, std::uint32_t>()](
          auto& queue, Nanos t, auto& random) mutable {
        const LifeId g{next++ / 2};
        if (queue.length() < 50 && random() % 2 == 0) queue.put(t, tail[&queue]++, {&g, 1});
        if (queue.length() > 3 && random() % 2 == 0) {
          queue.take(t, head[&queue], 2);
          head[&queue] += 2;
        }
      },
      [](auto& queue, Nanos before, Nanos) { queue.fold(before); },
      [](const auto& a, const auto& b, Nanos t) {
        return a.knownAt(t) == b.knownAt(t) && a.history().contents(t) == b.history().contents(t) &&
               a.history().lengthAt(t) == b.history().lengthAt(t);
      });
}

// The first life and the first instant are those that memory which was given back seems to tell of.
TEST(HistoryFold, AQueueTellsNoStayOfWhatIsGone) {
  QueueHistory queue;
  const LifeId first{0};
  for (Nanos t = 0; t < 10'000; ++t) {
    queue.put(t, {&first, 1});
    queue.take(t, 1);
  }
  queue.publish();
  queue.fold(9'000);
  EXPECT_EQ(queue.stays(first, 0, 20'000).size(), 999U);
}

TEST(HistoryFold, OfAList) {
  foldInTheMiddle<StackHistory>(
      [](auto& list, Nanos t, auto& random) {
        const std::uint32_t value = random() % 8;
        list.remove(t, value);
        if (random() % 2 == 0) list.push(t, value);
      },
      [](auto& list, Nanos before, Nanos now) { list.fold(before, now); },
      [](const auto& a, const auto& b, Nanos t) { return a.contents(t) == b.contents(t); });
}

TEST(HistoryFold, OfASeries) {
  foldInTheMiddle<StepSeries>(
      [](auto& series, Nanos t, auto& random) {
        if (random() % 4 != 0) series.append(t, random() % 1000);
      },
      [](auto& series, Nanos before, Nanos) { series.fold(before); },
      [](const auto& a, const auto& b, Nanos t) {
        const auto inA = a.extent(t, t + 300);
        const auto inB = b.extent(t, t + 300);
        return a.at(t) == b.at(t) && inA.min == inB.min && inA.max == inB.max;
      });
}

TEST(HistoryFold, OfASeriesExtentsAreKept) {
  StepSeries folded, whole;
  Random random(4);
  for (Nanos t = 10; t < kEnd; ++t) {
    const std::uint32_t value = random() % 1000;
    folded.append(t, value);
    whole.append(t, value);
  }
  folded.publish();
  whole.publish();
  folded.fold(kHalf);
  constexpr Nanos kSteps = 256;
  for (Nanos from = 0; from < kHalf; from += 1013) {
    for (const Nanos length : {Nanos{1}, Nanos{100}, Nanos{5000}, kEnd}) {
      const auto told = folded.extent(from, from + length);
      const auto least = whole.extent(from, from + length);
      const auto most = whole.extent(std::max<Nanos>(0, from - kSteps), from + length + kSteps);
      EXPECT_LE(told.min, least.min);
      EXPECT_GE(told.max, least.max);
      EXPECT_GE(told.min, most.min);
      EXPECT_LE(told.max, most.max);
    }
  }
  EXPECT_EQ(folded.extent(0, 5).max, 0U) << "before the first change";
}

TEST(Look, NobodyFoldsWhileSomebodyLooks) {
  LookCount count;
  int shared = 0;
  std::atomic<bool> over{false};
  std::vector<std::thread> lookers;
  for (int i = 0; i < 3; ++i)
    lookers.emplace_back([&] {
      while (!over) {
        const Look look(count);
        const Look again(count);
        EXPECT_EQ(shared % 2, 0);
      }
    });
  for (int done = 0; done < 300;) {
    if (!count.tryAlone()) continue;
    ++shared;
    ++shared;
    count.endAlone();
    ++done;
    std::this_thread::yield();
  }
  over = true;
  for (std::thread& looker : lookers) looker.join();
}

}  // namespace
}  // namespace gmpscope::analysis
