#include "app/session/read_trace.h"

#include <optional>

#include "core/trace/reader/trace_file.h"

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

}  // namespace

Result<ReadTrace> readTrace(const std::string& file, trace::OpSink* also) {
  Collector collector(also);
  const auto outcome = trace::readTraceFile(file, collector.visitor());
  if (!outcome) return outcome.error();
  return std::move(collector).result(file, outcome.value());
}

}  // namespace gmpscope::app
