#pragma once
// A run for benchmarks, with or without events. A thread beside a traced run gives its chunks back unread: what is
// measured is the writer with its memory going round, not what a reader does with the events.

#include <cstdint>
#include <functional>

namespace gmpscope::bench {

// Returns how many events were dropped: where there are any, the figure is not that of writing events.
std::uint64_t runOnce(bool traced, int gomaxprocs, const std::function<void()>& mainFn);

}  // namespace gmpscope::bench
