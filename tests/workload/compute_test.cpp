#include "core/workload/compute.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <thread>

namespace gmpscope::workload {
namespace {

using namespace std::chrono_literals;

std::int64_t coreTime() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1'000'000'000 + now.tv_nsec;
}

TEST(Compute, TakesTheWantedTimeOnACore) {
  const Compute compute = Compute::calibrate();
  const StopFlag never;
  ASSERT_GT(compute.stepsPerNano(), 0);
  for (const std::int64_t wanted : {100'000L, 1'000'000L, 5'000'000L}) {
    // Its core may be slower at times (a neighbour on the same core, a lower frequency), so the best of some.
    std::int64_t best = 1'000'000'000;
    for (int i = 0; i < 20; ++i) {
      const std::int64_t before = coreTime();
      compute.run(wanted, never);
      best = std::min(best, coreTime() - before);
    }
    EXPECT_GE(best, wanted * 7 / 10);
    EXPECT_LE(best, wanted * 14 / 10);
  }
}

TEST(Compute, DoesAsManyStepsAsItWasMeasuredToNeed) {
  const StopFlag never;
  EXPECT_EQ(Compute(0.5).run(1'000, never), 500U);
  EXPECT_EQ(Compute(2).run(1'000, never), 2'000U);
  EXPECT_EQ(Compute(2).run(0, never), 0U);
}

TEST(Compute, EndsEarlyWhenAskedTo) {
  const Compute compute = Compute::calibrate();
  StopFlag stop;
  std::thread asker([&] {
    std::this_thread::sleep_for(10ms);
    stop.request();
  });
  const auto begun = std::chrono::steady_clock::now();
  compute.run(60'000'000'000, stop);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 10s);
  asker.join();
  EXPECT_EQ(compute.run(1'000'000, stop), 0U);
}

}  // namespace
}  // namespace gmpscope::workload
