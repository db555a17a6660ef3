// Functions that are called later.

#include <gmp/gmp.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>

#include "tests/runtime/time/timer_run.h"
#include "tests/support/traced_run.h"

namespace gmpscope::test {
namespace {

using namespace std::chrono_literals;

class FuncTimers : public TimerRun {};
GMPSCOPE_WITH_PROCS(FuncTimers);

TEST_P(FuncTimers, AFunctionMayStartItsOwnTimerAgain) {
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

TEST_P(FuncTimers, ResetCallsTheFunctionAgain) {
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
TEST_P(FuncTimers, AFunctionIsNotStarved) {
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
TEST_P(FuncTimers, AFunctionIsDestroyedOnceItCantBeCalled) {
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

TEST_P(FuncTimers, WhatIsLeftAtTheEndIsDestroyed) {
  const auto token = std::make_shared<int>(0);
  runAnyhow([&token] {
    gmp::after_func(1h, [token] {});
    gmp::Timer dropped = gmp::after_func(1h, [token] {});
    dropped.stop();
  });
  EXPECT_EQ(token.use_count(), 1);
}

TEST_P(FuncTimers, APanicInAFunctionIsOne) {
  std::string said;
  const RunRecord record = runAnyhow(said, [] {
    gmp::after_func(0ns, [] { throw std::runtime_error("no luck"); });
    gmp::sleep_for(1h);
  });
  EXPECT_EQ(record.code, 2);
  EXPECT_NE(said.find("panic: no luck"), std::string::npos) << said;
}

}  // namespace
}  // namespace gmpscope::test
