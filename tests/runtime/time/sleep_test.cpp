// Sleeping. Lower bounds only: how late a goroutine comes is the machine's affair.

#include <gmp/gmp.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <set>

#include "tests/support/traced_run.h"
#include "tests/support/yield_while.h"

namespace gmpscope::test {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using trace::EventKind;

class Sleep : public TracedRun {};
GMPSCOPE_WITH_PROCS(Sleep);

TEST_P(Sleep, LastsAtLeastSoLong) {
  run([] {
    for (const auto wanted : {1us, 1000us, 20'000us}) {
      const auto start = Clock::now();
      gmp::sleep_for(wanted);
      EXPECT_GE(Clock::now() - start, wanted);
    }
  });
}

TEST_P(Sleep, UntilLastsUntil) {
  run([] {
    const auto until = Clock::now() + 10ms;
    gmp::sleep_until(until);
    EXPECT_GE(Clock::now(), until);
    gmp::sleep_until(Clock::now() - 1h);
  });
}

TEST_P(Sleep, OfNothingReturnsAtOnce) {
  const RunRecord record = run([] {
    gmp::sleep_for(0ns);
    gmp::sleep_for(-1h);
    gmp::sleep_for(gmp::duration::min());
  });
  EXPECT_EQ(record.count(EventKind::GBlock), 0U);
}

TEST_P(Sleep, ForEverDoesNotOverflowIntoThePast) {
  const RunRecord record = runAnyhow([] {
    for (int i = 0; i < 3; ++i)
      gmp::go([] {
        gmp::sleep_for(gmp::duration::max());
        ADD_FAILURE() << "for ever is over";
      });
    gmp::go([] {
      gmp::sleep_until(gmp::time_point::max());
      ADD_FAILURE() << "for ever is over";
    });
    gmp::sleep_for(5ms);
  });
  EXPECT_EQ(record.code, 0);
  EXPECT_EQ(record.created, 5U);
  EXPECT_EQ(record.ended, 1U);
}

constexpr int kSleepers = 12;
int delayOf(std::uint32_t slot) { return static_cast<int>(slot * 7 % kSleepers) * 30; }

// Of those who sleep the one with the earliest deadline is made runnable first, whatever the order in which they came.
TEST_P(Sleep, WakesByDeadline) {
  const RunRecord record = run([] {
    gmp::WaitGroup group;
    for (int i = 0; i < kSleepers; ++i) {
      const auto slot = static_cast<std::uint32_t>(i + 2);  // records are given out in order, main has the first
      group.go([until = Clock::now() + delayOf(slot) * 1ms] { gmp::sleep_until(until); });
    }
    group.wait();
  });
  std::map<std::uint32_t, std::set<int>> asleep;  // in each P's heap; between those there is no order
  int woken = 0;
  for (const OrderedEvent& e : record.events) {
    if (!trace::isTimers(e.event.a)) continue;
    if (e.event.kind() == EventKind::GBlock) asleep[e.event.a].insert(delayOf(e.event.g));
    if (e.event.kind() != EventKind::GReady) continue;
    ++woken;
    EXPECT_EQ(delayOf(e.event.g), *asleep[e.event.a].begin());
    asleep[e.event.a].erase(delayOf(e.event.g));
  }
  EXPECT_GT(woken, 0);  // those that came after their time did not sleep
}

TEST_P(Sleep, ManyShortOnes) {
  run([] {
    gmp::WaitGroup group;
    for (int i = 0; i < scaled(500); ++i)
      group.go([i] {
        for (int k = 0; k < 5; ++k) gmp::sleep_for(std::chrono::microseconds((i * 7 + k * 13) % 300));
      });
    group.wait();
  });
}

// A sleeper comes back although all others only ever yield.
TEST_P(Sleep, IsNotStarvedByYielders) {
  run([] {
    std::atomic<bool> over{false};
    gmp::WaitGroup group;
    for (int i = 0; i < 2 * procs(); ++i) group.go([&over] { yieldWhile([&] { return !over; }); });
    gmp::sleep_for(5ms);
    over = true;
    group.wait();
  });
}

// An M that sleeps until a far deadline is woken for a nearer one; otherwise this takes an hour.
TEST_P(Sleep, ANearerDeadlineIsNotMissed) {
  runAnyhow([] {
    gmp::go([] { gmp::sleep_for(1h); });
    for (int i = 0; i < 20; ++i) gmp::sleep_for(1ms);
  });
}

TEST_P(Sleep, IsNoDeadlock) {
  run([] {
    const gmp::Chan<int> chan(0);
    gmp::WaitGroup group;
    group.go([&chan] {
      gmp::sleep_for(10ms);
      chan.send(1);
    });
    EXPECT_EQ(chan.recv(), 1);
    group.wait();
  });
}

}  // namespace
}  // namespace gmpscope::test
