#include <gmp/sync.hpp>

#include <gmp/chan.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <iterator>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>

#include "tests/support/traced_run.h"
#include "tests/support/yield_while.h"

namespace gmpscope::test {
namespace {

class WaitGroup : public TracedRun {};
GMPSCOPE_WITH_PROCS(WaitGroup);

TEST_P(WaitGroup, OfNothingDoesNotWait) {
  run([] {
    gmp::WaitGroup group;
    group.wait();
    group.add(0);
    group.wait();
  });
}

TEST_P(WaitGroup, ReturnsOnlyWhenAllAreDone) {
  run([] {
    for (int round = 0; round < scaled(1000); ++round) {
      std::atomic<int> done{0};
      gmp::WaitGroup group;
      group.go([&done] { ++done; });
      group.go([&done] { ++done; });
      group.wait();
      EXPECT_EQ(done, 2);
    }
  });
}

TEST_P(WaitGroup, MayBeUsedAgain) {
  run([] {
    gmp::WaitGroup group;
    std::atomic<int> done{0};
    for (int round = 1; round <= 8; ++round) {
      group.add(16);
      for (int i = 0; i < 16; ++i)
        gmp::go([&] {
          ++done;
          group.done();
        });
      group.wait();
      EXPECT_EQ(done, 16 * round);
    }
  });
}

TEST_P(WaitGroup, WakesAllWhoWait) {
  run([] {
    gmp::WaitGroup gate, waiters;
    gate.add(1);
    std::atomic<int> through{0};
    for (int i = 0; i < 200; ++i)
      waiters.go([&] {
        gate.wait();
        ++through;
      });
    for (int i = 0; i < 20; ++i) gmp::gosched();
    EXPECT_EQ(through, 0);
    gate.done();
    waiters.wait();
    EXPECT_EQ(through, 200);
  });
}

TEST_P(WaitGroup, NegativeThrowsAndChangesNothing) {
  run([] {
    gmp::WaitGroup group;
    group.add(1);
    try {
      group.add(-2);
      ADD_FAILURE() << "expected it to throw";
    } catch (const std::logic_error& e) {
      EXPECT_NE(std::string(e.what()).find("negative"), std::string::npos);
    }
    group.done();
    group.wait();
    EXPECT_THROW(group.done(), std::logic_error);
  });
}

// As soon as wait returns, the other side must not touch it any more.
TEST_P(WaitGroup, MayBeDestroyedAtOnceAfterWait) {
  run([] {
    for (int i = 0; i < scaled(3000); ++i) {
      auto group = std::make_unique<gmp::WaitGroup>();
      group->add(2);
      for (int k = 0; k < 2; ++k) gmp::go([g = group.get()] { g->done(); });
      group->wait();
      group.reset();
    }
    yieldWhile([&] { return gmp::num_goroutine() > 1; });
  });
}

// Who is woken may do with the memory what it likes, whatever the last done still has to do.
TEST_P(WaitGroup, IsLeftAloneOnceWaitedFor) {
  runWith({.options = {.perturbation_seed = 1}}, [] {
    constexpr std::byte kMine{0x5A};
    alignas(gmp::WaitGroup) std::array<std::byte, sizeof(gmp::WaitGroup)> bytes;
    for (int i = 0; i < scaled(3000); ++i) {
      auto* group = ::new (bytes.data()) gmp::WaitGroup;
      group->add(1);
      gmp::go([group] { group->done(); });
      group->wait();
      group->~WaitGroup();
      bytes.fill(kMine);
      yieldWhile([] { return gmp::num_goroutine() > 1; });
      ASSERT_EQ(std::ranges::count(bytes, kMine), std::ssize(bytes)) << "in round " << i;
    }
  });
}

TEST_P(WaitGroup, GoIsDoneAlsoAfterGoexit) {
  run([] {
    gmp::WaitGroup group;
    group.go([] { gmp::goexit(); });
    group.wait();
  });
}

TEST_P(WaitGroup, GoTakesMoveOnly) {
  run([] {
    gmp::WaitGroup group;
    int got = 0;
    group.go([p = std::make_unique<int>(4), &got] { got = *p; });
    group.wait();
    EXPECT_EQ(got, 4);
  });
}

TEST_P(WaitGroup, MayBeFilledOutsideAnyGoroutine) {
  gmp::WaitGroup group;
  group.add(3);
  run([&group] {
    for (int i = 0; i < 3; ++i) gmp::go([&group] { group.done(); });
    group.wait();
    yieldWhile([&] { return gmp::num_goroutine() > 1; });
  });
  group.add(1);
  group.done();
  EXPECT_THROW(group.done(), std::logic_error);
}

}  // namespace
}  // namespace gmpscope::test
