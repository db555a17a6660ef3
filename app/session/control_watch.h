#pragma once
// What the trace of a run tells of its being controlled, for whoever steps until something happens: counts that only
// grow.
//
// Filled by the reader's thread; read by any.

#include <atomic>
#include <cstdint>
#include <vector>

#include "core/trace/reader/op.h"

namespace gmpscope::app {

struct ControlCounts {
  std::uint64_t held = 0;   // how often all Ms have come to stand
  std::uint64_t steps = 0;  // that were begun
  std::uint64_t steals = 0;
  std::uint64_t handOffs = 0;
  std::uint64_t preemptions = 0;
  std::uint64_t ofGoroutine = 0;  // events that concern the watched one
};

class ControlWatch final : public trace::OpSink {
 public:
  [[nodiscard]] ControlCounts counts() const;
  // From now on events of that goroutine are counted; 0: of none.
  void watchGoroutine(std::uint32_t goid) { watched_.store(goid, std::memory_order_relaxed); }

  void onOp(const trace::AppliedOp& applied) override;
  void onEdge(Nanos /*edge*/) override {}
  void onGap(Nanos /*from*/, Nanos /*to*/, std::uint64_t /*dropped*/) override {}

 private:
  using Count = std::atomic<std::uint64_t>;
  static void add(Count& count) { count.fetch_add(1, std::memory_order_relaxed); }

  // Relaxed; held by release, and read first by acquire: whoever sees that a step is over sees what happened in it.
  Count held_{0}, steps_{0}, steals_{0}, handOffs_{0}, preemptions_{0}, ofGoroutine_{0};
  std::atomic<std::uint32_t> watched_{0};
  std::vector<std::uint32_t> goids_;  // by life
};

}  // namespace gmpscope::app
