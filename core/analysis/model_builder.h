#pragma once
// Turns ordered ops and kernel records into the model. Runs on the reader's thread.

#include <cstddef>
#include <span>
#include <vector>

#include "core/analysis/model.h"
#include "core/kernel/switch_record.h"
#include "core/trace/reader/op.h"
#include "core/trace/reader/tracer_sample.h"

namespace gmpscope::analysis {

class ModelBuilder final : public trace::OpSink {
 public:
  ModelBuilder(TraceModel& model, const RunInfo& run);
  ~ModelBuilder() override;

  void onOp(const trace::AppliedOp& op) override;
  void onEdge(Nanos edge) override;
  void onGap(Nanos from, Nanos to, std::uint64_t dropped) override;

  // Kernel records sorted by time; `watermark` (TSC ticks): none before it is still to come. Ops and records are
  // merged by time, so the model's edge is the smaller of both edges (the ops' alone without a kernel source).
  void addKernel(std::span<const kernel::SwitchRecord> records, std::uint64_t watermark);

  // What the reader of a live run said of itself.
  void addTracer(const trace::TracerSample& sample);

  // From now on all details take at most about so many bytes: if there are more, the older half of the time that they
  // tell of is folded (TraceModel::foldedBefore), as soon as nobody looks. 0: no limit.
  void limitDetails(std::size_t bytes);

  // What is so at the edge that was told last, as bytes, so that a model may begin with it as if everything before were
  // folded; `numbers` are those that the linearizer gave, which was saved at the same edge.
  void save(std::vector<std::byte>& to, const std::vector<LifeId>& numbers);
  // Of those who have ended, who must have a number: what became of them isn't drawn yet.
  [[nodiscard]] std::vector<LifeId> notDrawnYet() const;
  // Begins with it, before anything else. False if the bytes make no sense: then the model is of no use.
  [[nodiscard]] bool resume(std::span<const std::byte> from);

  // The run is over: everything that is left is merged and published.
  void finish(const RunEnd& end);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace gmpscope::analysis
