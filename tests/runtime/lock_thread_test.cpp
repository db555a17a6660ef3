// Goroutines locked to their threads: they run on no other, and that thread runs no other goroutine.

#include <gmp/gmp.hpp>

#include <pthread.h>
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "core/runtime/api_call.h"
#include "core/runtime/stop_world.h"
#include "tests/support/traced_run.h"

namespace gmpscope::test {
namespace {

using namespace std::chrono_literals;
using trace::EventKind;

class LockThread : public TracedRun {};
GMPSCOPE_WITH_PROCS(LockThread);

// A call of the library may put a goroutine onto another thread: the number is asked for anew each time.
__attribute__((noinline)) pid_t thread() { return ::gettid(); }

class Locked {
 public:
  Locked() { gmp::lock_os_thread(); }
  ~Locked() { gmp::unlock_os_thread(); }
  Locked(const Locked&) = delete;
  Locked& operator=(const Locked&) = delete;
};

TEST_P(LockThread, StaysOnItsThread) {
  std::atomic<int> moved{0};
  run([&] {
    gmp::WaitGroup group;
    const gmp::Chan<int> chan(0);
    for (int i = 0; i < 4; ++i) {
      group.go([&] {
        const Locked locked;
        const pid_t mine = thread();
        for (int k = 0; k < 50; ++k) {
          chan.send(k);
          moved += thread() == mine ? 0 : 1;
          gmp::gosched();
          moved += thread() == mine ? 0 : 1;
          if (k % 10 == 0) gmp::sleep_for(20us);
          moved += thread() == mine ? 0 : 1;
        }
      });
      group.go([&] {
        for (int k = 0; k < 50; ++k) (void)chan.recv();
      });
    }
    group.wait();
  });
  EXPECT_EQ(moved, 0);
}

TEST_P(LockThread, NobodyElseRunsOnItsThread) {
  std::atomic<int> intruders{0};
  run([&] {
    std::atomic<pid_t> taken{0};
    std::atomic<bool> stop{false};
    gmp::WaitGroup group;
    group.go([&] {
      const Locked locked;
      taken = thread();
      while (!stop) gmp::sleep_for(30us);
      taken = 0;
    });
    for (int i = 0; i < 8; ++i)
      group.go([&] {
        for (int k = 0; k < 100; ++k) {
          {
            const gmp::NoPreempt here;
            intruders += thread() == taken ? 1 : 0;
          }
          gmp::gosched();
        }
      });
    gmp::sleep_for(1ms);
    stop = true;
    group.wait();
  });
  EXPECT_EQ(intruders, 0);
}

// Go's TestLockOSThreadNesting.
TEST_P(LockThread, TwoLocksNeedTwoUnlocks) {
  const RunRecord record = run([] {
    gmp::unlock_os_thread();  // of nothing
    gmp::lock_os_thread();
    gmp::lock_os_thread();
    const pid_t mine = thread();
    gmp::unlock_os_thread();
    for (int i = 0; i < 20; ++i) {
      gmp::gosched();
      EXPECT_EQ(thread(), mine);
    }
    gmp::unlock_os_thread();
    gmp::unlock_os_thread();
  });
  EXPECT_EQ(record.count(EventKind::GLock), 1U);
  EXPECT_EQ(record.count(EventKind::GUnlock), 1U);
}

TEST_P(LockThread, OutsideGoroutinesItDoesNothing) {
  gmp::lock_os_thread();
  gmp::unlock_os_thread();
}

TEST_P(LockThread, MainStaysOnTheThreadThatCalledRun) {
  const pid_t caller = thread();
  run([caller] {
    gmp::lock_os_thread();
    EXPECT_EQ(thread(), caller);
    gmp::WaitGroup group;
    for (int i = 0; i < 20; ++i)
      group.go([caller] {
        gmp::gosched();
        EXPECT_NE(thread(), caller);
      });
    group.wait();
    gmp::sleep_for(100us);
    EXPECT_EQ(thread(), caller);
    EXPECT_EQ(gmp::blocking([] { return ::gettid(); }), caller);
    EXPECT_EQ(thread(), caller);
  });
}

// Go's TestYieldLocked, TestYieldLockedProgress.
TEST_P(LockThread, WhoYieldsLetsOthersRun) {
  run([] {
    std::atomic<bool> stop{false};
    gmp::WaitGroup group;
    group.go([&] {
      const Locked locked;
      while (!stop) gmp::gosched();
    });
    group.go([] {
      const Locked locked;
      for (int i = 0; i < 10; ++i) {
        gmp::gosched();
        gmp::sleep_for(1ms);
      }
    });
    gmp::sleep_for(5ms);
    stop = true;
    group.wait();
  });
}

// Go's TestBlockLocked.
TEST_P(LockThread, ALockedSenderBlocks) {
  run([] {
    const gmp::Chan<bool> chan(0);
    gmp::go([chan] {
      const Locked locked;
      for (int i = 0; i < 10; ++i) chan.send(true);
      chan.close();
    });
    int got = 0;
    while (chan.recv()) ++got;
    EXPECT_EQ(got, 10);
  });
}

TEST_P(LockThread, CallsOfTheSystemKeepIt) {
  std::atomic<int> moved{0};
  run([&] {
    gmp::WaitGroup group;
    for (int i = 0; i < procs() + 3; ++i)
      group.go([&, i] {
        const Locked locked;
        const pid_t mine = thread();
        for (int k = 0; k < 10; ++k) {
          const pid_t inside = gmp::blocking([&] {
            const auto until = std::chrono::steady_clock::now() + std::chrono::microseconds(20 * (i % 4));
            while (std::chrono::steady_clock::now() < until) ::sched_yield();
            return ::gettid();
          });
          moved += inside == mine && thread() == mine ? 0 : 1;
        }
      });
    group.wait();
  });
  EXPECT_EQ(moved, 0);
}

TEST_P(LockThread, IsPreemptedAndComesBackToIt) {
  if (kThreadSanitizer) GTEST_SKIP() << "loops are left by a signal";
  std::atomic<int> moved{0};
  RunSettings settings;
  settings.options.slice = 200us;
  const RunRecord record = runWith(settings, [&] {
    gmp::WaitGroup group;
    // More than Ps, and each stays until all have run.
    std::atomic<int> started{0};
    for (int i = 0; i < procs() + 2; ++i)
      group.go([&] {
        const Locked locked;
        const pid_t mine = thread();
        ++started;
        while (started < procs() + 2) {
        }
        moved += thread() == mine ? 0 : 1;
      });
    group.wait();
  });
  EXPECT_EQ(record.code, 0);
  EXPECT_EQ(moved, 0);
  EXPECT_GT(record.count(EventKind::GPreempt), 0U);
}

// Go's TestLockOSThreadExit.
TEST_P(LockThread, AThreadEndsWithItsGoroutine) {
  const RunRecord record = run([] {
    // The others aren't on the thread that called run, which can't end.
    gmp::lock_os_thread();
    for (int round = 0; round < 10; ++round) {
      std::atomic<pid_t> gone{0};
      gmp::WaitGroup group;
      group.go([&] {
        gmp::lock_os_thread();
        gone = thread();
      });
      group.wait();
      const auto path = "/proc/self/task/" + std::to_string(gone);
      while (::access(path.c_str(), F_OK) == 0) gmp::sleep_for(100us);
    }
  });
  EXPECT_GE(record.count(EventKind::MExit), 10U);
}

TEST_P(LockThread, WithGoexitToo) {
  const RunRecord record = run([] {
    gmp::WaitGroup group;
    for (int i = 0; i < 5; ++i)
      group.go([] {
        gmp::lock_os_thread();
        gmp::goexit();
      });
    group.wait();
  });
  EXPECT_GE(record.count(EventKind::MExit), 4U);
}

// However many threads end, no more Ms are made than live at once.
TEST_P(LockThread, MsOfEndedThreadsAreTakenAgain) {
  std::set<std::uint32_t> ms;
  const RunRecord record = run([] {
    for (int i = 0; i < scaled(300); ++i) {
      gmp::WaitGroup group;
      group.go([] { gmp::lock_os_thread(); });
      group.wait();
    }
  });
  for (const OrderedEvent& e : record.events) ms.insert(e.m.value);
  EXPECT_LT(ms.size(), 40U);
}

TEST_P(LockThread, TheThreadThatCalledRunSleepsInstead) {
  run([] {
    gmp::WaitGroup group;
    // Main sleeps, and its thread takes the others in turn; some of them end on it.
    for (int i = 0; i < 30; ++i)
      group.go([] {
        gmp::lock_os_thread();
        gmp::gosched();
      });
    group.wait();
    for (int i = 0; i < 20; ++i) gmp::gosched();
  });
}

// Go's TestLockOSThreadAvoidsStatePropagation.
TEST_P(LockThread, WhatItDidToItsThreadStaysThere) {
  cpu_set_t all;
  ASSERT_EQ(::pthread_getaffinity_np(::pthread_self(), sizeof all, &all), 0);
  if (CPU_COUNT(&all) < 2) GTEST_SKIP() << "one core";
  std::atomic<int> narrowed{0};
  run([&] {
    gmp::lock_os_thread();  // the others are on other threads than the test's
    gmp::WaitGroup group;
    group.go([&] {
      gmp::lock_os_thread();
      cpu_set_t one;
      CPU_ZERO(&one);
      for (int cpu = 0; CPU_COUNT(&one) == 0; ++cpu)
        if (CPU_ISSET(cpu, &all)) CPU_SET(cpu, &one);
      ASSERT_EQ(::pthread_setaffinity_np(::pthread_self(), sizeof one, &one), 0);
      // Each of these needs a thread of its own, made while this one hands its P on.
      gmp::WaitGroup own;
      for (int i = 0; i < 10; ++i)
        own.go([&] {
          const Locked locked;
          for (int k = 0; k < 3; ++k) gmp::sleep_for(100us);
          cpu_set_t seen;
          ::pthread_getaffinity_np(::pthread_self(), sizeof seen, &seen);
          narrowed += CPU_EQUAL(&seen, &all) ? 0 : 1;
        });
      own.wait();
    });
    group.wait();
  });
  EXPECT_EQ(narrowed, 0);
}

// Go's TestMexitSTW: threads end while the world is often stopped.
TEST_P(LockThread, ThreadsEndWhileTheWorldIsStopped) {
  run([] {
    std::atomic<bool> stop{false};
    gmp::WaitGroup group;
    for (int i = 0; i < 2; ++i)
      group.go([&] {
        while (!stop) {
          gmp::sleep_for(20us);
          const gmp::rt::ApiCall call("the test");
          const gmp::rt::WorldStop world(call.m(), gmp::rt::StopCause::Inspection);
        }
      });
    for (int round = 0; round < scaled(60); ++round) {
      gmp::WaitGroup own;
      for (int i = 0; i < 4; ++i)
        own.go([] {
          gmp::lock_os_thread();
          gmp::gosched();
        });
      own.wait();
      if (round % 10 == 0) gmp::gomaxprocs(round % 3 + 1);
    }
    stop = true;
    group.wait();
  });
}

// Go's TestLockedDeadlock.
TEST_P(LockThread, ADeadlockIsStillSeen) {
  std::string said;
  const RunRecord record = runAnyhow(said, [] {
    gmp::lock_os_thread();
    gmp::WaitGroup never;
    never.add(1);
    never.wait();
  });
  EXPECT_EQ(record.code, 2);
  EXPECT_NE(said.find("all goroutines are asleep - deadlock!"), std::string::npos);
  EXPECT_NE(said.find("goroutine 1 [sync.WaitGroup.Wait, locked to thread]:"), std::string::npos) << said;
}

// Go's TestLockedDeadlock2.
TEST_P(LockThread, ADeadlockOfSeveralIsStillSeen) {
  std::string said;
  const RunRecord record = runAnyhow(said, [] {
    gmp::WaitGroup never;
    never.add(1);
    for (int i = 0; i < 3; ++i)
      gmp::go([&] {
        gmp::lock_os_thread();
        never.wait();
      });
    gmp::go([] { gmp::lock_os_thread(); });
    gmp::lock_os_thread();
    never.wait();
  });
  EXPECT_EQ(record.code, 2);
  EXPECT_NE(said.find("all goroutines are asleep - deadlock!"), std::string::npos);
}

TEST_P(LockThread, SleepersAreNoDeadlock) {
  run([] {
    gmp::lock_os_thread();
    for (int i = 0; i < 10; ++i) gmp::sleep_for(200us);
    gmp::Pipe pipe;
    gmp::go([&] {
      gmp::sleep_for(300us);
      pipe.writer().write("x", 1);
    });
    char byte = 0;
    EXPECT_EQ(pipe.reader().read(&byte, 1), 1U);
  });
}

TEST_P(LockThread, TheRunMayEndWhileTheyWait) {
  for (int round = 0; round < 5; ++round) {
    const RunRecord record = runAnyhow([] {
      const gmp::Chan<int> never(0);
      std::atomic<int> locked{0};
      for (int i = 0; i < 6; ++i)
        gmp::go([never, &locked] {
          gmp::lock_os_thread();
          ++locked;
          (void)never.recv();
        });
      while (locked < 6) gmp::sleep_for(50us);
    });
    EXPECT_EQ(record.code, 0);
  }
}

}  // namespace
}  // namespace gmpscope::test
