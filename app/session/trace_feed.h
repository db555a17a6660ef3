#pragma once
// The way of a trace's raw blocks into a model: order, rules, spans. The same for a live run and for a file.
//
// Used by one thread; the model is for any thread.

#include <span>

#include "app/session/control_watch.h"
#include "app/session/run_ending.h"
#include "core/analysis/model.h"
#include "core/analysis/model_builder.h"
#include "core/kernel/switch_record.h"
#include "core/trace/reader/checkpoint.h"
#include "core/trace/reader/linearizer.h"
#include "core/trace/reader/trace_file.h"

namespace gmpscope::app {

class TraceFeed {
 public:
  // `also` sees the ordered trace too; it outlives the feed.
  explicit TraceFeed(const analysis::RunInfo& run, trace::OpSink* also = nullptr);

  [[nodiscard]] const analysis::TraceModel& model() const { return model_; }
  [[nodiscard]] ControlWatch& watch() { return watch_; }
  [[nodiscard]] const trace::Linearizer& linearizer() const { return linearizer_; }

  void events(const trace::RawRun& run) { linearizer_.add(run); }
  void frontier(std::uint64_t ticks) { linearizer_.advance(ticks); }
  // Records that can't be (they may come out of a file) are left out.
  void kernel(std::span<const kernel::SwitchRecord> records, std::uint64_t watermark);

  void tracer(const trace::TracerSample& sample) {
    linearizer_.drop(sample.dropped);
    builder_.addTracer(sample);
  }

  // See ModelBuilder.
  void limitDetails(std::size_t bytes) { builder_.limitDetails(bytes); }
  // Part of its beginning is missing.
  void miss(std::span<const trace::CutEvents> cut) {
    for (const trace::CutEvents& each : cut) linearizer_.miss(each);
  }

  // What is known right after frontier(), and a feed that begins with it. False if it makes no sense: then the feed is
  // of no use.
  [[nodiscard]] trace::Checkpoint checkpoint();
  [[nodiscard]] bool resume(const trace::Checkpoint& from) {
    return linearizer_.resume(from.order) && builder_.resume(from.model);
  }

  // Everything has been fed.
  void finish(const RunEnding& ending);
  // The rest is missing: what came after the last frontier can't be ordered without it, and is left out.
  void cut(const analysis::RunEnd& end);
  // As cut, and what is missing was once there.
  void lose(const analysis::RunEnd& end);

 private:
  analysis::TraceModel model_;
  analysis::ModelBuilder builder_;
  ControlWatch watch_;
  trace::Linearizer linearizer_;
  std::vector<kernel::SwitchRecord> sound_;
  std::uint64_t lastRecord_ = 0;
  std::uint64_t watermark_ = 0;
};

}  // namespace gmpscope::app
