#include <fmt/format.h>

#include "core/trace/reader/block_reader.h"
#include "core/trace/reader/trace_file.h"

namespace gmpscope::trace {

Result<TraceFileOutcome> readTraceFile(const std::string& path, const TraceFileVisitor& visitor) {
  auto opened = BlockReader::open(path);
  if (!opened) return opened.error();
  BlockReader& reader = opened.value();
  if (auto header = reader.header(); !header) return header.error();
  // Without the description of the run nothing that follows can be understood: it belongs to the header.
  if (!reader.block(visitor)) return Error{path, fmt::format("byte {}", reader.offset()), reader.damage()};
  while (reader.block(visitor)) {
  }
  TraceFileOutcome outcome{
      .bytesRead = reader.offset(), .complete = reader.ended() && reader.damage().empty(), .damage = {}};
  if (!reader.damage().empty()) outcome.damage = fmt::format("{}: byte {}: {}", path, reader.offset(), reader.damage());
  return outcome;
}

}  // namespace gmpscope::trace
