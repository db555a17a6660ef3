#pragma once
// Time for goroutines: sleeping parks the goroutine, no thread blocks.

#include <chrono>

namespace gmp {

using duration = std::chrono::steady_clock::duration;
using time_point = std::chrono::steady_clock::time_point;

// Returns at once if `d` is not positive. duration::max() sleeps for ever (and counts as waiting on a timer).
void sleep_for(duration d);
void sleep_until(time_point t);

}  // namespace gmp
