// With one P the scheduler's order is determined. It is foretold here by a model of Go's rules, written independently.

#include <gmp/gmp.hpp>

#include <algorithm>
#include <chrono>
#include <deque>
#include <functional>
#include <set>
#include <utility>
#include <vector>

#include "tests/support/traced_run.h"

namespace gmpscope::test {
namespace {

using trace::EventKind;

class Order : public TracedRun {
 protected:
  // Nobody is preempted, however long the kernel keeps us waiting.
  static RunRecord run(std::function<void()> mainFn) {
    RunSettings settings;
    settings.options.slice = std::chrono::hours(1);
    RunRecord record = runWith(settings, std::move(mainFn));
    EXPECT_EQ(record.code, 0);
    EXPECT_EQ(record.created, record.ended);
    return record;
  }
};
GMPSCOPE_WITH_ONE_PROC(Order);

constexpr int kNone = -1;
constexpr int kMain = 1'000'000;

// What one P does with goroutines, main the first of them.
class OneP {
 public:
  OneP() {
    create(kMain);
    EXPECT_EQ(choose(), kMain);
  }
  void create(int g) {
    if (next_ != kNone) putTail(next_);
    next_ = g;
  }
  void yield(int g) { global_.push_back(g); }
  int choose() {
    if (tick_ % 61 == 0 && !global_.empty()) {
      ++tick_;
      return take(global_);
    }
    if (next_ != kNone) return std::exchange(next_, kNone);  // inherits the slice
    if (!ring_.empty()) {
      ++tick_;
      return take(ring_);
    }
    if (global_.empty()) return kNone;
    const std::size_t batch = std::min<std::size_t>(global_.size(), 128);
    const int first = take(global_);
    for (std::size_t i = 1; i < batch; ++i) ring_.push_back(take(global_));
    ++tick_;
    return first;
  }

 private:
  static int take(std::deque<int>& from) {
    const int g = from.front();
    from.pop_front();
    return g;
  }
  void putTail(int g) {
    if (ring_.size() < 256) {
      ring_.push_back(g);
      return;
    }
    for (int i = 0; i < 128; ++i) global_.push_back(take(ring_));
    global_.push_back(g);
  }

  int next_ = kNone;
  std::deque<int> ring_, global_;
  unsigned tick_ = 0;
};

TEST_P(Order, NewestFirstThenInOrder) {
  std::vector<int> order;
  run([&order] {
    gmp::WaitGroup group;
    for (int i = 0; i < 10; ++i) group.go([&order, i] { order.push_back(i); });
    group.wait();
  });
  EXPECT_EQ(order, (std::vector<int>{9, 0, 1, 2, 3, 4, 5, 6, 7, 8}));
}

TEST_P(Order, OfManyIsAsTheRulesSay) {
  for (const int n : {1, 2, 60, 61, 62, 63, 255, 256, 257, 258, 386, 387, 512, 1000, 3000}) {
    std::vector<int> order, foretold;
    run([&order, n] {
      gmp::WaitGroup group;
      for (int i = 0; i < n; ++i) group.go([&order, i] { order.push_back(i); });
      group.wait();
    });
    OneP p;
    for (int i = 0; i < n; ++i) p.create(i);
    for (int g = p.choose(); g != kNone; g = p.choose()) foretold.push_back(g);
    EXPECT_EQ(order, foretold) << "of " << n;
  }
}

// Main yields among many: it comes back by the rule of the 61st tick, not after all the others.
TEST_P(Order, TheGlobalQueueIsAskedAtEach61stTick) {
  constexpr int kOthers = 200;
  std::vector<int> turns;  // how many others had run at each of main's turns
  int ran = 0;
  const RunRecord record = run([&] {
    gmp::WaitGroup group;
    for (int i = 0; i < kOthers; ++i) group.go([&ran] { ++ran; });
    while (ran < kOthers) {
      gmp::gosched();
      turns.push_back(ran);
    }
    group.wait();
  });

  OneP p;
  std::vector<int> foretold;
  for (int i = 0; i < kOthers; ++i) p.create(i);
  for (int others = 0; others < kOthers;) {
    p.yield(kMain);
    while (p.choose() != kMain) ++others;
    foretold.push_back(others);
  }
  EXPECT_EQ(turns, foretold);
  ASSERT_GE(turns.size(), 4U);
  EXPECT_EQ(turns[2] - turns[1], 60);
  EXPECT_EQ(turns[3] - turns[2], 60);
  EXPECT_GE(record.count(EventKind::GStartGlobal), 4U);
}

TEST_P(Order, OfYieldersIsAsTheRulesSay) {
  for (const int n : {1, 3, 100, 300}) {
    constexpr int kTurns = 5;
    std::vector<int> order, foretold;
    run([&order, n] {
      gmp::WaitGroup group;
      for (int i = 0; i < n; ++i)
        group.go([&order, i] {
          for (int k = 0; k < kTurns; ++k) {
            order.push_back(i);
            gmp::gosched();
          }
        });
      group.wait();
    });
    OneP p;
    std::vector<int> turns(static_cast<std::size_t>(n));
    for (int i = 0; i < n; ++i) p.create(i);
    for (int g = p.choose(); g != kNone; g = p.choose()) {
      if (turns[static_cast<std::size_t>(g)]++ == kTurns) continue;  // it only ends
      foretold.push_back(g);
      p.yield(g);
    }
    EXPECT_EQ(order, foretold) << "of " << n;
  }
}

// Who is woken runs next: a ping-pong needs no queue.
TEST_P(Order, PingPongGoesThroughRunnext) {
  const RunRecord record = run([] {
    const gmp::Chan<int> ping(0), pong(0);
    gmp::WaitGroup group;
    group.go([&] {
      for (const int value : ping) pong.send(value + 1);
    });
    for (int i = 0; i < 500; ++i) {
      ping.send(i);
      EXPECT_EQ(pong.recv(), i + 1);
    }
    ping.close();
    group.wait();
  });
  EXPECT_GE(record.count(EventKind::GStartNext), 1000U);
  EXPECT_LE(record.count(EventKind::GStartLocal), 2U);
  EXPECT_EQ(record.count(EventKind::GStartGlobal), 0U);
  // Who comes from runnext inherits the slice: only the starts from the ring began others.
  std::set<std::uint32_t> ticks;
  for (const OrderedEvent& ordered : record.events)
    if (ordered.event.kind() == EventKind::GStartNext) ticks.insert(ordered.event.b);
  EXPECT_LE(ticks.size(), 3U);
}

}  // namespace
}  // namespace gmpscope::test
