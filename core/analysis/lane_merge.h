#pragma once
// Two streams in order of time, one out: the runtime's changes and the kernel's records. Each waits until nothing
// earlier can come from the other.
//
// Used by the model builder's thread alone.

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "core/analysis/lane_builder.h"
#include "core/base/clock.h"

namespace gmpscope::analysis {

class LaneMerge {
 public:
  // Without kernel records to wait for, changes pass at once.
  LaneMerge(LaneBuilder& lanes, const TickScale& scale, bool waitsForKernel)
      : lanes_(lanes), scale_(scale), waitsForKernel_(waitsForKernel) {}

  void add(const LaneChange& change);
  void add(std::span<const kernel::SwitchRecord> records, std::uint64_t watermark);
  // Applies what is earlier than both edges; returns the edge of what has been applied.
  Nanos advance(Nanos changesEdge);
  // What still waits; `cause(index)` walks the index of an event.
  template <class Archive, class Cause>
  void walk(Archive& archive, const Cause& cause);
  [[nodiscard]] std::span<const LaneChange> waiting() const { return std::span(changes_).subspan(nextChange_); }
  // Nothing more will come. Returns the last instant of all.
  Nanos finish();

 private:
  void applyBefore(Nanos edge);
  [[nodiscard]] Nanos timeOf(const kernel::SwitchRecord& record) const;

  LaneBuilder& lanes_;
  const TickScale scale_;
  const bool waitsForKernel_;
  std::vector<LaneChange> changes_;
  std::size_t nextChange_ = 0;
  std::vector<kernel::SwitchRecord> records_;
  std::size_t nextRecord_ = 0;
  Nanos kernelEdge_ = 0;
  Nanos last_ = 0;
};

template <class Archive, class Cause>
void LaneMerge::walk(Archive& archive, const Cause& cause) {
  std::vector<LaneChange> changes(changes_.begin() + static_cast<std::ptrdiff_t>(nextChange_), changes_.end());
  changes.resize(archive.count(changes.size(), changes.max_size()));
  for (LaneChange& change : changes) {
    archive(change.time, change.p, change.m, change.g, change.value);
    archive.choice(change.kind, ChangeKind::Lose);
    archive.choice(change.reason, trace::WaitReason::kCount);
    cause(change.cause);
  }
  std::vector<kernel::SwitchRecord> records(records_.begin() + static_cast<std::ptrdiff_t>(nextRecord_),
                                            records_.end());
  records.resize(archive.count(records.size(), records.max_size()));
  for (kernel::SwitchRecord& record : records) {
    archive(record.time, record.tid, record.pid, record.core, record.a, record.b);
    archive.choice(record.kind, kernel::SwitchKind::RunDelay);
  }
  archive(kernelEdge_, last_);
  if constexpr (!Archive::kReads) return;
  changes_ = std::move(changes);
  records_ = std::move(records);
}

}  // namespace gmpscope::analysis
