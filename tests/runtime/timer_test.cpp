// Timers, tickers and functions called later. How late something comes is the machine's affair: lower bounds only,
// and waiting for what must come.

#include <gmp/gmp.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <vector>

#include "tests/support/traced_run.h"
#include "tests/support/yield_while.h"

namespace gmpscope::test {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using trace::EventKind;

class TimerRun : public TracedRun {
 protected:
  // Nobody can wait for the goroutine that calls a function: main ends after all others.
  static RunRecord run(const std::function<void()>& mainFn) {
    return TracedRun::run([&mainFn] {
      mainFn();
      yieldWhile([&] { return gmp::num_goroutine() > 1; });
    });
  }
};
GMPSCOPE_WITH_PROCS(TimerRun);

TEST_P(TimerRun, SendsTheTimeAtWhichItWasDue) {
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

TEST_P(TimerRun, WhatIsNotPositiveFiresAtOnce) {
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

TEST_P(TimerRun, TheLongestDoesntOverflowIntoThePast) {
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

TEST_P(TimerRun, StopTellsWhetherItStoppedIt) {
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

TEST_P(TimerRun, AStoppedOneNeverFires) {
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
TEST_P(TimerRun, NothingStaleAfterStopAndReset) {
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

TEST_P(TimerRun, TheChannelLooksUnbuffered) {
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
TEST_P(TimerRun, SetEarlierItFiresAtOnce) {
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

TEST_P(TimerRun, FireInTheOrderOfTheirTimes) {
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

TEST_P(TimerRun, AFunctionMayStartItsOwnTimerAgain) {
  run([] {
    const gmp::Chan<int> done(0);
    struct Chain {
      int left;
      gmp::Chan<int> done;
      void operator()() const {
        if (left == 0)
          done.send(0);
        else
          gmp::after_func(100us, Chain{left - 1, done});
      }
    };
    gmp::after_func(100us, Chain{10, done});
    EXPECT_EQ(done.recv(), 0);
  });
}

TEST_P(TimerRun, ResetCallsTheFunctionAgain) {
  run([] {
    const gmp::Chan<int> called(0);
    int n = 0;
    gmp::Timer timer = gmp::after_func(0ns, [called, &n] { called.send(++n); });
    for (int i = 1; i <= 10; ++i) {
      EXPECT_EQ(called.recv(), i);
      EXPECT_FALSE(timer.reset(i % 2 != 0 ? 0ns : 100us));
    }
    EXPECT_EQ(called.recv(), 11);
  });
}

// A pair that hands a value to and fro from runnext doesn't keep the function waiting for ever.
TEST_P(TimerRun, AFunctionIsNotStarved) {
  run([] {
    const gmp::Chan<int> there(1), back(1);
    std::atomic<bool> over{false};
    gmp::WaitGroup group;
    group.go([&] {
      for (int value : there) back.send(value);
      back.close();
    });
    group.go([&] {
      while (!over) {
        there.send(1);
        (void)back.recv();
      }
      there.close();
    });
    gmp::after_func(3ms, [&over] { over = true; });
    group.wait();
  });
}

// What is moved into a timer is destroyed on a goroutine, once nobody can call it any more.
TEST_P(TimerRun, AFunctionIsDestroyedOnceItCantBeCalled) {
  run([] {
    const gmp::Chan<int> gone(8);
    const auto token = [&gone] {
      return std::shared_ptr<int>(new int(0), [gone](int* p) {
        delete p;
        gone.send(1);
      });
    };
    gmp::after_func(0ns, [t = token()] {});  // dropped, called
    EXPECT_EQ(gone.recv(), 1);
    {
      gmp::Timer stopped = gmp::after_func(1h, [t = token()] {});
      const gmp::Timer copy = stopped;
      EXPECT_TRUE(stopped.stop());
      EXPECT_FALSE(gone.try_recv().has_value());
    }
    EXPECT_EQ(gone.try_recv(), 1);
    {
      gmp::Timer again = gmp::after_func(0ns, [t = token()] {});
      again.reset(1us);
      again.reset(1us);
    }
    EXPECT_EQ(gone.recv(), 1);
    EXPECT_FALSE(gone.try_recv().has_value());
  });
}

TEST_P(TimerRun, WhatIsLeftAtTheEndIsDestroyed) {
  const auto token = std::make_shared<int>(0);
  runAnyhow([&token] {
    gmp::after_func(1h, [token] {});
    gmp::Timer dropped = gmp::after_func(1h, [token] {});
    dropped.stop();
  });
  EXPECT_EQ(token.use_count(), 1);
}

TEST_P(TimerRun, APanicInAFunctionIsOne) {
  std::string said;
  const RunRecord record = runAnyhow(said, [] {
    gmp::after_func(0ns, [] { throw std::runtime_error("no luck"); });
    gmp::sleep_for(1h);
  });
  EXPECT_EQ(record.code, 2);
  EXPECT_NE(said.find("panic: no luck"), std::string::npos) << said;
}

TEST_P(TimerRun, TicksComeAtTheirPace) {
  run([] {
    constexpr int kTicks = 10;
    gmp::Ticker ticker(2ms);
    const auto start = Clock::now();
    gmp::time_point last = start;
    for (int i = 1; i <= kTicks; ++i) {
      const auto tick = *ticker.c().recv();
      EXPECT_GE(tick, start + i * 2ms - 1ms);
      EXPECT_GE(tick, last);
      last = tick;
    }
    ticker.reset(4ms);
    const auto again = Clock::now();
    EXPECT_GE(*ticker.c().recv(), again + 4ms - 1ms);
    ticker.stop();
    gmp::sleep_for(10ms);
    EXPECT_FALSE(ticker.c().try_recv().has_value());
    ticker.reset(1ms);
    EXPECT_TRUE(ticker.c().recv().has_value());
  });
}

// A receiver that is late finds one tick, not many.
TEST_P(TimerRun, TicksAreDropped) {
  run([] {
    gmp::Ticker ticker(1ms);
    gmp::sleep_for(20ms);
    EXPECT_TRUE(ticker.c().try_recv().has_value());
    const auto now = Clock::now();
    if (const auto tick = ticker.c().try_recv()) {
      EXPECT_GE(*tick, now - 2ms);
    }
  });
}

TEST_P(TimerRun, DurationsOfTickersArePositive) {
  run([] {
    EXPECT_THROW(gmp::Ticker(0ns), std::invalid_argument);
    EXPECT_THROW(gmp::Ticker(-1s), std::invalid_argument);
    gmp::Ticker ticker(1h);
    EXPECT_THROW(ticker.reset(0ns), std::invalid_argument);
    EXPECT_THROW(ticker.reset(gmp::duration::min()), std::invalid_argument);
  });
}

// Very short periods, several receivers on one channel, all the time: each still gets its ticks.
TEST_P(TimerRun, ManyWaitOnOneTicker) {
  run([] {
    gmp::Ticker ticker(1us);
    gmp::WaitGroup group;
    for (int i = 0; i < procs(); ++i)
      group.go([chan = ticker.c()] {
        for (int k = 0; k < scaled(200); ++k) EXPECT_TRUE(chan.recv().has_value());
      });
    group.wait();
    ticker.stop();
  });
}

TEST_P(TimerRun, ManyWaitOnOneTimerThatIsResetByEach) {
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

TEST_P(TimerRun, ShortTickersWhileOthersYield) {
  run([] {
    std::atomic<bool> over{false};
    gmp::WaitGroup yielding, ticking;
    yielding.go([&over] { yieldWhile([&] { return !over; }); });
    for (int i = 0; i < 10; ++i)
      ticking.go([] {
        gmp::Ticker ticker(1ns);
        for (int k = 0; k < 100; ++k) EXPECT_TRUE(ticker.c().recv().has_value());
        ticker.stop();
      });
    ticking.wait();
    over = true;
    yielding.wait();
  });
}

// No zero-length timer is missed, by no way of starting it.
TEST_P(TimerRun, NoneOfZeroIsMissed) {
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
TEST_P(TimerRun, ManyChangesDontHoldUpWork) {
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

TEST_P(TimerRun, IsNoDeadlock) {
  run([] {
    const gmp::Chan<int> chan(0);
    gmp::after_func(5ms, [chan] { chan.send(1); });
    EXPECT_EQ(chan.recv(), 1);
    EXPECT_TRUE(gmp::Timer(5ms).c().recv().has_value());
  });
}

// Nothing will ever come from a stopped timer, and nobody waits for its hour.
TEST_P(TimerRun, OnlyStoppedOnesAreADeadlock) {
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
TEST_P(TimerRun, OnesThatNobodyWaitsForAreADeadlock) {
  std::string said;
  const RunRecord record = runAnyhow(said, [] {
    const gmp::Timer timer(1h);
    const gmp::Chan<int> chan(0);
    (void)chan.recv();
  });
  EXPECT_EQ(record.code, 2);
}

TEST_P(TimerRun, TheTraceTellsWhatFired) {
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
TEST_P(TimerRun, AThiefRunsTheTimersOfABusyP) {
  if (procs() == 1) return;
  const RunRecord record = run([] {
    for (int i = 0; i < 20; ++i) {
      std::atomic<bool> called{false};
      gmp::after_func(200us, [&called] { called = true; });
      const gmp::NoPreempt stay;
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
TEST_P(TimerRun, DroppedOnesAreReleased) {
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

TEST_P(TimerRun, OneLivesOnInTheNextRun) {
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
