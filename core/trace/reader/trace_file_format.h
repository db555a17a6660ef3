#pragma once
// The bytes of a trace file (FORMAT.md). Little endian; every block starts at a multiple of 8.

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/trace/reader/crc32c.h"

namespace gmpscope::trace {

struct FileHeader {
  // The first byte isn't text and the line ends after the name don't survive a transfer as text.
  static constexpr std::uint64_t kMagic = 0x0a1a'0a0d'534d'4789;  // \x89 G M S \r \n \x1a \n
  static constexpr std::uint32_t kVersion = 2;                    // what is written; all before it are read too

  std::uint64_t magic = kMagic;
  std::uint32_t version = kVersion;
  std::uint32_t crc = 0;  // of the twelve bytes before
};
static_assert(sizeof(FileHeader) == 16);

struct BlockHeader {
  std::uint32_t kind = 0;
  std::uint32_t length = 0;    // of the payload; zeros fill it up to a multiple of 8
  std::uint32_t sequence = 0;  // of the block in the file, so that a missing one is noticed
  std::uint32_t crc = 0;       // of the twelve bytes before and the payload
};
static_assert(sizeof(BlockHeader) == 16);

// What an Events block's payload starts with; the events follow.
struct RunHeader {
  std::uint32_t m = 0;
  std::uint32_t epoch = 0;
};
static_assert(sizeof(RunHeader) == 8);

// A longer block is taken for damage, so that a wrong length can't make a reader swallow the memory.
inline constexpr std::size_t kMaxPayload = 16U << 20;

[[nodiscard]] constexpr std::size_t padded(std::size_t length) { return (length + 7) / 8 * 8; }

template <class Header>
[[nodiscard]] std::span<const std::byte> checkedBytes(const Header& header) {
  return std::as_bytes(std::span(&header, 1)).first(offsetof(Header, crc));
}
[[nodiscard]] inline std::uint32_t checksum(const FileHeader& header) { return crc32c(checkedBytes(header)); }
[[nodiscard]] inline std::uint32_t checksum(const BlockHeader& header, std::span<const std::byte> payload) {
  return crc32c(payload, crc32c(checkedBytes(header)));
}

}  // namespace gmpscope::trace
