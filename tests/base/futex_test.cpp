#include "core/base/futex.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace gmpscope {
namespace {

timespec monotonicIn(long nanos) {
  timespec at{};
  ::clock_gettime(CLOCK_MONOTONIC, &at);
  at.tv_nsec += nanos;
  at.tv_sec += at.tv_nsec / 1'000'000'000;
  at.tv_nsec %= 1'000'000'000;
  return at;
}

TEST(Futex, ReturnsAtOnceIfTheWordHasChanged) {
  std::atomic<std::uint32_t> word{1};
  EXPECT_TRUE(futexWait(word, 0));
}

TEST(Futex, TellsThatTheDeadlineHasPassed) {
  std::atomic<std::uint32_t> word{0};
  const auto start = std::chrono::steady_clock::now();
  const timespec deadline = monotonicIn(20'000'000);
  while (futexWait(word, 0, &deadline)) {
  }
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(19));
}

TEST(Futex, LeavesErrnoAlone) {
  std::atomic<std::uint32_t> word{0};
  const timespec past{};
  errno = ENOTTY;
  EXPECT_FALSE(futexWait(word, 0, &past));
  futexWake(word);
  EXPECT_EQ(errno, ENOTTY);
}

TEST(Futex, WakesASleeper) {
  std::atomic<std::uint32_t> word{0};
  std::thread sleeper([&word] {
    while (word.load(std::memory_order_acquire) == 0) futexWait(word, 0);
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  word.store(1, std::memory_order_release);
  futexWake(word);
  sleeper.join();
}

}  // namespace
}  // namespace gmpscope
