#pragma once
// The trace file: magic and version, then blocks, each with a kind, a length and a checksum. Raw events are kept as
// each M wrote them, so that whoever opens the file can find (and check) their order anew. The format is described in
// core/trace/FORMAT.md. A file that is being written is readable at every moment up to its last whole block.

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/trace/reader/arena_reader.h"
#include "core/trace/reader/cut.h"
#include "core/trace/reader/record_codec.h"
#include "core/trace/reader/tracer_sample.h"

namespace gmpscope::trace {

enum class BlockKind : std::uint32_t {
  Meta = 1,          // JSON text: what is known when the run starts
  Events = 2,        // a RawRun as it is; written by version 1
  Frontier = 3,      // ticks: steps stamped earlier are all in the blocks before
  Kernel = 4,        // kernel switch records (32 bytes each) and their watermark, opaque here; written by version 1
  End = 5,           // JSON text: the reason of the end, odd Ms, drops, kernel clock error
  PackedEvents = 6,  // RawRuns by an EventPacker
  PackedKernel = 7,  // the same as Kernel by a RecordPacker
  Index = 8,         // where the blocks before it stand; right before End
  Overview = 9,      // a StoredOverview
  Tracer = 10,       // a TracerSample
  Cut = 11,          // the beginning is missing: CutEvents
  Checkpoint = 12,   // what is known at the frontier right before it
};

class TraceFileWriter {
 public:
  static Result<TraceFileWriter> create(const std::string& path);
  TraceFileWriter(TraceFileWriter&&) noexcept;
  TraceFileWriter& operator=(TraceFileWriter&&) noexcept;
  ~TraceFileWriter();

  // Each appends one whole block with one write, but for events, kernel records and samples, which are gathered, since
  // many pack better than few, until there are enough or flush, frontier or end is called. False once the file can't be
  // written any more; error() says why.
  bool meta(std::string_view json);
  bool events(const RawRun& run);
  bool flush();
  bool frontier(std::uint64_t ticks);
  bool kernel(std::span<const std::byte> records, std::uint64_t watermark);
  // What packOverview made; once, when all that it shows was written.
  bool overview(std::span<const std::byte> packed);
  bool tracer(const TracerSample& sample);
  bool cut(std::span<const CutEvents> cut);  // at once
  // What packCheckpoint made, right after that frontier.
  bool checkpoint(std::span<const std::byte> packed, std::uint64_t frontierTicks);
  // The index and the end.
  bool end(std::string_view json);
  [[nodiscard]] const std::string& error() const;
  // Of the whole blocks so far.
  [[nodiscard]] std::uint64_t size() const;

 private:
  struct Parts;
  explicit TraceFileWriter(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

// What a file holds, block by block, in order.
struct TraceFileVisitor {
  std::function<void(std::string_view json)> meta{};
  std::function<void(const RawRun&)> events{};
  std::function<void(std::uint64_t ticks)> frontier{};
  std::function<void(std::span<const std::byte>, std::uint64_t watermark)> kernel{};
  std::function<void(std::string_view json)> end{};
  std::function<void(std::span<const std::byte> packed)> overview{};  // as it is: for unpackOverview
  std::function<void(const TracerSample&)> tracer{};
  std::function<void(std::span<const CutEvents>)> cut{};
  std::function<void(std::span<const std::byte> packed)> checkpoint{};  // as it is: for unpackCheckpoint
};

struct TraceFileOutcome {
  std::uint64_t bytesRead = 0;
  bool complete = false;  // an End block was the last
  std::string damage;     // "" or one line: where the sound prefix ends and why
};

// An unreadable header (magic, version, the Meta block) is an error; a damaged tail is an outcome.
Result<TraceFileOutcome> readTraceFile(const std::string& path, const TraceFileVisitor& visitor);

}  // namespace gmpscope::trace
