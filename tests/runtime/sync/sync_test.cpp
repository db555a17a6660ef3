// Once, Cond and Semaphore.

#include <gmp/gmp.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <stdexcept>
#include <vector>

#include "tests/support/traced_run.h"
#include "tests/support/yield_while.h"

namespace gmpscope::test {
namespace {

using namespace std::chrono_literals;

class Sync : public TracedRun {};
GMPSCOPE_WITH_PROCS(Sync);

TEST_P(Sync, OnceRunsOnceAndAllWaitForIt) {
  run([] {
    gmp::Once once;
    std::atomic<int> ran{0}, early{0};
    gmp::WaitGroup group;
    for (int i = 0; i < 10; ++i)
      group.go([&] {
        once.call([&] {
          gmp::gosched();
          ++ran;
        });
        if (ran != 1) ++early;
      });
    group.wait();
    EXPECT_EQ(ran, 1);
    EXPECT_EQ(early, 0);
  });
}

TEST_P(Sync, OnceThatThrowsHasRun) {
  run([] {
    gmp::Once once;
    EXPECT_THROW(once.call([] { throw std::runtime_error("no"); }), std::runtime_error);
    bool again = false;
    once.call([&] { again = true; });
    EXPECT_FALSE(again);
  });
}

TEST_P(Sync, OneSignalWakesOneInTheOrderOfWaiting) {
  run([] {
    constexpr int kWaiters = 50;
    gmp::Mutex mutex;
    gmp::Cond cond;
    gmp::Chan<int> waits(0), woke(0);
    gmp::WaitGroup group;
    for (int i = 0; i < kWaiters; ++i) {
      group.go([&, i] {
        std::unique_lock lock(mutex);
        waits.send(i);
        cond.wait(lock);
        lock.unlock();
        woke.send(i);
      });
      static_cast<void>(waits.recv());
      const std::lock_guard behind(mutex);  // it has let go of it, so it has its ticket
    }
    for (int i = 0; i < kWaiters; ++i) {
      cond.signal();
      EXPECT_EQ(woke.recv(), i);
      EXPECT_FALSE(woke.try_recv().has_value()) << "one signal woke two";
    }
    group.wait();
  });
}

TEST_P(Sync, ABroadcastWakesAllEachTime) {
  run([] {
    constexpr int kWaiters = 20, kRounds = 20;
    gmp::Mutex mutex;
    gmp::Cond cond, all;
    gmp::WaitGroup group;
    int round = 0, waiting = 0;
    for (int i = 0; i < kWaiters; ++i)
      group.go([&] {
        std::unique_lock lock(mutex);
        for (int seen = 0; seen < kRounds;) {
          if (++waiting == kWaiters) all.signal();
          while (round == seen) cond.wait(lock);
          seen = round;
        }
      });
    for (int i = 0; i < kRounds; ++i) {
      std::unique_lock lock(mutex);
      while (waiting < kWaiters) all.wait(lock);
      waiting = 0;
      ++round;
      cond.broadcast();
    }
    group.wait();
  });
}

TEST_P(Sync, NobodyStealsASignalGivenBefore) {
  // One waits and is signalled; another begins to wait after that. Only the first may go on.
  run([] {
    for (int i = 0; i < scaled(200); ++i) {
      gmp::Mutex mutex;
      gmp::Cond cond;
      gmp::Chan<int> began(0), first(1), second(1);
      gmp::WaitGroup group;
      group.go([&] {
        std::unique_lock lock(mutex);
        began.send(1);
        cond.wait(lock);
        first.send(1);
      });
      static_cast<void>(began.recv());
      mutex.lock();
      cond.signal();
      mutex.unlock();
      group.go([&] {
        std::unique_lock lock(mutex);
        cond.wait(lock);
        second.send(1);
      });
      EXPECT_TRUE(first.recv());
      EXPECT_FALSE(second.try_recv().has_value());
      while (second.size() == 0) {
        cond.broadcast();
        gmp::gosched();
      }
      group.wait();
    }
  });
}

// Who waits is woken also if that comes after it has unlocked and before it sleeps.
TEST_P(Sync, WhoIsAboutToWaitOnACondIsWoken) {
  struct WokenMeanwhile {
    gmp::Cond& cond;
    bool all;
    void lock() {}
    void unlock() { all ? cond.broadcast() : cond.signal(); }
  };
  for (const bool all : {false, true})
    run([all] {
      gmp::Cond cond;
      WokenMeanwhile lock{cond, all};
      cond.wait(lock);
    });
}

// While one wakes several, those who are woken first wait again already, and take others from its queue.
TEST_P(Sync, PerturbedWakesOfSeveralKeepTheirOrder) {
  constexpr int kWaiters = 8;
  for (std::uint32_t seed = 1; seed <= 3; ++seed) {
    RunSettings settings;
    settings.options.perturbation_seed = seed;
    runWith(settings, [] {
      const int rounds = scaled(100);
      gmp::Semaphore semaphore(0);
      gmp::WaitGroup group;
      for (int i = 0; i < kWaiters; ++i)
        group.go([&] {
          for (int k = 0; k < rounds; ++k) semaphore.acquire();
        });
      for (int i = 0; i < kWaiters * rounds; i += kWaiters / 2) {
        semaphore.release(kWaiters / 2);
        gmp::gosched();
      }
      group.wait();
    });
  }
}

// With one P, those who have begun wait once main runs again.
TEST_P(Sync, AWakeUpOfSeveralIsToldOnce) {
  if (procs() != 1) return;
  const RunRecord record = run([] {
    gmp::Semaphore semaphore(0);
    gmp::WaitGroup group;
    std::atomic<int> begun{0};
    for (int i = 0; i < 3; ++i)
      group.go([&] {
        const gmp::NoPreempt untilItWaits;
        ++begun;
        semaphore.acquire();
      });
    yieldWhile([&] { return begun < 3; });
    semaphore.release(3);
    group.wait();
  });
  EXPECT_EQ(record.count(trace::EventKind::GWakeMany), 1U);
}

TEST_P(Sync, ASemaphoreBoundsWhoIsInside) {
  run([] {
    gmp::Semaphore semaphore(3);
    std::atomic<int> inside{0}, most{0};
    gmp::WaitGroup group;
    for (int i = 0; i < 10; ++i)
      group.go([&, i] {
        for (int k = 0; k < scaled(200); ++k) {
          const int n = 1 + (i + k) % 3;
          semaphore.acquire(n);
          const int now = inside += n;
          EXPECT_LE(now, 3);
          int seen = most;
          while (seen < now && !most.compare_exchange_weak(seen, now)) {
          }
          if (k % 4 == 0) gmp::gosched();
          inside -= n;
          semaphore.release(n);
        }
      });
    group.wait();
    EXPECT_EQ(most, 3);
    EXPECT_TRUE(semaphore.try_acquire(3));
    EXPECT_FALSE(semaphore.try_acquire());
  });
}

TEST_P(Sync, ALargeRequestIsNotOvertaken) {
  run([] {
    gmp::Semaphore semaphore(2);
    std::vector<char> order;
    gmp::WaitGroup group;
    semaphore.acquire(2);
    group.go([&] {
      semaphore.acquire(2);
      order.push_back('L');
      semaphore.release(2);
    });
    yieldWhile([&] { return semaphore.try_acquire(0); });  // until somebody waits
    group.go([&] {
      semaphore.acquire(1);
      order.push_back('s');
      semaphore.release(1);
    });
    gmp::sleep_for(1ms);
    semaphore.release(1);
    gmp::sleep_for(2ms);
    EXPECT_TRUE(order.empty()) << "the small one overtook";
    semaphore.release(1);
    group.wait();
    EXPECT_EQ(order, (std::vector<char>{'L', 's'}));
  });
}

TEST(SyncOutside, MisuseThrows) {
  EXPECT_THROW(gmp::Semaphore(-1), std::logic_error);
  gmp::Semaphore semaphore(1);
  EXPECT_THROW(semaphore.release(-1), std::logic_error);
  EXPECT_THROW(semaphore.acquire(1), std::logic_error);
  EXPECT_TRUE(semaphore.try_acquire());
  semaphore.release();
  gmp::Cond cond;
  EXPECT_THROW(cond.signal(), std::logic_error);
}

}  // namespace
}  // namespace gmpscope::test
