#pragma once
// Where each block of a closed trace file stands, so that one can be read without those before it. A file whose
// writer was killed has no index and is read from its beginning (trace_file.h). FORMAT.md has the bytes.
// Each object by one thread at a time.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/trace/reader/trace_file.h"

namespace gmpscope::trace {

// No file with more blocks gets an index: recordings of many hours.
inline constexpr std::size_t kMaxIndexed = std::size_t{1} << 22;

struct IndexedBlock {
  std::uint64_t offset = 0;  // of the block's header in the file
  BlockKind kind = BlockKind::Meta;
  std::uint32_t length = 0;  // of the payload
  std::uint64_t ticks = 0;   // of the earliest event, the frontier, the watermark; 0: of no time
};

// The payload of an Index block; of the blocks' offsets nothing is told, they follow from the lengths.
[[nodiscard]] std::vector<std::byte> packIndex(std::span<const IndexedBlock> blocks);
// Of the Index block at `end`. None unless the blocks, beginning with Meta, fill the file up to there. Believes
// nothing, but whether the blocks are there is seen by who reads them.
[[nodiscard]] std::optional<std::vector<IndexedBlock>> unpackIndex(std::span<const std::byte> payload,
                                                                   std::uint64_t end);

class IndexedTraceFile {
 public:
  // None: it isn't a trace file, was never closed, is damaged at its end or its index is.
  static std::optional<IndexedTraceFile> open(const std::string& path);
  IndexedTraceFile(IndexedTraceFile&&) noexcept;
  IndexedTraceFile& operator=(IndexedTraceFile&&) noexcept;
  ~IndexedTraceFile();

  // All blocks but the index, in order; End is the last.
  [[nodiscard]] std::span<const IndexedBlock> blocks() const;
  // Delivers one of them, checked like all that is read. False if it is damaged or isn't what the index says; then
  // nothing that was delivered counts.
  [[nodiscard]] bool read(std::size_t block, const TraceFileVisitor& visitor);

 private:
  struct Parts;
  explicit IndexedTraceFile(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace gmpscope::trace
