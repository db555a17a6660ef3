// Mutex and RWMutex: exclusion, fairness, misuse, and the lives of locks.

#include <gmp/gmp.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/traced_run.h"

namespace gmpscope::test {
namespace {

using namespace std::chrono_literals;
using trace::EventKind;

class Locks : public TracedRun {};
GMPSCOPE_WITH_PROCS(Locks);

TEST_P(Locks, OneIsInsideAtATime) {
  run([] {
    gmp::Mutex mutex;
    gmp::WaitGroup group;
    int inside = 0, count = 0;
    for (int i = 0; i < 10; ++i)
      group.go([&, i] {
        for (int k = 0; k < scaled(1000); ++k) {
          if (k % 3 == 0) {
            if (!mutex.try_lock()) continue;
          } else {
            mutex.lock();
          }
          EXPECT_EQ(++inside, 1);
          ++count;
          if ((k + i) % 16 == 0) gmp::gosched();
          --inside;
          mutex.unlock();
        }
      });
    group.wait();
    EXPECT_GE(count, 10 * scaled(1000) / 2);
    EXPECT_TRUE(mutex.try_lock());
    EXPECT_FALSE(mutex.try_lock());
    mutex.unlock();
  });
}

// One holds it nearly all of the time; who comes now and then must get it all the same.
// One holds it nearly always, another wants it now and then.
RunRecord oneIsGreedy(const std::function<RunRecord(std::function<void()>)>& run) {
  return run([] {
    gmp::Mutex mutex;
    std::atomic<bool> stop{false};
    gmp::WaitGroup group;
    group.go([&] {
      while (!stop) {
        const std::lock_guard guard(mutex);
        for (const auto until = std::chrono::steady_clock::now() + 100us; std::chrono::steady_clock::now() < until;) {
        }
      }
    });
    for (int i = 0; i < 10; ++i) {
      gmp::sleep_for(100us);
      const std::lock_guard guard(mutex);
    }
    stop = true;
    group.wait();
  });
}

TEST_P(Locks, NobodyStarves) {
  const auto begun = std::chrono::steady_clock::now();
  oneIsGreedy(run);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 10s);
}

TEST_P(Locks, WhoHasWaitedForAMillisecondIsHandedIt) {
  // On one P who holds it may happen to be preempted just when it doesn't. On more, the kernel may take the core from
  // who has just unlocked it, so that the other comes in time without; but not always.
  if (procs() == 1) return;
  std::uint64_t handed = 0;
  for (int tries = 0; tries < 200 && handed == 0; ++tries) handed = oneIsGreedy(run).count(EventKind::GYieldLocal);
  EXPECT_GT(handed, 0U) << "it was never handed over";
}

TEST_P(Locks, WaitersGetItInOrder) {
  const RunRecord record = run([] {
    gmp::Mutex mutex;
    gmp::WaitGroup group;
    mutex.lock();
    for (int i = 0; i < 5; ++i) {
      group.go([&] { const std::lock_guard guard(mutex); });
      gmp::sleep_for(1ms);
    }
    mutex.unlock();
    group.wait();
  });
  // In which order they began to wait, and were woken; who wakes too late waits again, ahead of the others.
  std::vector<std::uint32_t> waited, woken;
  std::uint32_t mutex = 0;
  const auto note = [](std::vector<std::uint32_t>& list, std::uint32_t g) {
    if (std::find(list.begin(), list.end(), g) == list.end()) list.push_back(g);
  };
  for (const OrderedEvent& e : record.events) {
    if (e.event.kind() == EventKind::GBlock && e.event.c == static_cast<std::uint32_t>(trace::WaitReason::MutexLock)) {
      mutex = e.event.a;
      note(waited, e.event.g);
    }
    if (e.event.kind() == EventKind::GReady && mutex != 0 && e.event.a == mutex) note(woken, e.event.g);
  }
  EXPECT_FALSE(waited.empty());
  EXPECT_EQ(waited, woken);
}

TEST_P(Locks, MisuseIsSaidAndDoesNoHarm) {
  run([] {
    gmp::Mutex mutex;
    gmp::RWMutex rw;
    const auto says = [](auto&& wrong) {
      try {
        wrong();
      } catch (const std::logic_error& error) {
        return std::string(error.what());
      }
      return std::string();
    };
    EXPECT_NE(says([&] { mutex.unlock(); }).find("unlocked"), std::string::npos);
    EXPECT_NE(says([&] { rw.unlock(); }).find("unlocked"), std::string::npos);
    EXPECT_NE(says([&] { rw.unlock_shared(); }).find("unlocked"), std::string::npos);
    rw.lock();
    EXPECT_NE(says([&] { rw.unlock_shared(); }).find("unlocked"), std::string::npos);
    rw.unlock();
    rw.lock_shared();
    EXPECT_NE(says([&] { rw.unlock(); }).find("unlocked"), std::string::npos);
    rw.unlock_shared();
    mutex.lock();
    mutex.unlock();
    EXPECT_TRUE(rw.try_lock());
    rw.unlock();
  });
}

TEST_P(Locks, WhoGetsItMayDestroyIt) {
  run([] {
    for (int round = 0; round < scaled(300); ++round) {
      auto mutex = std::make_unique<gmp::Mutex>();
      gmp::Chan<int> ready(0);
      mutex->lock();
      gmp::WaitGroup group;
      group.go([&] {
        ready.send(1);
        mutex->lock();
        mutex->unlock();
        mutex.reset();
      });
      static_cast<void>(ready.recv());
      if (round % 2 == 0) gmp::gosched();
      mutex->unlock();
      group.wait();
    }
  });
}

TEST_P(Locks, ReadersShareAndWritersDont) {
  run([] {
    for (const int readers : {1, 3, 5, 10}) {
      gmp::RWMutex rw;
      gmp::WaitGroup group;
      std::atomic<int> reading{0}, writing{0};
      for (int i = 0; i < readers; ++i)
        group.go([&, i] {
          for (int k = 0; k < scaled(200); ++k) {
            const std::shared_lock guard(rw);
            ++reading;
            EXPECT_EQ(writing, 0);
            if ((k + i) % 8 == 0) gmp::gosched();
            --reading;
          }
        });
      for (int i = 0; i < 2; ++i)
        group.go([&] {
          for (int k = 0; k < scaled(100); ++k) {
            const std::lock_guard guard(rw);
            EXPECT_EQ(++writing, 1);
            EXPECT_EQ(reading, 0);
            if (k % 4 == 0) gmp::gosched();
            --writing;
          }
        });
      group.wait();
    }
  });
}

TEST_P(Locks, AllReadersAreInsideAtOnce) {
  run([] {
    constexpr int kReaders = 6;
    gmp::RWMutex rw;
    gmp::Chan<int> inside(0), leave(0);
    gmp::WaitGroup group;
    for (int i = 0; i < kReaders; ++i)
      group.go([&] {
        const std::shared_lock guard(rw);
        inside.send(1);
        static_cast<void>(leave.recv());
      });
    for (int i = 0; i < kReaders; ++i) EXPECT_TRUE(inside.recv());
    EXPECT_FALSE(rw.try_lock());
    EXPECT_TRUE(rw.try_lock_shared());
    rw.unlock_shared();
    leave.close();
    group.wait();
    rw.lock();
    EXPECT_FALSE(rw.try_lock_shared());
    rw.unlock();
  });
}

TEST_P(Locks, AThreadThatCantWakeTheWriterChangesNothing) {
  run([] {
    gmp::RWMutex rw;
    gmp::WaitGroup group;
    rw.lock_shared();
    group.go([&] {
      rw.lock();
      rw.unlock();
    });
    while (rw.try_lock_shared()) {  // until the writer has come
      rw.unlock_shared();
      gmp::gosched();
    }
    std::thread([&rw] { EXPECT_THROW(rw.unlock_shared(), std::logic_error); }).join();
    rw.unlock_shared();
    group.wait();
    std::thread([&rw] {
      rw.lock_shared();
      rw.unlock_shared();
      EXPECT_THROW(rw.unlock_shared(), std::logic_error);
    }).join();
    EXPECT_TRUE(rw.try_lock());
    rw.unlock();
  });
}

TEST_P(Locks, AWriterThatWaitsKeepsNewReadersOut) {
  run([] {
    gmp::RWMutex rw;
    gmp::WaitGroup group;
    std::string order;
    rw.lock_shared();
    group.go([&] {
      rw.lock();
      order += 'w';
      rw.unlock();
    });
    while (rw.try_lock_shared()) {  // until the writer has come
      rw.unlock_shared();
      gmp::gosched();
    }
    group.go([&] {
      rw.lock_shared();
      order += 'r';
      rw.unlock_shared();
    });
    EXPECT_EQ(order, "");
    rw.unlock_shared();
    group.wait();
    EXPECT_EQ(order, "wr");
  });
}

TEST_P(Locks, ADeadlockNamesTheLock) {
  std::string said;
  const RunRecord record = runAnyhow(said, [] {
    auto& mutex = *new gmp::Mutex;
    auto& rw = *new gmp::RWMutex;
    mutex.lock();
    rw.lock();
    gmp::go([&rw] { rw.lock_shared(); });
    mutex.lock();
  });
  EXPECT_EQ(record.code, 2);
  EXPECT_NE(said.find("goroutine 1 [sync.Mutex.Lock]:"), std::string::npos) << said;
  EXPECT_NE(said.find("[sync.RWMutex.RLock]:"), std::string::npos) << said;
}

TEST(LocksOutside, WorkAsLongAsNobodyWaits) {
  gmp::Mutex mutex;
  gmp::RWMutex rw;
  {
    const std::lock_guard guard(mutex);
    const std::lock_guard write(rw);
    EXPECT_FALSE(rw.try_lock_shared());
    EXPECT_THROW(mutex.lock(), std::logic_error);
    EXPECT_THROW(rw.lock_shared(), std::logic_error);
  }
  const std::shared_lock one(rw);
  const std::shared_lock other(rw);
}

}  // namespace
}  // namespace gmpscope::test
