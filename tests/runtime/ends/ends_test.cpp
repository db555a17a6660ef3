// How a run ends other than by main's return: panics and deadlocks, their reports and codes.

#include <gmp/gmp.hpp>

#include <chrono>
#include <sstream>
#include <stdexcept>
#include <string>

#include "tests/support/traced_run.h"

namespace gmpscope::test {
namespace {

using trace::EventKind;

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// How many lines there are that begin so and end so.
int linesWith(const std::string& text, const std::string& begin, const std::string& end = "") {
  std::istringstream lines(text);
  int count = 0;
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with(begin) && line.ends_with(end)) ++count;
  return count;
}

int frames(const std::string& text) { return linesWith(text, "\t"); }

class Panic : public TracedRun {};
GMPSCOPE_WITH_PROCS(Panic);

TEST_P(Panic, OfMainIsReportedAndGives2) {
  std::string said;
  const RunRecord record = runAnyhow(said, [] { throw std::runtime_error("main is unwell"); });
  EXPECT_EQ(record.code, 2);
  EXPECT_TRUE(contains(said, "panic: main is unwell\n")) << said;
  EXPECT_TRUE(contains(said, "\ngoroutine 1 [running]:\n")) << said;
  EXPECT_EQ(record.count(EventKind::Panic), 1U);
}

TEST_P(Panic, NamesTheGoroutineAndShowsItsStack) {
  std::string said;
  std::uint64_t id = 0;
  const RunRecord record = runAnyhow(said, [&id] {
    gmp::go_named("the guilty one", [&id] {
      id = gmp::goid();
      throw std::logic_error("thrown from afar");
    });
    gmp::sleep_for(std::chrono::hours(1));
  });
  EXPECT_EQ(record.code, 2);
  EXPECT_TRUE(contains(said, "panic: thrown from afar\n")) << said;
  EXPECT_TRUE(contains(said, "goroutine " + std::to_string(id) + " [running]: the guilty one\n")) << said;
  EXPECT_GT(frames(said), 0) << said;
}

TEST_P(Panic, OfAnythingThrown) {
  std::string said;
  const RunRecord record = runAnyhow(said, [] { throw 42; });
  EXPECT_EQ(record.code, 2);
  EXPECT_TRUE(contains(said, "panic: ")) << said;
}

// The panic's stack is shown as it was thrown: nothing is unwound.
TEST_P(Panic, UnwindsNothing) {
  static bool unwound;
  unwound = false;
  std::string said;
  runAnyhow(said, [] {
    struct Mark {
      ~Mark() { unwound = true; }
    } mark;
    throw std::runtime_error("x");
  });
  EXPECT_FALSE(unwound);
}

TEST_P(Panic, LetsTheNextRunBegin) {
  std::string said;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(runAnyhow(said, [] { throw std::runtime_error("again"); }).code, 2);
    run([] {
      gmp::WaitGroup group;
      group.go([] { gmp::gosched(); });
      group.wait();
    });
  }
}

TEST_P(Panic, OfOneOfManyEndsTheRun) {
  std::string said;
  const RunRecord record = runAnyhow(said, [] {
    gmp::WaitGroup group;
    group.add(1);
    for (int i = 0; i < 20; ++i)
      gmp::go([i] {
        for (int k = 0;; ++k) {
          gmp::gosched();
          if (i == 11 && k == 5) {
            throw std::runtime_error("one of many");
          }
        }
      });
    group.wait();
  });
  EXPECT_EQ(record.code, 2);
  EXPECT_EQ(linesWith(said, "panic: "), 1) << said;
}

class Deadlock : public TracedRun {};
GMPSCOPE_WITH_PROCS(Deadlock);

TEST_P(Deadlock, OfMainAlone) {
  const gmp::Chan<int> chan(0);
  std::string said;
  const RunRecord record = runAnyhow(said, [&chan] { (void)chan.recv(); });
  EXPECT_EQ(record.code, 2);
  EXPECT_TRUE(contains(said, "fatal error: all goroutines are asleep - deadlock!\n")) << said;
  EXPECT_TRUE(contains(said, "\ngoroutine 1 [chan receive]:\n")) << said;
  EXPECT_EQ(record.count(EventKind::Deadlock), 1U);
  EXPECT_EQ(record.ended, 0U);
}

TEST_P(Deadlock, TellsWhyEachWaits) {
  const gmp::Chan<int> chan(0), full(1), nil;
  gmp::WaitGroup group;
  group.add(1);
  std::string said;
  const RunRecord record = runAnyhow(said, [&] {
    full.send(1);
    gmp::go([&] { full.send(2); });
    gmp::go([&] { (void)chan.recv(); });
    gmp::go([&] { (void)nil.recv(); });
    gmp::go([&] { nil.send(1); });
    gmp::go_named("a waiter", [&] { group.wait(); });
    group.wait();
  });
  EXPECT_EQ(record.code, 2);
  EXPECT_EQ(linesWith(said, "goroutine "), 6) << said;
  EXPECT_EQ(linesWith(said, "goroutine ", " [chan send]:"), 1) << said;
  EXPECT_EQ(linesWith(said, "goroutine ", " [chan receive]:"), 1) << said;
  EXPECT_EQ(linesWith(said, "goroutine ", " [chan receive (nil chan)]:"), 1) << said;
  EXPECT_EQ(linesWith(said, "goroutine ", " [chan send (nil chan)]:"), 1) << said;
  EXPECT_EQ(linesWith(said, "goroutine 1 [sync.WaitGroup.Wait]:"), 1) << said;
  EXPECT_EQ(linesWith(said, "goroutine ", " [sync.WaitGroup.Wait]: a waiter"), 1) << said;
  EXPECT_GE(frames(said), 6) << said;
}

TEST_P(Deadlock, AfterTheLastTimer) {
  const gmp::Chan<int> chan(0);
  std::string said;
  const RunRecord record = runAnyhow(said, [&chan] {
    gmp::go([] { gmp::sleep_for(std::chrono::milliseconds(10)); });
    (void)chan.recv();
  });
  EXPECT_EQ(record.code, 2);
  EXPECT_EQ(record.ended, 1U);
  EXPECT_TRUE(contains(said, "all goroutines are asleep")) << said;
}

TEST_P(Deadlock, AfterManyHaveEnded) {
  const gmp::Chan<int> chan(0);
  std::string said;
  const RunRecord record = runAnyhow(said, [&chan] {
    for (int i = 0; i < 300; ++i)
      gmp::go([i, &chan] {
        if (i % 3 == 0) gmp::gosched();
        if (i % 100 == 0) (void)chan.recv();
      });
    (void)chan.recv();
  });
  EXPECT_EQ(record.code, 2);
  EXPECT_EQ(record.ended, 297U);
  EXPECT_EQ(linesWith(said, "goroutine ", " [chan receive]:"), 4) << said;
}

// Found again and again, however the Ms happened to go to sleep.
TEST_P(Deadlock, IsAlwaysFound) {
  const gmp::Chan<int> chan(0);
  for (int i = 0; i < scaled(100); ++i) {
    std::string said;
    const RunRecord record = runAnyhow(said, [&chan, i] {
      for (int k = 0; k < i % 7; ++k) gmp::go([] { gmp::gosched(); });
      (void)chan.recv();
    });
    ASSERT_EQ(record.code, 2);
  }
}

}  // namespace
}  // namespace gmpscope::test
