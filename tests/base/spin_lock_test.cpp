#include "core/base/spin_lock.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace gmpscope {
namespace {

// More threads than cores, so that holders lose their core inside the section.
TEST(SpinLock, LetsOneThreadInAtATime) {
  constexpr int kThreads = 4;
  constexpr int kRounds = 20'000;
  SpinLock lock;
  long count = 0;  // not atomic on purpose

  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < kRounds; ++i) {
        const SpinGuard guard(lock);
        ++count;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(count, long{kThreads} * kRounds);
}

}  // namespace
}  // namespace gmpscope
