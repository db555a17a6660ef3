#include "app/session/read_trace.h"

#include <optional>

#include "core/trace/reader/checkpoint.h"
#include "core/trace/reader/trace_file.h"
#include "core/trace/reader/trace_file_index.h"

namespace gmpscope::app {

namespace {

// Collects what the blocks say; the first one that can't be understood ends it.
class Collector {
 public:
  explicit Collector(trace::OpSink* also) : also_(also) {}

  [[nodiscard]] trace::TraceFileVisitor visitor() {
    return {.meta = [this](std::string_view json) { meta(json); },
            .events =
                [this](const trace::RawRun& run) {
                  if (trace_.feed) trace_.feed->events(run);
                },
            .frontier =
                [this](std::uint64_t ticks) {
                  if (trace_.feed) trace_.feed->frontier(ticks);
                },
            .kernel = [this](std::span<const std::byte> records, std::uint64_t mark) { kernelRecords(records, mark); },
            .end = [this](std::string_view json) { ending_ = parseRunEnding(json); },
            .tracer =
                [this](const trace::TracerSample& sample) {
                  if (trace_.feed) trace_.feed->tracer(sample);
                },
            .cut =
                [this](std::span<const trace::CutEvents> cut) {
                  if (trace_.feed) trace_.feed->miss(cut);
                }};
  }

  // Begins anew with what was known there; false if that can't be.
  [[nodiscard]] bool beginAt(std::span<const std::byte> packed, Nanos from) {
    const auto checkpoint = trace::unpackCheckpoint(packed);
    if (!checkpoint || !trace_.feed) return false;
    auto feed = std::make_unique<TraceFeed>(trace_.description.run, also_);
    if (!feed->resume(*checkpoint) || feed->model().foldedBefore() > from) return false;
    trace_.feed = std::move(feed);
    return true;
  }
  [[nodiscard]] const TraceFeed* feed() const { return trace_.feed.get(); }
  [[nodiscard]] TickScale scale() const {
    return {trace_.description.run.startTicks, trace_.description.run.nanosPerTick};
  }
  // Of a part: how the run ended, if that was read.
  [[nodiscard]] std::optional<ReadTrace> part(std::uint64_t lastTicks) && {
    if (error_ || !trace_.feed || !ending_ || !ending_->ok()) return std::nullopt;
    analysis::RunEnd end = ending_->value().end;
    end.wholeLength = scale().toNanos(lastTicks);
    end.wholeDropped = ending_->value().dropped;
    trace_.feed->cut(end);
    return std::move(trace_);
  }

  [[nodiscard]] Result<ReadTrace> result(const std::string& file, const trace::TraceFileOutcome& outcome) && {
    if (error_) return Error{file, error_->place, error_->expected};
    trace_.warning = outcome.damage;
    if (trace_.warning.empty() && ending_ && !ending_->ok()) {
      trace_.warning = Error{file, ending_->error().place, ending_->error().expected}.text();
    }
    if (!trace_.warning.empty() || !ending_) {
      trace_.feed->lose({.reason = analysis::EndReason::Truncated, .text = trace_.warning});
    } else if (ending_->value().end.reason == analysis::EndReason::Running) {
      trace_.feed->cut({.reason = analysis::EndReason::Truncated, .text = "saved while the run went on"});
    } else {
      trace_.feed->finish(ending_->value());
    }
    return std::move(trace_);
  }

 private:
  void meta(std::string_view json) {
    auto parsed = parseRunDescription(json);
    if (!parsed) {
      error_ = parsed.error();
      return;
    }
    trace_.description = std::move(parsed).value();
    trace_.feed = std::make_unique<TraceFeed>(trace_.description.run, also_);
  }
  void kernelRecords(std::span<const std::byte> records, std::uint64_t watermark) {
    if (!trace_.feed) return;
    // The file's reader delivers whole records, aligned like events.
    const auto* first = reinterpret_cast<const kernel::SwitchRecord*>(records.data());
    trace_.feed->kernel({first, records.size() / sizeof(kernel::SwitchRecord)}, watermark);
  }

  trace::OpSink* const also_;
  ReadTrace trace_;
  std::optional<Error> error_;
  std::optional<Result<RunEnding>> ending_;
};

// The last checkpoint by then, or the first block.
std::size_t beginOf(const trace::IndexedTraceFile& file, std::uint64_t ticks) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < file.blocks().size(); ++i)
    if (file.blocks()[i].kind == trace::BlockKind::Checkpoint && file.blocks()[i].ticks <= ticks) begin = i;
  return begin;
}

// Up to which the trace tells what happened.
std::uint64_t lastOf(const trace::IndexedTraceFile& file) {
  std::uint64_t last = 0;
  for (const trace::IndexedBlock& block : file.blocks())
    if (block.kind == trace::BlockKind::Frontier) last = block.ticks;
  return last;
}

}  // namespace

Result<ReadTrace> readTrace(const std::string& file, trace::OpSink* also) {
  Collector collector(also);
  const auto outcome = trace::readTraceFile(file, collector.visitor());
  if (!outcome) return outcome.error();
  return std::move(collector).result(file, outcome.value());
}

std::optional<ReadTrace> readPart(const std::string& file, Nanos from, Nanos to) {
  auto indexed = trace::IndexedTraceFile::open(file);
  if (!indexed || indexed->blocks().size() < 2) return std::nullopt;
  Collector collector(nullptr);
  trace::TraceFileVisitor visitor = collector.visitor();
  if (!indexed->read(0, visitor) || collector.feed() == nullptr) return std::nullopt;
  const std::size_t end = indexed->blocks().size() - 1;
  const std::size_t begin = beginOf(*indexed, collector.scale().toTicks(from));
  if (begin != 0) {
    bool begun = false;
    visitor.checkpoint = [&](std::span<const std::byte> packed) { begun = collector.beginAt(packed, from); };
    if (!indexed->read(begin, visitor) || !begun) return std::nullopt;
    visitor.checkpoint = {};
  }
  for (std::size_t i = begin + 1; i < end && collector.feed()->model().edge() < to; ++i)
    if (!indexed->read(i, visitor)) return std::nullopt;
  const bool tail = collector.feed()->model().edge() < to;
  // How the run ended is told of each part.
  if (!indexed->read(end, visitor)) return std::nullopt;
  if (!tail) return std::move(collector).part(lastOf(*indexed));
  auto read = std::move(collector).result(file, {.bytesRead = 0, .complete = true, .damage = {}});
  if (!read) return std::nullopt;
  return std::move(read).value();
}

}  // namespace gmpscope::app
