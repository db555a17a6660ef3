// Calls that may block in the kernel: they keep their P while nobody needs it, lose it where somebody does, and find
// their way back; the run doesn't wait for them.

#include <gmp/gmp.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include "tests/support/traced_run.h"

namespace gmpscope::test {
namespace {

using namespace std::chrono_literals;
using trace::EventKind;

class Blocking : public TracedRun {};
GMPSCOPE_WITH_PROCS(Blocking);

struct OsPipe {
  OsPipe() { EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0); }
  ~OsPipe() {
    ::close(ends[0]);
    ::close(ends[1]);
  }
  OsPipe(const OsPipe&) = delete;
  OsPipe& operator=(const OsPipe&) = delete;
  // Blocks the thread until something was put in.
  [[nodiscard]] char take() const {
    char byte = 0;
    EXPECT_EQ(::read(ends[0], &byte, 1), 1);
    return byte;
  }
  void put(char byte) const { EXPECT_EQ(::write(ends[1], &byte, 1), 1); }
  int ends[2] = {-1, -1};
};

void busyFor(std::chrono::nanoseconds length) {
  const auto until = std::chrono::steady_clock::now() + length;
  while (std::chrono::steady_clock::now() < until) {
  }
}

void expectEachEnteredCameBack(const RunRecord& record) {
  EXPECT_EQ(record.count(EventKind::GSyscall), record.count(EventKind::GSyscallExit) +
                                                   record.count(EventKind::GSyscallBack) +
                                                   record.count(EventKind::GSyscallQueue));
}

TEST_P(Blocking, GivesWhatTheCallGives) {
  const RunRecord record = run([] {
    EXPECT_EQ(gmp::blocking([] { return 7; }), 7);
    auto owned = gmp::blocking([] { return std::make_unique<int>(8); });
    EXPECT_EQ(*owned, 8);
    EXPECT_EQ(gmp::blocking([] { return ::close(-1); }), -1);
    EXPECT_EQ(errno, EBADF);
    gmp::blocking([] { errno = EXDEV; });
    EXPECT_EQ(errno, EXDEV);
    EXPECT_THROW(gmp::blocking([] { throw std::runtime_error("in the call"); }), std::runtime_error);
    EXPECT_EQ(gmp::blocking([] { return 9; }), 9);
  });
  EXPECT_EQ(record.count(EventKind::GSyscall), 6U);
  expectEachEnteredCameBack(record);
}

TEST_P(Blocking, LongCallsLetOthersRun) {
  const RunRecord record = run([] {
    // As many as there are Ps wait for what only another goroutine can give.
    const OsPipe pipe;
    gmp::WaitGroup group;
    std::atomic<int> got{0};
    for (int i = 0; i < 2 * procs(); ++i)
      group.go([&] { got += gmp::blocking([&] { return pipe.take(); }) == 'x' ? 1 : 0; });
    group.go([&] {
      for (int i = 0; i < 2 * procs(); ++i) {
        pipe.put('x');
        gmp::gosched();
      }
    });
    group.wait();
    EXPECT_EQ(got, 2 * procs());
  });
  expectEachEnteredCameBack(record);
}

TEST_P(Blocking, APIsTakenAndHandedOver) {
  const RunRecord record = run([] {
    const OsPipe there, back;
    gmp::WaitGroup group;
    for (int i = 0; i < procs(); ++i) {
      group.go([&] {
        gmp::blocking([&] {
          back.put('e');
          return there.take();
        });
      });
    }
    // All Ps are in calls before main goes on, which can only be with one that was taken.
    for (int i = 0; i < procs(); ++i) gmp::blocking([&] { return back.take(); });
    for (int i = 0; i < procs(); ++i) there.put('x');
    group.wait();
  });
  EXPECT_GT(record.count(EventKind::PRetake), 0U);
  expectEachEnteredCameBack(record);
}

TEST_P(Blocking, ShortCallsKeepTheirP) {
  constexpr int kCalls = 20'000;
  const RunRecord record = run([] {
    for (int i = 0; i < kCalls; ++i) gmp::blocking([] { return ::getppid(); });
  });
  EXPECT_EQ(record.count(EventKind::GSyscall), static_cast<std::uint64_t>(kCalls));
  EXPECT_GT(record.count(EventKind::GSyscallExit), static_cast<std::uint64_t>(kCalls * 9 / 10));
  expectEachEnteredCameBack(record);
}

// A request to preempt outlives the call in which it found the goroutine.
TEST_P(Blocking, GoroutinesThatAlwaysCallAreFair) {
  for (const auto length : {10us, 100us, 1000us}) {
    std::atomic<int> arrived{0};
    const RunRecord record = runAnyhow([&] {
      std::atomic<bool> stop{false};
      gmp::WaitGroup group;
      for (int i = 0; i < 8; ++i) {
        group.go([&] {
          ++arrived;
          while (!stop) gmp::blocking([&] { busyFor(length); });
        });
      }
      while (arrived < 8) gmp::sleep_for(100us);
      stop = true;
      group.wait();
    });
    EXPECT_EQ(record.code, 0);
    EXPECT_EQ(arrived, 8);
  }
}

TEST_P(Blocking, ACallIsNotADeadlock) {
  const RunRecord record = run([] {
    const gmp::Chan<int> chan(0);
    gmp::go([chan] {
      gmp::blocking([] { ::usleep(30'000); });
      chan.send(1);
    });
    EXPECT_EQ(chan.recv(), 1);
  });
  EXPECT_EQ(record.count(EventKind::Deadlock), 0U);
}

TEST_P(Blocking, NeverBlocksTheThreadThatCalledRun) {
  const pid_t outside = ::gettid();
  const RunRecord record = run([outside] {
    gmp::WaitGroup group;
    for (int i = 0; i < 20; ++i)
      group.go([outside] {
        for (int k = 0; k < 5; ++k) EXPECT_NE(gmp::blocking([] { return ::gettid(); }), outside);
      });
    group.wait();
  });
  // With a sanitizer goroutines are moved about, and this one may have left that thread before.
  if (!kAddressSanitizer && !kThreadSanitizer) {
    EXPECT_GT(record.count(EventKind::GYieldNext), 0U);
  }
}

TEST_P(Blocking, IsNotWaitedForAtTheEnd) {
  const OsPipe pipe;
  std::atomic<int> entered{0}, over{0};
  const int callers = procs() + 2;
  const std::size_t threads = ProcessState::now().threads;
  const RunRecord record = runAnyhow([&] {
    for (int i = 0; i < callers; ++i) {
      gmp::go([&] {
        gmp::blocking([&] {
          ++entered;
          static_cast<void>(pipe.take());
          ++over;
        });
        ADD_FAILURE() << "the run is over";
      });
    }
    while (entered < callers) gmp::sleep_for(100us);
  });
  EXPECT_EQ(record.code, 0);
  EXPECT_EQ(record.count(EventKind::MLeft), static_cast<std::uint64_t>(callers));
  EXPECT_EQ(record.ended, 1U);
  EXPECT_EQ(ProcessState::now().threads, threads + static_cast<std::size_t>(callers));
  // They end once their calls are over.
  for (int i = 0; i < callers; ++i) pipe.put('x');
  for (int tries = 0; tries < 5000 && (over < callers || ProcessState::now().threads > threads); ++tries)
    std::this_thread::sleep_for(1ms);
}

TEST_P(Blocking, TheLibraryIsNotCalledInside) {
  run([] {
    gmp::blocking([] {
      EXPECT_EQ(gmp::goid(), 0U);
      try {
        gmp::gosched();
        ADD_FAILURE();
      } catch (const std::logic_error& error) {
        EXPECT_NE(std::string(error.what()).find("inside gmp::blocking"), std::string::npos) << error.what();
      }
      EXPECT_THROW(gmp::blocking([] {}), std::logic_error);
      EXPECT_THROW(gmp::run([] {}), std::logic_error);
    });
    EXPECT_EQ(gmp::goid(), 1U);
  });
}

TEST(BlockingOutside, Throws) {
  EXPECT_THROW(gmp::blocking([] {}), std::logic_error);
}

TEST(BlockingDeathTest, TooManyThreadsEndTheProcess) {
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  gmp::Options options;
  options.gomaxprocs = 2;
  options.max_threads = 8;
  EXPECT_EXIT(gmp::run(options,
                       [] {
                         gmp::WaitGroup group;
                         for (int i = 0; i < 20; ++i) group.go([] { gmp::blocking([] { ::sleep(20); }); });
                         group.wait();
                       }),
              ::testing::ExitedWithCode(2), "exceeds 8-thread limit\n.*thread exhaustion");
}

}  // namespace
}  // namespace gmpscope::test
