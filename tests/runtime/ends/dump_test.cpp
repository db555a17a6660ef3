// Ends of the process that say more than the system would: SIGQUIT's dump, and a goroutine that runs off its stack.

#include <gmp/gmp.hpp>

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <string>
#include <thread>

#include "tests/support/sanitizers.h"

namespace gmpscope::test {
namespace {

using namespace std::chrono_literals;

class DumpDeathTest : public ::testing::TestWithParam<int> {
 protected:
  void SetUp() override { ::testing::FLAGS_gtest_death_test_style = "threadsafe"; }
  static gmp::Options options() {
    gmp::Options options;
    options.gomaxprocs = GetParam();
    return options;
  }
};
INSTANTIATE_TEST_SUITE_P(P, DumpDeathTest, ::testing::Values(1, 2, 4, 8),
                         [](const auto& procs) { return std::to_string(procs.param); });

void waitForAnEnd() {
  for (;;) gmp::sleep_for(1h);
}

TEST_P(DumpDeathTest, SigquitShowsEveryGoroutineAndEndsTheProcess) {
  if (kThreadSanitizer) GTEST_SKIP() << "ThreadSanitizer delivers signals at its own calls only";
  EXPECT_EXIT(gmp::run(options(),
                       [] {
                         const gmp::Chan<int> chan(0);
                         gmp::go_named("receiver", [chan] { (void)chan.recv(); });
                         gmp::go_named("caller", [] { gmp::blocking([] { ::sleep(20); }); });
                         std::thread([] {
                           std::this_thread::sleep_for(200ms);  // all have come to wait
                           ::kill(::getpid(), SIGQUIT);
                         }).detach();
                         waitForAnEnd();
                       }),
              ::testing::ExitedWithCode(2),
              "SIGQUIT: quit\n\ngoroutine 1 .sleep.:\n(.*\n)*goroutine [0-9]+ .chan receive.: receiver\n"
              "(.*\n)*goroutine [0-9]+ .syscall.: caller\n");
}

TEST_P(DumpDeathTest, SigquitStopsWhoeverRuns) {
  if (kThreadSanitizer) GTEST_SKIP() << "ThreadSanitizer delivers signals at its own calls only";
  EXPECT_EXIT(gmp::run(options(),
                       [] {
                         static std::atomic<bool> never{false};
                         gmp::go_named("runner", [] {
                           ::kill(::getpid(), SIGQUIT);
                           while (!never.load(std::memory_order_relaxed)) {
                           }
                         });
                         waitForAnEnd();
                       }),
              ::testing::ExitedWithCode(2), "SIGQUIT: quit\n(.*\n)*goroutine [0-9]+ .running.: runner\n");
}

TEST(QuitHandler, LeavesAProgramsOwnAlone) {
  static std::atomic<int> heard;
  heard = 0;
  const auto before = ::signal(SIGQUIT, [](int) { ++heard; });
  EXPECT_EQ(gmp::run([] { ::raise(SIGQUIT); }), 0);
  EXPECT_EQ(heard, 1);
  ::signal(SIGQUIT, before);
  EXPECT_EQ(gmp::run([] {}), 0);
  EXPECT_EQ(::signal(SIGQUIT, SIG_DFL), SIG_DFL);
}

// Not a loop, whatever the compiler thinks.
int deeper(int n, volatile char* above) {
  volatile char frame[1000];
  frame[0] = static_cast<char>(n);
  const int below = n > 0 ? deeper(n - 1, frame) : 0;
  return below + frame[0] + (above != nullptr ? above[0] : 0);
}

TEST_P(DumpDeathTest, AStackOverflowIsSaidAsSuch) {
  if (kThreadSanitizer) GTEST_SKIP() << "ThreadSanitizer has a word on each call of the handler";
  EXPECT_EXIT(gmp::run(options(),
                       [] {
                         gmp::go_named("too deep", [] { static_cast<void>(deeper(1'000'000, nullptr)); });
                         waitForAnEnd();
                       }),
              ::testing::ExitedWithCode(2), "stack overflow\n\ngoroutine [0-9]+ .running.: too deep\n");
}

TEST_P(DumpDeathTest, AnyOtherFaultIsStillAFault) {
  if (kAddressSanitizer || kThreadSanitizer) GTEST_SKIP() << "sanitizers report it themselves";
  EXPECT_EXIT(gmp::run(options(),
                       [] {
                         gmp::go([] {
                           void* closed = ::mmap(nullptr, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
                           *static_cast<volatile int*>(closed) = 1;
                         });
                         waitForAnEnd();
                       }),
              ::testing::KilledBySignal(SIGSEGV), "");
}

}  // namespace
}  // namespace gmpscope::test
