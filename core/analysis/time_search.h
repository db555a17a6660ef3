#pragma once
// Binary search in logs that grow in order of time. For any thread: looks at published elements only.

#include <cstddef>

#include "core/base/append_log.h"
#include "core/base/ids.h"

namespace gmpscope::analysis {

// How many elements have a time at or before t; `timeOf` gives an element's time.
template <class T, std::size_t kFirst, class TimeOf>
[[nodiscard]] std::size_t countUntil(const AppendLog<T, kFirst>& log, Nanos t, TimeOf timeOf) {
  std::size_t low = 0;
  std::size_t high = log.size();
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (timeOf(log[middle]) <= t) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

}  // namespace gmpscope::analysis
