// Runs beside and after each other, what is left at their end, and calls from where no goroutine is.

#include <gmp/gmp.hpp>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <thread>

#include "tests/support/traced_run.h"
#include "tests/support/yield_while.h"

namespace gmpscope::test {
namespace {

class Runs : public TracedRun {};
GMPSCOPE_WITH_PROCS(Runs);

void someWork() {
  EXPECT_EQ(gmp::goid(), 1U);
  EXPECT_EQ(gmp::num_goroutine(), 1);
  const gmp::Chan<int> chan(0);
  gmp::WaitGroup group;
  for (int g = 0; g < 20; ++g)
    group.go([&chan] {
      for (int i = 0; i < 20; ++i) chan.send(i);
    });
  int sum = 0;
  for (int i = 0; i < 400; ++i) sum += chan.recv().value();
  EXPECT_EQ(sum, 20 * 190);
  group.wait();
}

TEST_P(Runs, AfterEachOther) {
  for (int i = 0; i < 20; ++i) run(someWork);
}

TEST_P(Runs, AtOnceOnTwoThreads) {
  const auto several = [] {
    for (int i = 0; i < 5; ++i) run(someWork);
  };
  std::thread other(several);
  several();
  other.join();
}

TEST_P(Runs, UntracedEndsWithItsCode) {
  gmp::Options options;
  options.gomaxprocs = procs();
  EXPECT_EQ(gmp::run(options, someWork), 0);
  EXPECT_EQ(gmp::run(someWork), 0);
}

TEST_P(Runs, InsideAGoroutineThrows) {
  run([] {
    EXPECT_THROW(gmp::run([] {}), std::logic_error);
    gmp::WaitGroup group;
    group.go([] { EXPECT_THROW(gmp::run([] {}), std::logic_error); });
    group.wait();
  });
}

// A bare thread of a program is no goroutine, even if a goroutine started it.
TEST_P(Runs, OnABareThreadOfAGoroutine) {
  run([] {
    std::thread([] {
      EXPECT_EQ(gmp::goid(), 0U);
      EXPECT_EQ(gmp::run(gmp::Options{.gomaxprocs = 1}, someWork), 0);
    }).join();
  });
}

TEST_P(Runs, LeaveTheCallersErrno) {
  errno = 77;
  const RunRecord record = runAnyhow([] { errno = 5; });
  EXPECT_EQ(record.code, 0);
  errno = 77;
  gmp::run([] { errno = 5; });
  EXPECT_EQ(errno, 77);
}

TEST_P(Runs, GoroutinesLeftNeverRunAgain) {
  static std::atomic<int> wentOn;
  wentOn = 0;
  const gmp::Chan<int> never(0);
  const RunRecord record = runAnyhow([&never] {
    for (int i = 0; i < 5; ++i)
      gmp::go([&never] {
        (void)never.recv();
        ++wentOn;
      });
    for (int i = 0; i < 5; ++i)
      gmp::go([] {
        gmp::sleep_for(std::chrono::milliseconds(2));
        gmp::sleep_for(std::chrono::hours(1));
        ++wentOn;
      });
    for (int i = 0; i < 5; ++i) gmp::go([] { yieldWhile([] { return true; }); });
    for (int i = 0; i < 10; ++i) gmp::gosched();
  });
  EXPECT_EQ(record.code, 0);
  EXPECT_EQ(record.created, 16U);
  EXPECT_EQ(record.ended, 1U);
  EXPECT_EQ(wentOn, 0);
}

TEST_P(Runs, DropWhatNeverRan) {
  const auto held = std::make_shared<int>(0);
  const RunRecord record = runAnyhow([&held] {
    for (int i = 0; i < 1000; ++i) gmp::go([copy = held] {});
  });
  EXPECT_EQ(record.code, 0);
  EXPECT_EQ(record.created, 1001U);
  // Who was just running when the run ended is abandoned with what it has.
  EXPECT_LE(held.use_count(), 1 + static_cast<long>(record.abandoned));
}

// What waited in a run that is over is forgotten by the next.
TEST_P(Runs, AChannelOutlivesARunThatLeftWaiters) {
  const gmp::Chan<int> chan(0);
  gmp::WaitGroup group;
  group.add(1);
  runAnyhow([&] {
    for (int i = 0; i < 3; ++i) gmp::go([&chan] { (void)chan.recv(); });
    gmp::go([&group] { group.wait(); });
    for (int i = 0; i < 20; ++i) gmp::gosched();
  });
  run([&] {
    int value = 1;
    EXPECT_FALSE(chan.try_send(value)) << "a receiver of the former run took it";
    group.done();
    group.wait();
    gmp::WaitGroup second;
    second.go([&chan] { chan.send(5); });
    EXPECT_EQ(chan.recv(), 5);
    second.wait();
  });
}

class Outside : public ::testing::Test {};

TEST_F(Outside, WaitingThrows) {
  const gmp::Chan<int> chan(1), nil;
  gmp::WaitGroup group;
  int value = 0;
  EXPECT_THROW(chan.send(1), std::logic_error);
  EXPECT_THROW((void)chan.recv(), std::logic_error);
  EXPECT_THROW((void)chan.try_send(value), std::logic_error);
  EXPECT_THROW((void)chan.try_recv(), std::logic_error);
  EXPECT_THROW(nil.send(1), std::logic_error);
  EXPECT_THROW((void)nil.recv(), std::logic_error);
  EXPECT_THROW(group.wait(), std::logic_error);
  EXPECT_THROW(gmp::sleep_for(std::chrono::seconds(1)), std::logic_error);
  EXPECT_THROW(gmp::gosched(), std::logic_error);
  EXPECT_THROW(gmp::goexit(), std::logic_error);
}

TEST_F(Outside, NothingCanBeStarted) {
  bool ran = false;
  EXPECT_THROW(gmp::go([&ran] { ran = true; }), std::logic_error);
  EXPECT_THROW(gmp::go_named("name", [&ran] { ran = true; }), std::logic_error);
  EXPECT_FALSE(ran);
}

TEST_F(Outside, AskingGivesNothing) {
  EXPECT_EQ(gmp::goid(), 0U);
  EXPECT_EQ(gmp::num_goroutine(), 0);
  EXPECT_EQ(gmp::gomaxprocs(), 0);
  const gmp::Chan<int> chan(3);
  EXPECT_EQ(chan.capacity(), 3U);
  EXPECT_EQ(chan.size(), 0U);
}

// A bare thread has no P to put a woken goroutine on.
TEST_F(Outside, WakingAWaitingGoroutineThrows) {
  EXPECT_EQ(gmp::run(gmp::Options{.gomaxprocs = 1},
                     [] {
                       gmp::WaitGroup group;
                       group.add(1);
                       gmp::WaitGroup waiter;
                       waiter.go([&group] { group.wait(); });
                       for (int i = 0; i < 3; ++i) gmp::gosched();
                       std::thread([&group] { EXPECT_THROW(group.done(), std::logic_error); }).join();
                       group.done();
                       waiter.wait();
                     }),
            0);
}

}  // namespace
}  // namespace gmpscope::test
