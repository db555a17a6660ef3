// Timers, with 1, 2, 4 and 8 Ps.

#include <gmp/gmp.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <vector>

#include "tests/runtime/time/timer_run.h"
#include "tests/support/traced_run.h"
#include "tests/support/yield_while.h"

namespace gmpscope::test {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using trace::EventKind;

class Timers : public TimerRun {};
GMPSCOPE_WITH_PROCS(Timers);

TEST_P(Timers, SendsTheTimeAtWhichItWasDue) {
  run([] {
    for (const auto wanted : {0us, 1us, 1000us, 10'000us}) {
      const auto start = Clock::now();
      const auto sent = gmp::after(wanted).recv();
      const auto now = Clock::now();
      ASSERT_TRUE(sent.has_value());
      EXPECT_GE(*sent, start + wanted);
      EXPECT_LE(*sent, now);
    }
  });
}

TEST_P(Timers, WhatIsNotPositiveFiresAtOnce) {
  run([] {
    EXPECT_TRUE(gmp::after(0ns).recv().has_value());
    EXPECT_TRUE(gmp::after(-1h).recv().has_value());
    EXPECT_TRUE(gmp::after(gmp::duration::min()).try_recv().has_value());
    gmp::Timer timer(1h);
    EXPECT_TRUE(timer.reset(-1s));
    EXPECT_TRUE(timer.c().recv().has_value());
    gmp::Chan<int> called(0);
    gmp::after_func(-1s, [called] { called.send(1); });
    EXPECT_EQ(called.recv(), 1);
  });
}

TEST_P(Timers, TheLongestDoesntOverflowIntoThePast) {
  run([] {
    gmp::Timer timer(gmp::duration::max());
    gmp::Timer function = gmp::after_func(gmp::duration::max(), [] { ADD_FAILURE() << "for ever is over"; });
    gmp::Ticker ticker(gmp::duration::max());
    gmp::sleep_for(2ms);
    EXPECT_FALSE(timer.c().try_recv().has_value());
    EXPECT_FALSE(ticker.c().try_recv().has_value());
    EXPECT_TRUE(function.stop());
    EXPECT_TRUE(timer.stop());
  });
}

TEST_P(Timers, StopTellsWhetherItStoppedIt) {
  run([] {
    gmp::Timer pending(1h);
    EXPECT_TRUE(pending.stop());
    EXPECT_FALSE(pending.stop());
    gmp::Timer received(0ns);
    (void)received.c().recv();
    EXPECT_FALSE(received.stop());
    EXPECT_FALSE(received.reset(1h));
    EXPECT_TRUE(received.reset(1h));
    EXPECT_TRUE(received.stop());

    std::atomic<int> calls{0};
    gmp::Timer function = gmp::after_func(1h, [&calls] { ++calls; });
    EXPECT_TRUE(function.stop());
    EXPECT_FALSE(function.stop());
    EXPECT_FALSE(function.reset(1ns));
    yieldWhile([&] { return calls == 0; });
    EXPECT_FALSE(function.stop());
    EXPECT_EQ(calls, 1);
  });
}

TEST_P(Timers, AStoppedOneNeverFires) {
  run([] {
    std::atomic<int> calls{0};
    for (int i = 0; i < scaled(100); ++i) {
      gmp::Timer timer(2ms);
      EXPECT_TRUE(gmp::after_func(1h, [&calls] { ++calls; }).stop());
      timer.stop();
      EXPECT_FALSE(timer.c().try_recv().has_value());
    }
    gmp::sleep_for(4ms);
    EXPECT_EQ(calls, 0);
  });
}

// Go 1.23: whether or not its time has come, and whether or not somebody has looked.
TEST_P(Timers, NothingStaleAfterStopAndReset) {
  run([] {
    for (const bool look : {false, true}) {
      gmp::Timer timer(1us);
      gmp::sleep_for(1ms);
      if (look) {
        EXPECT_EQ(timer.c().size(), 0U);
      }
      EXPECT_TRUE(timer.stop());
      EXPECT_FALSE(timer.c().try_recv().has_value());

      EXPECT_FALSE(timer.reset(1us));
      gmp::sleep_for(1ms);
      if (look) {
        EXPECT_EQ(timer.c().size(), 0U);
      }
      const auto again = Clock::now();
      EXPECT_TRUE(timer.reset(3ms));
      EXPECT_FALSE(timer.c().try_recv().has_value() && Clock::now() < again + 3ms);
      EXPECT_TRUE(timer.reset(2ms));
      EXPECT_GE(*timer.c().recv(), again + 2ms);

      gmp::Ticker ticker(1us);
      gmp::sleep_for(1ms);
      if (look) {
        EXPECT_EQ(ticker.c().size(), 0U);
      }
      ticker.stop();
      EXPECT_FALSE(ticker.c().try_recv().has_value());
      gmp::sleep_for(1ms);
      EXPECT_FALSE(ticker.c().try_recv().has_value());
    }
  });
}

TEST_P(Timers, TheChannelLooksUnbuffered) {
  run([] {
    gmp::Timer timer(1ns);
    gmp::Ticker ticker(1ns);
    gmp::sleep_for(1ms);
    for (const auto& chan : {timer.c(), ticker.c(), gmp::after(0ns)}) {
      EXPECT_EQ(chan.size(), 0U);
      EXPECT_EQ(chan.capacity(), 0U);
      EXPECT_TRUE(chan.try_recv().has_value());
      EXPECT_EQ(chan.size(), 0U);
    }
    EXPECT_TRUE(timer.c() == timer.c());
    EXPECT_FALSE(timer.c().try_recv().has_value());
    EXPECT_TRUE(gmp::after_func(1h, [] {}).c() == gmp::Chan<gmp::time_point>());
  });
}

// A timer set from far away into the past fires at once, wherever it stands and whoever sleeps.
TEST_P(Timers, SetEarlierItFiresAtOnce) {
  run([] {
    gmp::go([] {
      const auto asleep = gmp::after(1h);
      (void)gmp::after(10ms).recv();
    });
    for (int i = 0; i < scaled(300); ++i) {
      gmp::Timer timer(1h);
      gmp::WaitGroup group;
      group.go([&timer] { EXPECT_TRUE(timer.c().recv().has_value()); });
      if (i % 3 != 0) gmp::gosched();
      if (i % 3 == 2) gmp::sleep_for(20us);
      EXPECT_TRUE(timer.reset(-1s));
      group.wait();
    }
  });
}

TEST_P(Timers, FireInTheOrderOfTheirTimes) {
  run([] {
    constexpr int kTimers = 10;
    const gmp::Chan<int> fired(kTimers);
    const auto start = Clock::now();
    for (int i = 0; i < kTimers; ++i) {
      const int delay = i * 7 % kTimers;
      gmp::after_func(start + (20ms + delay * 10ms) - Clock::now(), [fired, delay] { fired.send(delay); });
    }
    int last = -1;
    int inOrder = 0;
    for (int i = 0; i < kTimers; ++i) {
      const int delay = *fired.recv();
      EXPECT_GE(Clock::now() - start, 20ms + delay * 10ms);
      if (delay > last) ++inOrder;
      last = delay;
    }
    // Two goroutines that are ready at once may run in any order.
    EXPECT_GE(inOrder, 2);
  });
}

TEST_P(Timers, ManyWaitOnOneTimerThatIsResetByEach) {
  run([] {
    gmp::Timer timer(1ns);
    gmp::WaitGroup group;
    for (int i = 0; i < procs(); ++i)
      group.go([timer]() mutable {
        for (int k = 0; k < scaled(200); ++k) {
          EXPECT_TRUE(timer.c().recv().has_value());
          timer.reset(1ns);
        }
      });
    group.wait();
  });
}

TEST_P(Timers, NoneOfZeroIsMissed) {
  run([] {
    const int count = scaled(20'000);
    gmp::Timer again(1h);
    for (int i = 0; i < count; ++i) {
      EXPECT_TRUE(gmp::Timer(0ns).c().recv().has_value());
      again.reset(0ns);
      EXPECT_TRUE(again.c().recv().has_value());
    }
    gmp::WaitGroup group;
    group.add(count);
    for (int i = 0; i < count; ++i) gmp::after_func(0ns, [&group] { group.done(); });
    group.wait();
  });
}

// Many timers that are mostly stopped or changed don't keep other work from going on.
TEST_P(Timers, ManyChangesDontHoldUpWork) {
  run([] {
    gmp::WaitGroup group;
    const gmp::Chan<int> chan(0);
    group.go([&] {
      for (int value : chan) EXPECT_GE(value, 0);
    });
    for (int i = 0; i < 50; ++i)
      group.go([] {
        for (int k = 0; k < scaled(20); ++k) gmp::sleep_for(100us);
      });
    for (int i = 0; i < scaled(10'000); ++i) {
      gmp::Timer timer = gmp::after_func(5s, [] { ADD_FAILURE() << "was stopped"; });
      timer.reset(4s);
      chan.send(i);
      EXPECT_TRUE(timer.stop());
    }
    chan.close();
    group.wait();
  });
}

TEST_P(Timers, IsNoDeadlock) {
  run([] {
    const gmp::Chan<int> chan(0);
    gmp::after_func(5ms, [chan] { chan.send(1); });
    EXPECT_EQ(chan.recv(), 1);
    EXPECT_TRUE(gmp::Timer(5ms).c().recv().has_value());
  });
}

// Nothing will ever come from a stopped timer, and nobody waits for its hour.
TEST_P(Timers, OnlyStoppedOnesAreADeadlock) {
  std::string said;
  const RunRecord record = runAnyhow(said, [] {
    gmp::Timer timer(1h);
    gmp::Timer function = gmp::after_func(1h, [] {});
    gmp::go([&] {
      gmp::sleep_for(1ms);
      timer.stop();
      function.stop();
    });
    (void)timer.c().recv();
  });
  EXPECT_EQ(record.code, 2);
  EXPECT_NE(said.find("all goroutines are asleep - deadlock!"), std::string::npos) << said;
}

// A channel's timer that nobody waits for won't wake anybody.
TEST_P(Timers, OnesThatNobodyWaitsForAreADeadlock) {
  std::string said;
  const RunRecord record = runAnyhow(said, [] {
    const gmp::Timer timer(1h);
    const gmp::Chan<int> chan(0);
    (void)chan.recv();
  });
  EXPECT_EQ(record.code, 2);
}

TEST_P(Timers, TheTraceTellsWhatFired) {
  const RunRecord record = run([] {
    const gmp::Chan<int> chan(0);
    gmp::after_func(1ms, [chan] { chan.send(1); });
    (void)chan.recv();
    (void)gmp::after(1ms).recv();
    gmp::Ticker ticker(1ms);
    (void)ticker.c().recv();
    gmp::Timer lazy(0ns);
    EXPECT_TRUE(lazy.c().try_recv().has_value());
  });
  std::vector<std::uint32_t> kinds;
  for (const OrderedEvent& e : record.events) {
    if (e.event.kind() != EventKind::TimerFire) continue;
    kinds.push_back(e.event.b);
    const bool lazy = kinds.size() == 4;
    EXPECT_TRUE(lazy ? e.event.a == trace::Event::kNoP : e.event.a < static_cast<std::uint32_t>(procs()));
    EXPECT_LT(e.event.p(), static_cast<std::uint32_t>(procs()));
    EXPECT_EQ(e.event.d, 0U);
  }
  EXPECT_EQ(kinds, (std::vector<std::uint32_t>{0, 1, 2, 1}));
}

// While a P is busy without a pause, another runs its timers, and whom they make ready. With one P nobody else can.
TEST_P(Timers, AThiefRunsTheTimersOfABusyP) {
  if (procs() == 1) return;
  const RunRecord record = run([] {
    for (int i = 0; i < 20; ++i) {
      std::atomic<bool> called{false};
      const gmp::NoPreempt stay;
      gmp::after_func(200us, [&called] { called = true; });
      const auto patience = Clock::now() + 10s;
      while (!called && Clock::now() < patience) {
      }
      EXPECT_TRUE(called);
    }
  });
  std::uint64_t stolen = 0;
  for (const OrderedEvent& e : record.events)
    if (e.event.kind() == EventKind::TimerFire && e.event.a != e.event.p()) ++stolen;
  EXPECT_EQ(stolen, 20U);
}

// Neither the heaps nor anything else keeps timers that nobody can hear of any more.
TEST_P(Timers, DroppedOnesAreReleased) {
  if (kAddressSanitizer || kThreadSanitizer) return;  // their memory is kept for a while
  const auto resident = [] {
    std::size_t pages = 0;
    std::ifstream("/proc/self/statm").ignore(64, ' ') >> pages;
    return pages * 4096;
  };
  RunSettings settings;
  settings.keepEvents = false;
  const RunRecord record = runWith(settings, [&resident] {
    std::size_t before = 0;
    for (int i = 0; i < 200'000; ++i) {
      if (i == 1000) before = resident();
      const gmp::Timer timer(1h);
      const gmp::Ticker ticker(1h);
      gmp::after_func(1h, [] {}).stop();
    }
    EXPECT_LT(resident() - std::min(before, resident()), 32U << 20);  // all of them would be 100 MiB
  });
  EXPECT_EQ(record.code, 0);
}

TEST_P(Timers, OneLivesOnInTheNextRun) {
  std::optional<gmp::Timer> timer, function;
  std::atomic<int> calls{0};
  runAnyhow([&] {
    timer.emplace(1h);
    function = gmp::after_func(1h, [&calls] { ++calls; });
    gmp::go([&] { (void)timer->c().recv(); });
    gmp::sleep_for(1ms);
  });
  run([&] {
    EXPECT_FALSE(timer->c().try_recv().has_value());
    timer->reset(1ms);
    EXPECT_TRUE(timer->c().recv().has_value());
    EXPECT_FALSE(function->reset(0ns));
    yieldWhile([&] { return calls == 0; });
  });
}

TEST(TimerOutside, WhatNeedsAGoroutineSaysSo) {
  gmp::Timer timer(1h);
  EXPECT_THROW(timer.stop(), std::logic_error);
  EXPECT_THROW(timer.reset(1s), std::logic_error);
  EXPECT_THROW(gmp::after_func(1s, [] {}), std::logic_error);
  static_assert(std::is_nothrow_move_constructible_v<gmp::Timer> && std::is_copy_constructible_v<gmp::Ticker>);
}

}  // namespace
}  // namespace gmpscope::test
