#pragma once
// Rates of several rounds, in seconds of the thread that does the work: what else runs on the machine doesn't count.

#include <algorithm>
#include <ctime>
#include <vector>

#include "core/base/check.h"

namespace gmpscope::bench {

constexpr int kRounds = 5;

[[nodiscard]] inline double cpuSeconds() {
  timespec now{};
  GMPSCOPE_CHECK(::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) == 0);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

struct Rates {
  double best = 0;  // a second
  double median = 0;
};

// `once` handles so many things each time.
template <class Once>
[[nodiscard]] Rates measured(double things, Once&& once) {
  std::vector<double> seconds;
  for (int round = 0; round < kRounds; ++round) {
    const double start = cpuSeconds();
    once();
    seconds.push_back(cpuSeconds() - start);
  }
  std::sort(seconds.begin(), seconds.end());
  return {things / seconds.front(), things / seconds[kRounds / 2]};
}

}  // namespace gmpscope::bench
