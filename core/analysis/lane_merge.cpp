#include "core/analysis/lane_merge.h"

#include <algorithm>
#include <limits>

namespace gmpscope::analysis {
namespace {

// Drops what has been applied, once that is worth moving the rest.
template <class T>
void compact(std::vector<T>& waiting, std::size_t& next) {
  if (next < waiting.size() / 2 || next < 1024) return;
  waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(next));
  next = 0;
}

bool earlier(const kernel::SwitchRecord& a, const kernel::SwitchRecord& b) { return a.time < b.time; }

}  // namespace

// What happened before the trace's start holds at its start.
Nanos LaneMerge::timeOf(const kernel::SwitchRecord& record) const {
  return std::max(last_, scale_.toNanos(record.time));
}

void LaneMerge::add(const LaneChange& change) {
  if (waitsForKernel_) {
    changes_.push_back(change);
  } else {
    lanes_.apply(change);
    last_ = std::max(last_, change.time);
  }
}

void LaneMerge::add(std::span<const kernel::SwitchRecord> records, std::uint64_t watermark) {
  if (!waitsForKernel_) return;
  const auto middle = static_cast<std::ptrdiff_t>(records_.size());
  records_.insert(records_.end(), records.begin(), records.end());
  // A batch may hold records from beyond its watermark: the next batch may be earlier than those.
  std::inplace_merge(records_.begin() + static_cast<std::ptrdiff_t>(nextRecord_), records_.begin() + middle,
                     records_.end(), earlier);
  kernelEdge_ = std::max(kernelEdge_, scale_.toNanos(watermark));
}

Nanos LaneMerge::advance(Nanos changesEdge) {
  if (!waitsForKernel_) return changesEdge;
  const Nanos edge = std::min(changesEdge, kernelEdge_);
  applyBefore(edge);
  return edge;
}

void LaneMerge::applyBefore(Nanos edge) {
  for (;;) {
    const bool haveChange = nextChange_ < changes_.size() && changes_[nextChange_].time < edge;
    const bool haveRecord = nextRecord_ < records_.size() && timeOf(records_[nextRecord_]) < edge;
    if (!haveChange && !haveRecord) break;
    if (haveRecord && (!haveChange || timeOf(records_[nextRecord_]) <= changes_[nextChange_].time)) {
      const kernel::SwitchRecord& record = records_[nextRecord_++];
      last_ = timeOf(record);
      lanes_.apply(record, last_);
    } else {
      const LaneChange& change = changes_[nextChange_++];
      last_ = change.time;
      lanes_.apply(change);
    }
  }
  compact(changes_, nextChange_);
  compact(records_, nextRecord_);
}

Nanos LaneMerge::finish() {
  applyBefore(std::numeric_limits<Nanos>::max());
  return last_;
}

}  // namespace gmpscope::analysis
