#include "app/session/trace_feed.h"

#include <algorithm>

namespace gmpscope::app {

namespace {

std::vector<trace::OpSink*> sinks(trace::OpSink& builder, trace::OpSink& watch, trace::OpSink* also) {
  if (also == nullptr) return {&builder, &watch};
  return {&builder, &watch, also};
}

}  // namespace

TraceFeed::TraceFeed(const analysis::RunInfo& run, trace::OpSink* also)
    : builder_(model_, run), linearizer_({run.startTicks, run.nanosPerTick}, sinks(builder_, watch_, also)) {}

void TraceFeed::kernel(std::span<const kernel::SwitchRecord> records, std::uint64_t watermark) {
  sound_.clear();
  for (const kernel::SwitchRecord& record : records) {
    if (record.kind > kernel::SwitchKind::RunDelay || record.time < lastRecord_) continue;
    lastRecord_ = record.time;
    sound_.push_back(record);
  }
  watermark_ = std::max(watermark_, watermark);
  builder_.addKernel(sound_, watermark_);
}

trace::Checkpoint TraceFeed::checkpoint() {
  trace::Checkpoint made;
  std::vector<LifeId> numbers;
  linearizer_.save(made.order, numbers, builder_.notDrawnYet());
  builder_.save(made.model, numbers);
  return made;
}

void TraceFeed::finish(const RunEnding& ending) {
  // Who was killed or called exit has told nothing of its end.
  const bool byItself =
      ending.end.reason == analysis::EndReason::Finished || ending.end.reason == analysis::EndReason::Deadlock;
  linearizer_.finish(ending.odd, ending.dropped, byItself);
  builder_.finish(ending.end);
}

void TraceFeed::cut(const analysis::RunEnd& end) { builder_.finish(end); }

void TraceFeed::lose(const analysis::RunEnd& end) {
  const Nanos edge = model_.edge();
  builder_.onGap(edge, edge, 0);
  cut(end);
}

}  // namespace gmpscope::app
