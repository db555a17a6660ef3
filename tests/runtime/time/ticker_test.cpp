// Tickers, with 1, 2, 4 and 8 Ps.

#include <gmp/gmp.hpp>

#include <atomic>
#include <chrono>

#include "tests/runtime/time/timer_run.h"
#include "tests/support/traced_run.h"
#include "tests/support/yield_while.h"

namespace gmpscope::test {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

class Tickers : public TimerRun {};
GMPSCOPE_WITH_PROCS(Tickers);

TEST_P(Tickers, TicksComeAtTheirPace) {
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

// Of two that are under way at the same time the earlier may be the slower one.
TEST_P(Tickers, PerturbedTicksComeInOrder) {
  for (std::uint32_t seed = 1; seed <= 3; ++seed) {
    RunSettings settings;
    settings.options.perturbation_seed = seed;
    runWith(settings, [] {
      gmp::Ticker ticker(50us);
      gmp::time_point last{};
      for (int i = 0; i < scaled(300); ++i) {
        const auto tick = *ticker.c().recv();
        EXPECT_GT(tick, last);
        last = tick;
      }
    });
  }
}

// A receiver that is late finds one tick, not many.
TEST_P(Tickers, TicksAreDropped) {
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

TEST_P(Tickers, DurationsOfTickersArePositive) {
  run([] {
    EXPECT_THROW(gmp::Ticker(0ns), std::invalid_argument);
    EXPECT_THROW(gmp::Ticker(-1s), std::invalid_argument);
    gmp::Ticker ticker(1h);
    EXPECT_THROW(ticker.reset(0ns), std::invalid_argument);
    EXPECT_THROW(ticker.reset(gmp::duration::min()), std::invalid_argument);
  });
}

// Very short periods, several receivers on one channel, all the time: each still gets its ticks.
TEST_P(Tickers, ManyWaitOnOneTicker) {
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

TEST_P(Tickers, ShortTickersWhileOthersYield) {
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
}  // namespace
}  // namespace gmpscope::test
