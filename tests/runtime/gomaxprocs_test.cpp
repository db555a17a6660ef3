// The number of Ps changes while the program runs, and nothing gets lost.

#include <gmp/gmp.hpp>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <vector>

#include "tests/support/traced_run.h"

namespace gmpscope::test {
namespace {

using namespace std::chrono_literals;
using trace::EventKind;

class Gomaxprocs : public TracedRun {};
GMPSCOPE_WITH_PROCS(Gomaxprocs);
class GomaxprocsOrder : public TracedRun {};
GMPSCOPE_WITH_ONE_PROC(GomaxprocsOrder);

TEST_P(Gomaxprocs, ReturnsTheNumberBefore) {
  const RunRecord record = run([] {
    EXPECT_EQ(gmp::gomaxprocs(procs() + 3), procs());
    EXPECT_EQ(gmp::gomaxprocs(), procs() + 3);
    EXPECT_EQ(gmp::gomaxprocs(0), procs() + 3);
    EXPECT_EQ(gmp::gomaxprocs(1), procs() + 3);
    EXPECT_EQ(gmp::gomaxprocs(-5), 1);
    errno = 17;
    EXPECT_EQ(gmp::gomaxprocs(procs()), 1);
    EXPECT_EQ(errno, 17);
  });
  EXPECT_EQ(record.count(EventKind::ProcsChange), procs() == 1 ? 2U : 3U);
}

TEST_P(Gomaxprocs, TheSameNumberStopsNobody) {
  const RunRecord record = run([] {
    for (int i = 0; i < 10; ++i) EXPECT_EQ(gmp::gomaxprocs(procs()), procs());
  });
  EXPECT_EQ(record.count(EventKind::WorldStop), 0U);
}

TEST_P(Gomaxprocs, OutsideGoroutinesItDoesNothing) { EXPECT_EQ(gmp::gomaxprocs(3), 0); }

TEST_P(Gomaxprocs, NewPsRunGoroutines) {
  const RunRecord record = run([] {
    gmp::gomaxprocs(procs() + 2);
    std::atomic<int> inside{0};
    gmp::WaitGroup group;
    // Each stays on its P until all are there.
    for (int i = 0; i < procs() + 1; ++i)
      group.go([&] {
        const gmp::NoPreempt here;
        ++inside;
        while (inside < procs() + 1) {
        }
      });
    group.wait();
  });
  const auto onNewP = [](const OrderedEvent& e) {
    return e.event.kind() >= EventKind::GStartNext && e.event.kind() <= EventKind::GStartStealNext &&
           static_cast<int>(e.event.p()) >= procs();
  };
  EXPECT_TRUE(std::any_of(record.events.begin(), record.events.end(), onNewP));
}

TEST_P(Gomaxprocs, AsManyAsThereMayBe) {
  run([] {
    EXPECT_EQ(gmp::gomaxprocs(1024), procs());
    EXPECT_EQ(gmp::gomaxprocs(1'000'000), 1024);
    EXPECT_EQ(gmp::gomaxprocs(procs()), 4094);
    gmp::WaitGroup group;
    for (int i = 0; i < 100; ++i) group.go([] { gmp::gosched(); });
    group.wait();
  });
}

// What stands in the queue of a P that goes comes before what stood in the global queue, in its order, and what stood
// in its runnext first of all.
TEST_P(GomaxprocsOrder, OfTheGlobalQueue) {
  std::vector<int> order;
  run([&] {
    gmp::gomaxprocs(2);
    gmp::WaitGroup group;
    std::atomic<bool> changed{false};
    std::atomic<bool> filled{false};
    const auto note = [&](int n) { return [&, n] { order.push_back(n); }; };
    // On the other P, for main doesn't leave its own: fills that P's queue, and sees to it that it goes.
    group.go([&] {
      const gmp::NoPreempt here;
      for (int n = 1; n <= 5; ++n) group.go(note(n));
      filled = true;
      gmp::gomaxprocs(1);
      changed = true;
    });
    {
      const gmp::NoPreempt here;
      while (!filled) {
      }
    }
    while (!changed) gmp::gosched();
    group.wait();
  });
  EXPECT_EQ(order, (std::vector<int>{5, 1, 2, 3, 4}));
}

TEST_P(Gomaxprocs, NobodyInAQueueIsLost) {
  std::atomic<int> done{0};
  run([&] {
    gmp::gomaxprocs(8);
    gmp::WaitGroup group;
    for (int i = 0; i < 50; ++i)
      group.go([&] {
        gmp::WaitGroup own;
        for (int k = 0; k < 40; ++k)
          own.go([&] {
            gmp::gosched();
            ++done;
          });
        own.wait();
      });
    for (const int n : {5, 1, 8, 2, 1, procs()}) {
      gmp::gomaxprocs(n);
      gmp::gosched();
    }
    group.wait();
    while (gmp::num_goroutine() > 1) gmp::gosched();
  });
  EXPECT_EQ(done, 2000);
}

// 300 fit into no ring: what stands there and in runnext moves.
TEST_P(Gomaxprocs, AFullQueueMoves) {
  std::atomic<int> done{0};
  const RunRecord record = run([&] {
    gmp::gomaxprocs(3);
    gmp::WaitGroup group;
    for (int i = 0; i < 3; ++i)
      group.go([&] {
        for (int k = 0; k < 300; ++k) group.go([&] { ++done; });
        gmp::gomaxprocs(1);
      });
    group.wait();
  });
  EXPECT_EQ(done, 900);
  EXPECT_GE(record.count(EventKind::ProcsChange), 2U);
}

TEST_P(Gomaxprocs, TimersOfPsThatGoStillFire) {
  std::atomic<int> slept{0}, fired{0};
  run([&] {
    gmp::gomaxprocs(8);
    gmp::WaitGroup group;
    for (int i = 0; i < 40; ++i)
      group.go([&, i] {
        group.add(1);
        gmp::after_func(std::chrono::microseconds(500 + 20 * i), [&] {
          ++fired;
          group.done();
        });
        gmp::sleep_for(std::chrono::microseconds(1000 + 10 * i));
        ++slept;
      });
    for (int i = 0; i < 20; ++i) gmp::gosched();
    gmp::gomaxprocs(1);
    group.wait();
  });
  EXPECT_EQ(slept, 40);
  EXPECT_EQ(fired, 40);
}

// All others sleep when their Ps go.
TEST_P(Gomaxprocs, ASleeperOfAPThatGoesWakes) {
  run([] {
    for (int round = 0; round < 5; ++round) {
      gmp::gomaxprocs(4);
      gmp::WaitGroup group;
      // Each on a P of its own when it goes to sleep.
      std::atomic<int> inside{0};
      const auto meet = [&inside] {
        const gmp::NoPreempt here;
        ++inside;
        while (inside < 4) {
        }
      };
      for (int i = 0; i < 3; ++i)
        group.go([meet] {
          meet();
          gmp::sleep_for(3ms);
        });
      meet();
      gmp::sleep_for(500us);
      gmp::gomaxprocs(1);
      group.wait();
    }
  });
}

TEST_P(Gomaxprocs, TheNumberOfGoroutinesStaysRight) {
  run([] {
    gmp::gomaxprocs(6);
    const gmp::Chan<int> never(0);
    for (int i = 0; i < 30; ++i) gmp::go([never] { (void)never.recv(); });
    for (const int n : {1, 4, 2}) {
      gmp::gomaxprocs(n);
      EXPECT_EQ(gmp::num_goroutine(), 31);
    }
    never.close();
    while (gmp::num_goroutine() > 1) gmp::gosched();
  });
}

TEST_P(Gomaxprocs, ManyChangesUnderLoad) {
  std::atomic<std::int64_t> sum{0};
  run([&] {
    std::atomic<bool> stop{false};
    gmp::WaitGroup load;
    const gmp::Chan<int> chan(3);
    for (int i = 0; i < 4; ++i) {
      load.go([&] {
        for (int k = 0; k < scaled(2000); ++k) chan.send(1);
      });
      load.go([&] {
        for (int k = 0; k < scaled(2000); ++k) sum += *chan.recv();
      });
      load.go([&] {
        while (!stop) {
          gmp::blocking([] {});
          gmp::sleep_for(20us);
          gmp::gosched();
        }
      });
    }
    gmp::WaitGroup changes;
    for (int i = 0; i < 2; ++i)
      changes.go([i] {
        for (int k = 0; k < scaled(200); ++k) {
          gmp::gomaxprocs((7 * k + i) % 9 + 1);
          if (k % 8 == 0) gmp::sleep_for(30us);
        }
      });
    changes.wait();
    stop = true;
    load.wait();
  });
  EXPECT_EQ(sum, std::int64_t{4} * scaled(2000));
}

TEST_P(Gomaxprocs, ADeadlockIsStillSeen) {
  std::string said;
  const RunRecord record = runAnyhow(said, [] {
    gmp::gomaxprocs(5);
    gmp::gomaxprocs(2);
    gmp::WaitGroup never;
    never.add(1);
    never.wait();
  });
  EXPECT_EQ(record.code, 2);
  EXPECT_NE(said.find("all goroutines are asleep - deadlock!"), std::string::npos);
}

}  // namespace
}  // namespace gmpscope::test
