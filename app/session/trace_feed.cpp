#include "app/session/trace_feed.h"

#include <algorithm>

namespace gmpscope::app {

TraceFeed::TraceFeed(const analysis::RunInfo& run)
    : builder_(model_, run), linearizer_({run.startTicks, run.nanosPerTick}, {&builder_}) {}

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

void TraceFeed::finish(const RunEnding& ending) {
  linearizer_.finish(ending.odd, ending.dropped);
  builder_.finish(ending.end);
}

void TraceFeed::cut(const analysis::RunEnd& end) { builder_.finish(end); }

void TraceFeed::lose(const analysis::RunEnd& end) {
  const Nanos edge = model_.edge();
  builder_.onGap(edge, edge, 0);
  cut(end);
}

}  // namespace gmpscope::app
