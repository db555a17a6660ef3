#include "core/trace/reader/arena_reader.h"

#include <algorithm>
#include <array>

#include "core/base/clock.h"

namespace gmpscope::trace {

std::uint64_t ArenaReader::poll(const std::function<void(const RawRun&)>& take) {
  // The instant and the odd words are read before any event: a step that began earlier is either published, and then
  // drained below, or still holds its M's odd word up.
  const std::uint64_t begun = ticksNow();
  std::uint64_t frontier = begun;
  const std::uint32_t count = mCount();
  for (std::uint32_t m = 0; m < count; ++m) {
    const std::uint64_t odd = arena_.slot(m).odd.load(std::memory_order_acquire);
    if (odd != 0) frontier = std::min(frontier, odd & ~std::uint64_t{1});
  }
  if (cursors_.size() < count) cursors_.resize(count);
  for (std::uint32_t m = 0; m < count; ++m) drain(m, cursors_[m], begun, take);
  return frontier;
}

void ArenaReader::drain(std::uint32_t m, Cursor& cursor, std::uint64_t until,
                        const std::function<void(const RawRun&)>& take) {
  const auto complain = [&](const char* what) {
    cursor.broken = true;
    if (complaint_.empty()) complaint_ = "M" + std::to_string(m) + ": " + what;
  };
  while (!cursor.broken) {
    if (cursor.chunk == kNoChunk) {
      const std::uint32_t first = arena_.slot(m).firstChunk.load(std::memory_order_acquire);
      if (first == 0) return;
      if (first - 1 >= arena_.chunkCount()) return complain("its first chunk doesn't exist");
      cursor.chunk = first - 1;
    }
    Chunk& chunk = arena_.chunk(cursor.chunk);
    // A chain that goes round, or into another M's, would never end.
    if (chunk.header.m != m || chunk.header.sequence != cursor.sequence) return complain("a chunk is out of its place");
    // Read in the reverse order of the writer's stores: whoever sees the link sees the chunk's last count.
    const bool ended = arena_.slot(m).ended.load(std::memory_order_acquire) != 0;
    const std::uint32_t next = chunk.header.next.load(std::memory_order_acquire);
    const std::uint32_t published = chunk.header.published.load(std::memory_order_acquire);
    const std::uint32_t epoch = chunk.header.epoch;
    if (published > kChunkEvents || published < cursor.taken) return complain("a chunk's count is out of range");
    if (next > arena_.chunkCount() || next == cursor.chunk + 1) return complain("a chunk's link is out of range");
    if (published > cursor.taken) {
      // A copy: the writer's memory may change under our eyes.
      buffer_.assign(chunk.events + cursor.taken, chunk.events + published);
      cursor.taken = published;
      take(RawRun{m, epoch, buffer_});
      // All before the frontier is taken: an M's stamps don't go back.
      if (buffer_.back().time > until) return;
    }
    if (next == 0 && !ended) return;
    arena_.returnChunk(cursor.chunk);
    cursor.taken = 0;
    if (next == 0) {
      cursor.broken = true;  // the M has ended and all is read
      return;
    }
    cursor.chunk = next - 1;
    ++cursor.sequence;
  }
}

std::vector<OddM> ArenaReader::oddMs() const {
  std::vector<OddM> odd;
  for (std::uint32_t m = 0; m < mCount(); ++m)
    if (const std::uint64_t word = arena_.slot(m).odd.load(std::memory_order_acquire); word != 0)
      odd.push_back({m, word});
  return odd;
}

std::uint64_t ArenaReader::dropped() const { return arena_.header().dropped.load(std::memory_order_relaxed); }

std::uint64_t ArenaReader::dropped(std::uint32_t m) const {
  return arena_.slot(m).dropped.load(std::memory_order_relaxed);
}

std::uint32_t ArenaReader::tid(std::uint32_t m) const { return arena_.slot(m).tid.load(std::memory_order_relaxed); }

std::uint32_t ArenaReader::mCount() const {
  return std::min(arena_.header().mCount.load(std::memory_order_acquire), kMaxMs);
}

}  // namespace gmpscope::trace
