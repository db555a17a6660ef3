// What belongs to a goroutine although the language gives it to a thread: errno, and exceptions on their way.

#include <gmp/gmp.hpp>

#include <cerrno>
#include <exception>
#include <stdexcept>
#include <string>

#include "tests/support/traced_run.h"
#include "tests/support/yield_while.h"

namespace gmpscope::test {
namespace {

// Opaque: a compiler may keep errno's address, which is another after a switch.
__attribute__((noipa)) void setErrno(int value) { errno = value; }
__attribute__((noipa)) int getErrno() { return errno; }

class GoroutineState : public TracedRun {};
GMPSCOPE_WITH_PROCS(GoroutineState);

TEST_P(GoroutineState, ErrnoStaysAcrossEveryCall) {
  run([] {
    const gmp::Chan<int> chan(0), buffered(1);
    gmp::WaitGroup group, gate;
    gate.add(1);
    for (int i = 1; i <= 40; ++i)
      group.go([&, i] {
        setErrno(i);
        gmp::gosched();
        EXPECT_EQ(getErrno(), i);
        gate.wait();
        EXPECT_EQ(getErrno(), i);
        if (i % 2 == 0)
          chan.send(i);
        else
          (void)chan.recv();
        EXPECT_EQ(getErrno(), i);
        gmp::sleep_for(std::chrono::microseconds(50));
        EXPECT_EQ(getErrno(), i);
        buffered.send(i);
        (void)buffered.recv();
        gmp::go([] {});
        EXPECT_EQ(getErrno(), i);
      });
    gate.done();
    group.wait();
    yieldWhile([&] { return gmp::num_goroutine() > 1; });
  });
}

TEST_P(GoroutineState, ANewGoroutinesErrnoIsZero) {
  run([] {
    gmp::WaitGroup group;
    // The second time records are used again, in which the first left an errno when it yielded.
    for (int round = 0; round < 2; ++round) {
      for (int i = 1; i <= 50; ++i)
        group.go([i] {
          EXPECT_EQ(getErrno(), 0);
          setErrno(i);
          gmp::gosched();
        });
      group.wait();
    }
  });
}

TEST_P(GoroutineState, EachInACatchBlockSeesItsOwnException) {
  run([] {
    const gmp::Chan<int> gate(0);
    gmp::WaitGroup group;
    for (int i = 0; i < 20; ++i)
      group.go([&gate, i] {
        const std::string mine = "exception of " + std::to_string(i);
        try {
          throw std::runtime_error(mine);
        } catch (const std::exception& caught) {
          (void)gate.recv();
          EXPECT_EQ(caught.what(), mine);
          try {
            throw;
          } catch (const std::runtime_error& again) {
            gmp::gosched();
            EXPECT_EQ(again.what(), mine);
          }
          try {
            std::rethrow_exception(std::current_exception());
          } catch (const std::exception& current) {
            EXPECT_EQ(current.what(), mine);
          }
        }
        EXPECT_EQ(std::current_exception(), nullptr);
      });
    for (int i = 0; i < 20; ++i) gate.send(i);
    group.wait();
  });
}

TEST_P(GoroutineState, ExceptionsInFlightAreCountedPerGoroutine) {
  run([] {
    struct Switches {
      ~Switches() {
        EXPECT_EQ(std::uncaught_exceptions(), 1);
        for (int i = 0; i < 5; ++i) {
          gmp::gosched();
          EXPECT_EQ(std::uncaught_exceptions(), 1);
        }
      }
    };
    gmp::WaitGroup group;
    for (int i = 0; i < 20; ++i)
      group.go([i] {
        EXPECT_EQ(std::uncaught_exceptions(), 0);
        if (i % 2 == 0) {
          for (int k = 0; k < 10; ++k) {
            gmp::gosched();
            EXPECT_EQ(std::uncaught_exceptions(), 0);
          }
          return;
        }
        try {
          const Switches switches;
          throw i;
        } catch (int value) {
          EXPECT_EQ(value, i);
        }
        EXPECT_EQ(std::uncaught_exceptions(), 0);
      });
    group.wait();
  });
}

TEST_P(GoroutineState, NestedExceptionsAcrossSwitches) {
  run([] {
    gmp::WaitGroup group;
    for (int i = 0; i < 10; ++i)
      group.go([i] {
        std::string order;
        try {
          try {
            throw std::runtime_error("outer" + std::to_string(i));
          } catch (const std::exception& outer) {
            order += outer.what();
            gmp::gosched();
            try {
              throw std::logic_error("inner" + std::to_string(i));
            } catch (const std::exception& inner) {
              gmp::gosched();
              order += inner.what();
            }
            gmp::gosched();
            throw;
          }
        } catch (const std::exception& last) {
          order += last.what();
        }
        const std::string n = std::to_string(i);
        EXPECT_EQ(order, "outer" + n + "inner" + n + "outer" + n);
      });
    group.wait();
  });
}

// The caller of run may itself be inside a catch block.
TEST_P(GoroutineState, TheCallersExceptionStays) {
  try {
    throw std::runtime_error("the caller's");
  } catch (const std::exception& caught) {
    run([] {
      EXPECT_EQ(std::current_exception(), nullptr);
      try {
        throw 1;
      } catch (int) {
        gmp::gosched();
      }
    });
    EXPECT_STREQ(caught.what(), "the caller's");
    EXPECT_NE(std::current_exception(), nullptr);
  }
}

}  // namespace
}  // namespace gmpscope::test
