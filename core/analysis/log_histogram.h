#pragma once
// How often lengths of time occurred, in buckets that are linear within each power of two: 32 of them. Below 64 ns a
// bucket is one value; above, it is at most a 32nd of its values wide, so that its middle is off by at most a 64th of
// the value (1.6 %). Count, sum, smallest and largest are exact.
//
// Takes memory up to the highest bucket that was ever used: at most 15 kB. One thread.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/ids.h"

namespace gmpscope::analysis {

// Of lengths of time. A percentile is that of the nearest rank, to a 64th; the largest is exact.
struct Distribution {
  std::uint64_t count = 0;
  Nanos p50 = 0, p90 = 0, p99 = 0, p999 = 0, max = 0;
};

class LogHistogram {
 public:
  static constexpr unsigned kSubBits = 5;
  static constexpr double kErrorBound = 1.0 / 64;  // of a percentile, as a share of the value

  // Negative lengths don't exist; one counts as 0.
  void add(Nanos value);
  void clear();  // keeps the memory

  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] std::uint64_t sum() const { return sum_; }
  [[nodiscard]] Nanos min() const { return min_; }  // 0 if there is none
  [[nodiscard]] Nanos max() const { return max_; }
  // Of the value whose rank is the nearest to `share` (0 to 1) of all; 0 if there is none.
  [[nodiscard]] Nanos percentile(double share) const;
  [[nodiscard]] Distribution distribution() const;

  // Calls f(from, to, count) for each bucket [from, to) that isn't empty, from the smallest.
  template <class F>
  void forEachBucket(F&& f) const {
    for (std::size_t i = low_; i < high_; ++i) {
      if (counts_[i] != 0) f(lowest(i), lowest(i + 1), counts_[i]);
    }
  }

  [[nodiscard]] static std::size_t bucketOf(Nanos value);
  [[nodiscard]] static Nanos lowest(std::size_t bucket);

 private:
  std::vector<std::uint64_t> counts_;
  std::size_t low_ = 0, high_ = 0;  // what isn't empty lies in [low_, high_)
  std::uint64_t count_ = 0;
  std::uint64_t sum_ = 0;
  Nanos min_ = 0, max_ = 0;
};

}  // namespace gmpscope::analysis
