#pragma once
// The kernel's records in few bytes, and back: each word as its difference from the record before, then zstd. What a
// record says is opaque here. FORMAT.md has the bytes. Each by one thread at a time.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/trace/reader/zstd_frame.h"

namespace gmpscope::trace {

inline constexpr std::size_t kKernelRecordBytes = 32;
// What one pack may hold.
inline constexpr std::size_t kMaxPackRecords = std::size_t{1} << 18;

class RecordPacker {
 public:
  // Up to kMaxPackRecords whole records. Valid until the next call.
  [[nodiscard]] std::span<const std::byte> pack(std::span<const std::byte> records, std::uint64_t watermark);

 private:
  std::vector<std::uint64_t> words_;
  Deflater deflater_;
};

class RecordUnpacker {
 public:
  using Take = std::function<void(std::span<const std::byte> records, std::uint64_t watermark)>;
  // Delivers them, aligned to words, or returns what was expected instead. Believes nothing.
  [[nodiscard]] std::string unpack(std::span<const std::byte> packed, const Take& take);

 private:
  Inflater inflater_;
};

}  // namespace gmpscope::trace
