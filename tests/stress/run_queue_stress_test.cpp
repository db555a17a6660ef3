// Run queues on real threads: every owner steals from the others while they steal from it. Each goroutine that was put
// somewhere must be taken exactly once.

#include "core/runtime/run_queue.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <thread>
#include <vector>

#include "core/base/fast_rand.h"
#include "tests/stress/stress_time.h"
#include "tests/stress/watchdog.h"
#include "tests/support/sanitizers.h"

namespace gmpscope::test {
namespace {

template <class Queue>
class RunQueueStress : public ::testing::Test {};
using Queues = ::testing::Types<gmp::rt::BasicRunQueue<4>, gmp::rt::BasicRunQueue<256>>;
TYPED_TEST_SUITE(RunQueueStress, Queues);

// What the threads of a round share.
template <class Queue>
class Round {
 public:
  static constexpr std::uint32_t kThreads = 4;

  Round(std::uint32_t seed, std::uint32_t each) : seed_(seed), each_(each), taken_(kThreads * each + 1) {}

  void play() {
    std::vector<std::thread> threads;
    for (std::uint32_t i = 0; i < kThreads; ++i) threads.emplace_back([this, i] { work(i); });
    for (std::thread& thread : threads) thread.join();
    for (Queue& queue : queues_) EXPECT_TRUE(queue.empty());
    for (std::size_t g = 1; g < taken_.size(); ++g)
      ASSERT_EQ(taken_[g].load(), 1) << "goroutine " << g << ", seed " << seed_;
  }

 private:
  using Owner = typename Queue::Owner;
  using Thief = typename Queue::Thief;

  void took(std::uint32_t g) {
    ASSERT_NE(g, 0U);
    taken_[g].fetch_add(1, std::memory_order_relaxed);
  }

  void put(Owner& own, std::uint32_t g) {
    typename Queue::Seen seen;
    while (!own.putTail(g, seen)) {
      std::array<std::uint32_t, Queue::kSize / 2> moved;
      EXPECT_EQ(seen.tail - seen.head, Queue::kSize);
      if (!own.takeHalf(seen, moved.data())) continue;
      for (const std::uint32_t each : moved) took(each);
      took(g);
      return;
    }
  }

  // A goroutine of its own queue; 0 if there is none.
  std::uint32_t takeOwn(Owner& own) {
    if (const auto next = own.takeNext(); next.g != 0) return next.g;
    return own.takeHead().g;
  }

  std::uint32_t steal(std::uint32_t me, Owner& own, FastRand& rand) {
    Queue& victim = queues_[(me + 1 + rand.below(kThreads - 1)) % kThreads];
    if (rand.below(4) == 0) return Thief(victim).takeNext().g;
    const auto half = Thief(victim).takeHalf(own);
    if (half.count == 0) return 0;
    EXPECT_EQ(half.count, half.seen.tail - half.seen.head - (half.seen.tail - half.seen.head) / 2);
    const std::uint32_t tail = own.tail();
    const std::uint32_t last = queues_[me].peek(tail + half.count - 1);
    own.publishTail(tail + half.count - 1);
    return last;
  }

  // Makes its share of goroutines in bursts, takes what there is, then helps until nobody has any left.
  void work(std::uint32_t me) {
    FastRand rand(seed_ + me);
    Owner own(queues_[me]);
    std::uint32_t made = 0;
    while (made < each_) {
      for (std::uint32_t burst = rand.below(2 * Queue::kSize); burst > 0 && made < each_; --burst) {
        const std::uint32_t g = me * each_ + ++made;
        if (rand.below(3) == 0)
          put(own, g);
        else if (const auto kicked = own.putNext(g); kicked.g != 0)
          put(own, kicked.g);
      }
      for (std::uint32_t burst = rand.below(2 * Queue::kSize); burst > 0; --burst)
        if (const std::uint32_t g = takeOwn(own); g != 0) took(g);
      if (const std::uint32_t g = takeOwn(own); g != 0)
        took(g);
      else if (const std::uint32_t stolen = steal(me, own, rand); stolen != 0)
        took(stolen);
    }
    ++finished_;
    for (bool last = false;; last = finished_ == kThreads) {
      while (const std::uint32_t g = takeOwn(own)) took(g);
      if (last) return;
      if (const std::uint32_t stolen = steal(me, own, rand); stolen != 0) took(stolen);
    }
  }

  const std::uint32_t seed_;
  const std::uint32_t each_;
  std::array<Queue, kThreads> queues_;
  std::vector<std::atomic<int>> taken_;
  std::atomic<std::uint32_t> finished_{0};
};

TYPED_TEST(RunQueueStress, EachGoroutineIsTakenOnce) {
  Watchdog watchdog("the run queue");
  std::uint32_t seed = stressSeed();
  std::printf("first seed %u\n", seed);
  const auto end = stressEnd();
  do {
    watchdog.progress(seed);
    Round<TypeParam>(seed, static_cast<std::uint32_t>(scaled(20'000))).play();
    if (this->HasFatalFailure()) return;
    ++seed;
  } while (std::chrono::steady_clock::now() < end);
}

// A queue that holds a goroutine at every instant is never seen empty, while they go from runnext to the ring and back.
TYPED_TEST(RunQueueStress, NeverLooksEmptyAcrossAKick) {
  TypeParam queue;
  typename TypeParam::Owner own(queue);
  typename TypeParam::Seen seen;
  ASSERT_TRUE(own.putTail(1, seen));
  std::atomic<bool> over{false};
  std::uint64_t looks = 0;
  std::thread watcher([&] {
    do {
      ++looks;
      ASSERT_FALSE(queue.empty());
    } while (!over);
  });
  const auto end = stressEnd();
  std::uint32_t waiting = 1;
  std::uint32_t other = 2;
  do {
    for (int i = 0; i < 1000; ++i) {
      own.putNext(other);
      ASSERT_EQ(own.takeHead().g, waiting);
      ASSERT_EQ(own.putNext(waiting).g, other);
      ASSERT_TRUE(own.putTail(other, seen));
      ASSERT_EQ(own.takeNext().g, waiting);
      std::swap(waiting, other);
    }
  } while (std::chrono::steady_clock::now() < end);
  over = true;
  watcher.join();
  EXPECT_GT(looks, 0U);
}

}  // namespace
}  // namespace gmpscope::test
