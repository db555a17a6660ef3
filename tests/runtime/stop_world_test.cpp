// Stopping the world: nobody runs but who stopped it, whatever the others do, and afterwards all go on.

#include "core/runtime/stop_world.h"

#include <gmp/gmp.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <stdexcept>
#include <thread>
#include <vector>

#include "core/runtime/api_call.h"
#include "tests/support/traced_run.h"

namespace gmpscope::test {
namespace {

using namespace std::chrono_literals;
using gmp::rt::ApiCall;
using gmp::rt::StopCause;
using gmp::rt::WorldStop;
using trace::EventKind;

class StopWorld : public TracedRun {};
GMPSCOPE_WITH_PROCS(StopWorld);

void stopWorld(const std::function<void()>& whileItStands = [] {}) {
  const ApiCall call("the test");
  const WorldStop world(call.m(), StopCause::Inspection);
  whileItStands();
}

// Loops that never call the library are left by a signal, which ThreadSanitizer holds back.
void loopUntil(const std::atomic<bool>& stop, std::atomic<std::uint64_t>& turns) {
  while (!stop.load(std::memory_order_relaxed)) {
    turns.fetch_add(1, std::memory_order_relaxed);
    if (kThreadSanitizer) gmp::gosched();
  }
}

TEST_P(StopWorld, NobodyElseRunsWhileItStands) {
  std::atomic<bool> stop{false};
  std::atomic<std::uint64_t> turns{0};
  int moved = 0;
  const RunRecord record = run([&] {
    gmp::WaitGroup group;
    for (int i = 0; i < procs() + 1; ++i) group.go([&] { loopUntil(stop, turns); });
    for (int round = 0; round < 20; ++round) {
      const std::uint64_t before = turns;
      while (turns == before) gmp::gosched();
      stopWorld([&] {
        const std::uint64_t seen = turns;
        std::this_thread::sleep_for(200us);
        moved += turns == seen ? 0 : 1;
      });
    }
    stop = true;
    group.wait();
  });
  EXPECT_EQ(moved, 0);
  EXPECT_EQ(record.count(EventKind::WorldStop), 20U);
  EXPECT_EQ(record.count(EventKind::WorldStopped), 20U);
  EXPECT_EQ(record.count(EventKind::WorldStart), 20U);
  EXPECT_EQ(record.count(EventKind::PStop), 20U * static_cast<unsigned>(procs() - 1));
}

// Go's TestStopTheWorldDeadlock.
TEST_P(StopWorld, ManyStopsAtOnceDontDeadlock) {
  const RunRecord record = run([] {
    std::atomic<bool> stop{false};
    std::atomic<int> respawned{0};
    gmp::WaitGroup stoppers, perpetuum;
    perpetuum.add(1);
    std::function<void()> again = [&] {
      ++respawned;
      // Not so often that nobody could read the trace.
      const auto until = std::chrono::steady_clock::now() + 20us;
      while (std::chrono::steady_clock::now() < until) {
      }
      // Without signals it is preempted where it has just made its successor, which then runs before all others.
      if (kThreadSanitizer) gmp::gosched();
      if (stop)
        perpetuum.done();
      else
        gmp::go(again);
    };
    gmp::go(again);
    stoppers.go([] {
      for (int i = 0; i < scaled(1000); ++i) stopWorld();
    });
    stoppers.go([] {
      for (int i = 0; i < scaled(1000); ++i) gmp::gomaxprocs(i % 2 == 0 ? 3 : procs());
    });
    stoppers.wait();
    stop = true;
    perpetuum.wait();
    EXPECT_GT(respawned, 1);
  });
  EXPECT_GE(record.count(EventKind::WorldStart), static_cast<std::uint64_t>(scaled(1000)));
}

TEST_P(StopWorld, WhoWantsItTooWaitsForItsTurn) {
  std::atomic<int> inside{0}, most{0}, done{0};
  run([&] {
    gmp::WaitGroup group;
    for (int i = 0; i < 8; ++i)
      group.go([&] {
        for (int k = 0; k < 10; ++k) {
          stopWorld([&] {
            most = std::max(most.load(), ++inside);
            --inside;
          });
          ++done;
        }
      });
    group.wait();
  });
  EXPECT_EQ(most, 1);
  EXPECT_EQ(done, 80);
}

TEST_P(StopWorld, CallsOfTheSystemAreNotWaitedFor) {
  const RunRecord record = run([] {
    std::atomic<bool> stop{false};
    std::atomic<int> inside{0};
    gmp::WaitGroup group;
    for (int i = 0; i < procs(); ++i)
      group.go([&] {
        gmp::blocking([&] {
          ++inside;
          while (!stop) std::this_thread::sleep_for(50us);
        });
      });
    while (inside < procs()) gmp::gosched();
    for (int round = 0; round < 5; ++round) stopWorld();
    EXPECT_EQ(inside, procs());
    stop = true;
    group.wait();
  });
  EXPECT_EQ(record.count(EventKind::WorldStart), 5U);
}

TEST_P(StopWorld, WhoComesBackFromACallMeanwhileWaits) {
  std::atomic<int> wrong{0};
  run([&] {
    std::atomic<bool> stop{false};
    std::atomic<bool> stands{false};
    gmp::WaitGroup group;
    for (int i = 0; i < procs() + 2; ++i)
      group.go([&] {
        while (!stop) {
          gmp::blocking([] { std::this_thread::sleep_for(20us); });
          wrong += stands ? 1 : 0;
        }
      });
    for (int round = 0; round < scaled(200); ++round) {
      stopWorld([&] {
        stands = true;
        std::this_thread::sleep_for(30us);
        stands = false;
      });
      if (round % 4 == 0) gmp::sleep_for(50us);
    }
    stop = true;
    group.wait();
  });
  EXPECT_EQ(wrong, 0);
}

TEST_P(StopWorld, TimersAndTheNetworkGoOnAfterIt) {
  run([] {
    gmp::WaitGroup group;
    for (int i = 0; i < 20; ++i)
      group.go([i] {
        for (int k = 0; k < 10; ++k) gmp::sleep_for(std::chrono::microseconds(50 * i));
      });
    gmp::Pipe pipe;
    group.go([&] {
      char byte = 0;
      for (int k = 0; k < 20; ++k) EXPECT_EQ(pipe.reader().read(&byte, 1), 1U);
    });
    group.go([&] {
      for (int k = 0; k < 20; ++k) {
        pipe.writer().write("x", 1);
        gmp::sleep_for(200us);
      }
    });
    for (int round = 0; round < scaled(100); ++round) {
      stopWorld();
      gmp::sleep_for(50us);
    }
    group.wait();
  });
}

// What was written under a stop is seen after it, without another lock.
TEST_P(StopWorld, WhatTheStopperDidIsSeenByAll) {
  run([] {
    int plain = 0;
    std::atomic<int> rounds{0};
    gmp::WaitGroup group;
    for (int i = 0; i < procs(); ++i)
      group.go([&] {
        while (rounds < scaled(100))
          stopWorld([&] {
            ++plain;
            ++rounds;
          });
      });
    group.wait();
    stopWorld([&] { EXPECT_EQ(plain, rounds); });
  });
}

TEST_P(StopWorld, TheRunMayEndMeanwhile) {
  for (int round = 0; round < 10; ++round) {
    const RunRecord record = runAnyhow([round] {
      for (int i = 0; i < 3; ++i)
        gmp::go([] {
          for (;;) {
            stopWorld();
            gmp::sleep_for(10us);
          }
        });
      // Few events, or nobody could read them all.
      for (int i = 0; i < procs(); ++i)
        gmp::go([] {
          for (;;) gmp::sleep_for(20us);
        });
      gmp::sleep_for(std::chrono::microseconds(100 * round));
    });
    EXPECT_EQ(record.code, 0);
  }
}

TEST_P(StopWorld, APanicMeanwhileEndsTheRun) {
  std::string said;
  const RunRecord record = runAnyhow(said, [] {
    gmp::go([] {
      for (;;) {
        stopWorld();
        gmp::sleep_for(10us);
      }
    });
    gmp::go([] {
      for (int i = 0; i < 20; ++i) gmp::sleep_for(10us);
      throw std::runtime_error("enough");
    });
    for (;;) gmp::sleep_for(20us);
  });
  EXPECT_EQ(record.code, 2);
  EXPECT_NE(said.find("enough"), std::string::npos);
}

// Go's TestTraceSTW: a goroutine that was preempted for it goes on where it was.
TEST_P(StopWorld, LoopsGoOnWithTheirMAndP) {
  if (kThreadSanitizer) GTEST_SKIP() << "loops are left by a signal";
  const RunRecord record = run([] {
    std::atomic<bool> stop{false};
    std::atomic<std::uint64_t> turns{0};
    gmp::WaitGroup group;
    for (int i = 0; i < procs() - 1; ++i) group.go([&] { loopUntil(stop, turns); });
    for (int round = 0; round < 50; ++round) {
      stopWorld();
      std::this_thread::sleep_for(100us);  // keeps its P
    }
    stop = true;
    group.wait();
  });
  const auto isStart = [](EventKind kind) {
    return kind >= EventKind::GStartNext && kind <= EventKind::GStartStealNext;
  };
  int left = 0, back = 0;
  for (std::size_t i = 0; i < record.events.size(); ++i) {
    const OrderedEvent& off = record.events[i];
    if (off.event.kind() != EventKind::GPreemptNext) continue;
    for (std::size_t k = i + 1; k < record.events.size(); ++k) {
      const OrderedEvent& on = record.events[k];
      if (on.event.g != off.event.g || !isStart(on.event.kind())) continue;
      ++left;
      back += on.m == off.m && on.event.p() == off.event.p() ? 1 : 0;
      break;
    }
  }
  if (procs() > 1) {
    EXPECT_GT(left, 0);
  }
  EXPECT_GE(back * 4, left * 3) << back << " of " << left;
}

}  // namespace
}  // namespace gmpscope::test
