// Goroutines truly run at once, and idle Ps are woken for work.

#include <gmp/gmp.hpp>

#include <sched.h>

#include <atomic>
#include <chrono>

#include "tests/support/traced_run.h"

namespace gmpscope::test {
namespace {

using trace::EventKind;

class Parallelism : public TracedRun {};
GMPSCOPE_WITH_PROCS(Parallelism);

// As many goroutines as Ps, each waiting busily for its turn: if any had no thread of its own, none would go on.
void takeTurns(gmp::WaitGroup& group, std::atomic<int>& turn, int me, int count) {
  group.go([&turn, me, count] {
    for (int round = 0; round < 3; ++round) {
      while (turn.load() != round * count + me) ::sched_yield();
      ++turn;
    }
  });
}

TEST_P(Parallelism, AllPsAtOnce) {
  for (int tries = 0; tries < 5; ++tries)
    run([] {
      gmp::WaitGroup group;
      std::atomic<int> turn{0};
      for (int i = 0; i < procs(); ++i) takeTurns(group, turn, i, procs());
      group.wait();
    });
}

// The same, started by goroutines that were started: whoever has two runnable goroutines must be helped.
TEST_P(Parallelism, AllPsAtOnceFromATree) {
  for (int tries = 0; tries < 5; ++tries)
    run([] {
      gmp::WaitGroup group;
      std::atomic<int> turn{0};
      for (int i = 0; i < procs(); i += 2)
        group.go([&, i] {
          takeTurns(group, turn, i, procs());
          if (i + 1 < procs()) takeTurns(group, turn, i + 1, procs());
        });
      group.wait();
    });
}

TEST_P(Parallelism, WorkOfOneIsStolenByOthers) {
  const RunRecord record = run([] {
    gmp::WaitGroup group;
    std::atomic<int> together{0};
    {
      const gmp::NoPreempt stay;  // or another P would go on here, and have some of them in its own queue
      for (int i = 0; i < 64; ++i)
        group.go([&together] {
          // At least two must be inside at once before any goes on: one P alone can't do it.
          const gmp::NoPreempt alone;
          ++together;
          while (procs() > 1 && together < 2) ::sched_yield();
        });
    }
    group.wait();
  });
  const auto steals = record.count(EventKind::GStartSteal) + record.count(EventKind::GStartStealNext);
  EXPECT_EQ(steals > 0, procs() > 1);
}

// Who wakes another and goes on without ever leaving its P doesn't hold it up.
TEST_P(Parallelism, WhoIsWokenRunsBesideTheWaker) {
  run([] {
    const gmp::Chan<int> gate(0);
    std::atomic<bool> woken{false};
    gmp::WaitGroup group;
    group.go([&] {
      EXPECT_TRUE(gate.recv().has_value());
      woken = true;
    });
    gmp::sleep_for(std::chrono::milliseconds(5));  // it waits by now, and threads without work have gone to sleep
    {
      const gmp::NoPreempt stay;
      gate.send(1);
      const auto giveUp = std::chrono::steady_clock::now() + std::chrono::seconds(20);
      while (procs() > 1 && !woken && std::chrono::steady_clock::now() < giveUp) ::sched_yield();
      EXPECT_TRUE(woken || procs() == 1);
    }
    group.wait();
  });
}

}  // namespace
}  // namespace gmpscope::test
