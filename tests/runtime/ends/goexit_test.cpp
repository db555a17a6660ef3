// goexit: ends its goroutine only, and unwinds it.

#include <gmp/gmp.hpp>

#include <string>

#include "tests/support/traced_run.h"

namespace gmpscope::test {
namespace {

class Goexit : public TracedRun {};
GMPSCOPE_WITH_PROCS(Goexit);

struct Trail {
  std::string& text;
  char mark;
  ~Trail() { text += mark; }
};

void inner(std::string& trail) {
  const Trail c{trail, 'c'};
  gmp::goexit();
}

void middle(std::string& trail) {
  const Trail b{trail, 'b'};
  inner(trail);
  trail += '!';
}

TEST_P(Goexit, RunsDestructorsInnermostFirst) {
  std::string trail;
  run([&trail] {
    gmp::WaitGroup group;
    group.go([&trail] {
      const Trail a{trail, 'a'};
      middle(trail);
      trail += '!';
    });
    group.wait();
  });
  EXPECT_EQ(trail, "cba");
}

TEST_P(Goexit, PassesThroughACatchAllThatRethrows) {
  bool caught = false;
  bool caughtAsException = false;
  bool wentOn = false;
  run([&] {
    gmp::WaitGroup group;
    group.go([&] {
      try {
        gmp::goexit();
      } catch (const std::exception&) {
        caughtAsException = true;
      } catch (...) {
        caught = true;
        throw;
      }
      wentOn = true;
    });
    group.wait();
  });
  EXPECT_TRUE(caught);
  EXPECT_FALSE(caughtAsException);
  EXPECT_FALSE(wentOn);
}

TEST_P(Goexit, MayWaitInADestructorOnTheWayOut) {
  run([] {
    const gmp::Chan<int> chan(0);
    gmp::WaitGroup group;
    struct Sender {
      const gmp::Chan<int>& to;
      ~Sender() {
        gmp::gosched();
        to.send(3);
      }
    };
    group.go([&chan] {
      const Sender sender{chan};
      gmp::goexit();
    });
    EXPECT_EQ(chan.recv(), 3);
    group.wait();
  });
}

TEST_P(Goexit, ManyTimesWithOthersAlive) {
  const RunRecord record = run([] {
    gmp::WaitGroup group;
    for (int i = 0; i < 500; ++i)
      group.go([i] {
        if (i % 2 == 0) gmp::gosched();
        if (i % 3 == 0) gmp::goexit();
      });
    group.wait();
  });
  EXPECT_EQ(record.ended + record.abandoned, 501U);
}

// Stacks that were left by unwinding are used again.
TEST_P(Goexit, LeavesItsStackForOthers) {
  run([] {
    for (int i = 0; i < 200; ++i) {
      gmp::WaitGroup group;
      group.go([] { gmp::goexit(); });
      group.go([] { gmp::gosched(); });
      group.wait();
    }
  });
}

TEST_P(Goexit, OfMainLetsTheOthersEndAndIsADeadlock) {
  std::string said;
  bool otherEnded = false;
  const RunRecord record = runAnyhow(said, [&] {
    gmp::go([&] {
      for (int i = 0; i < 10; ++i) gmp::gosched();
      otherEnded = true;
    });
    gmp::goexit();
  });
  EXPECT_EQ(record.code, 2);
  EXPECT_TRUE(otherEnded);
  EXPECT_EQ(record.created, record.ended);
  EXPECT_NE(said.find("fatal error: no goroutines (main called runtime.Goexit) - deadlock!\n"), std::string::npos)
      << said;
}

TEST(GoexitDeathTest, SwallowedByACatchAllEndsTheProcess) {
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_DEATH(gmp::run([] {
                 try {
                   gmp::goexit();
                 } catch (...) {
                 }
               }),
               "goexit was caught by catch \\(\\.\\.\\.\\) and not rethrown");
}

}  // namespace
}  // namespace gmpscope::test
