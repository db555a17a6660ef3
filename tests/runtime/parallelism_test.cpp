// Goroutines truly run at once, and idle Ps are woken for work.

#include <gmp/gmp.hpp>

#include <sched.h>

#include <atomic>

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
    for (int i = 0; i < 64; ++i)
      group.go([&together] {
        // At least two must be inside at once before any goes on: one P alone can't do it.
        ++together;
        while (procs() > 1 && together < 2) ::sched_yield();
      });
    group.wait();
  });
  const auto steals = record.count(EventKind::GStartSteal) + record.count(EventKind::GStartStealNext);
  EXPECT_EQ(steals > 0, procs() > 1);
}

}  // namespace
}  // namespace gmpscope::test
