#pragma once
// What stands where in the arena. Shared between processes: fixed sizes, no pointers.
//
// An M's chunks form a chain: its slot names the first, each chunk the next. An M fills a chunk, publishing counts,
// then leases the next, links it and closes the first. The reader follows the chain and returns closed chunks.

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "core/trace/writer/event.h"

namespace gmpscope::trace {

inline constexpr std::uint64_t kArenaMagic = 0x31414550'4f435347;  // "GSCOPEA1"
inline constexpr std::uint32_t kArenaVersion = 1;
inline constexpr std::uint32_t kMaxMs = 10'240;
inline constexpr std::size_t kChunkBytes = 64 * 1024;
inline constexpr std::uint32_t kNoChunk = 0xffff'ffff;

struct alignas(64) ArenaHeader {
  std::uint64_t magic;
  std::uint32_t version;
  std::uint32_t chunkCount;
  std::uint64_t bytes;
  // How many Ms have ever had a slot. Release by the M that takes one, acquire by the reader.
  std::atomic<std::uint32_t> mCount;
  // Epoch << 16 | Ms that drop events right now. An M that starts to drop and one that has stopped both begin a new
  // epoch, and so does a reader that wants all to be said anew. Relaxed: an M notices at its next step, each chunk says
  // to which epoch its events belong.
  std::atomic<std::uint64_t> loss;
  std::atomic<std::uint64_t> dropped;  // all Ms together
  // Free chunks: a stack of indices (tag << 32 | index), linked by Chunk::nextFree; the tag defeats ABA.
  alignas(64) std::atomic<std::uint64_t> freeChunks;
};

// Written by one M, read by the reader.
struct alignas(64) MSlot {
  // The odd word. 0: no step in progress. Odd: the stamp of the first step whose events aren't published yet, or were
  // dropped.
  std::atomic<std::uint64_t> odd;
  std::atomic<std::uint32_t> firstChunk;  // index + 1, 0 = none yet
  std::atomic<std::uint32_t> tid;
  std::atomic<std::uint64_t> dropped;
  std::atomic<std::uint32_t> ended;
};

inline constexpr std::uint64_t kLossEpochUnit = std::uint64_t{1} << 16;

// What chunks carry: odd while some M drops, so that what is written then tells of a part only.
[[nodiscard]] constexpr std::uint32_t epochOf(std::uint64_t loss) {
  return static_cast<std::uint32_t>(loss >> 16) << 1 | ((loss & (kLossEpochUnit - 1)) != 0 ? 1U : 0U);
}
[[nodiscard]] constexpr bool lossy(std::uint32_t epoch) { return (epoch & 1U) != 0; }

struct ChunkHeader {
  std::uint32_t m;
  std::uint32_t sequence;                // of this M's chunks
  std::uint32_t epoch;                   // see epochOf
  std::atomic<std::uint32_t> published;  // events complete; release by the M, acquire by the reader
  std::atomic<std::uint32_t> next;       // index + 1 of the M's next chunk, 0 = this is still the last
  std::atomic<std::uint32_t> nextFree;   // while in the free stack
  std::uint64_t firstTime;
  std::uint8_t reserved[32];
};
static_assert(sizeof(ChunkHeader) == 64);

inline constexpr std::uint32_t kChunkEvents = (kChunkBytes - sizeof(ChunkHeader)) / sizeof(Event);

struct Chunk {
  ChunkHeader header;
  Event events[kChunkEvents];
};
static_assert(sizeof(Chunk) == kChunkBytes);

inline constexpr std::size_t kSlotsOffset = 4096;
inline constexpr std::size_t kChunksOffset =
    (kSlotsOffset + kMaxMs * sizeof(MSlot) + kChunkBytes - 1) / kChunkBytes * kChunkBytes;

}  // namespace gmpscope::trace
