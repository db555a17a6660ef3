#pragma once
// Two streams in order of time, one out: the runtime's changes and the kernel's records. Each waits until nothing
// earlier can come from the other.
//
// Used by the model builder's thread alone.

#include <span>
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

}  // namespace gmpscope::analysis
