#include "core/analysis/log_histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace gmpscope::analysis {
namespace {

constexpr std::size_t kSub = std::size_t{1} << LogHistogram::kSubBits;

}  // namespace

// The first 2 * kSub buckets are single values; then each power of two has kSub.
std::size_t LogHistogram::bucketOf(Nanos value) {
  const auto v = static_cast<std::uint64_t>(std::max<Nanos>(value, 0));
  if (v < 2 * kSub) return v;
  const auto shift = static_cast<unsigned>(std::bit_width(v)) - 1 - kSubBits;
  return shift * kSub + static_cast<std::size_t>(v >> shift);
}

Nanos LogHistogram::lowest(std::size_t bucket) {
  if (bucket < 2 * kSub) return static_cast<Nanos>(bucket);
  const std::size_t shift = bucket / kSub - 1;
  const std::uint64_t value = (kSub + bucket % kSub) << shift;
  // Only what follows the last bucket is too large.
  return static_cast<Nanos>(std::min<std::uint64_t>(value, std::numeric_limits<Nanos>::max()));
}

void LogHistogram::add(Nanos value) {
  value = std::max<Nanos>(value, 0);
  const std::size_t bucket = bucketOf(value);
  if (bucket >= counts_.size()) counts_.resize(bucket + 1);
  ++counts_[bucket];
  low_ = count_ == 0 ? bucket : std::min(low_, bucket);
  high_ = std::max(high_, bucket + 1);
  min_ = count_ == 0 ? value : std::min(min_, value);
  max_ = std::max(max_, value);
  sum_ += static_cast<std::uint64_t>(value);
  ++count_;
}

void LogHistogram::clear() {
  std::fill(counts_.begin() + static_cast<std::ptrdiff_t>(low_), counts_.begin() + static_cast<std::ptrdiff_t>(high_),
            0);
  low_ = high_ = 0;
  count_ = 0;
  sum_ = 0;
  min_ = max_ = 0;
}

Nanos LogHistogram::percentile(double share) const {
  if (count_ == 0) return 0;
  const double nearest = std::ceil(share * static_cast<double>(count_));
  const std::uint64_t rank = std::clamp<std::uint64_t>(static_cast<std::uint64_t>(std::max(nearest, 1.0)), 1, count_);
  std::uint64_t below = 0;
  for (std::size_t i = low_; i < high_; ++i) {
    below += counts_[i];
    if (below < rank) continue;
    const Nanos from = lowest(i);
    return std::clamp(from + (lowest(i + 1) - 1 - from) / 2, min_, max_);
  }
  return max_;
}

Distribution LogHistogram::distribution() const {
  return {.count = count_,
          .p50 = percentile(0.5),
          .p90 = percentile(0.9),
          .p99 = percentile(0.99),
          .p999 = percentile(0.999),
          .max = max_};
}

}  // namespace gmpscope::analysis
