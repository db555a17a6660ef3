// The reader of arenas against what no writer would write: it must come to an end, and touch nothing but the arena.

#include "core/trace/reader/arena_reader.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "core/trace/writer/event_writer.h"
#include "tests/support/sanitizers.h"

namespace gmpscope::trace {
namespace {

constexpr std::uint32_t kChunks = 6;

class HostileArena : public ::testing::Test {
 protected:
  // Two Ms with a few chunks each.
  HostileArena() {
    EventWriter writers[2];
    for (std::uint32_t m = 0; m < 2; ++m) writers[m].attach(&arena_, m);
    for (std::uint32_t i = 0; i < kChunkEvents; ++i)
      for (EventWriter& writer : writers) {
        writer.begin();
        writer.put(EventKind::GYield, 0, i);
        writer.put(EventKind::GYield, 0, i);
        writer.end();
      }
  }

  // Reads all there is; no honest arena of this size has more.
  std::uint64_t readAll() {
    ArenaReader reader(arena_);
    std::uint64_t events = 0;
    for (int i = 0; i < 3; ++i) reader.poll([&events](const RawRun& run) { events += run.events.size(); });
    (void)reader.oddMs();
    complaint_ = reader.complaint();
    return events;
  }
  static constexpr std::uint64_t kMost = std::uint64_t{kChunks} * kChunkEvents;
  Chunk& firstOf(std::uint32_t m) { return arena_.chunk(arena_.slot(m).firstChunk.load() - 1); }

  Arena arena_ = Arena::createPrivate(kChunks * kChunkBytes).value();
  std::string complaint_;
};

TEST_F(HostileArena, AnHonestOneIsReadWhole) {
  EXPECT_EQ(readAll(), 4 * kChunkEvents);
  EXPECT_EQ(complaint_, "");
}

TEST_F(HostileArena, AFirstChunkOutOfRange) {
  arena_.slot(0).firstChunk.store(kChunks + 1);
  EXPECT_EQ(readAll(), 2 * kChunkEvents) << "the other M is read";
  EXPECT_NE(complaint_.find("M0"), std::string::npos);
}

TEST_F(HostileArena, ACountOutOfRange) {
  firstOf(1).header.published.store(kChunkEvents + 1);
  EXPECT_EQ(readAll(), 2 * kChunkEvents);
  EXPECT_NE(complaint_.find("M1"), std::string::npos);
}

TEST_F(HostileArena, ACountThatShrinks) {
  ArenaReader reader(arena_);
  firstOf(0).header.next.store(0);
  reader.poll([](const RawRun&) {});
  firstOf(0).header.published.store(1);
  reader.poll([](const RawRun&) {});
  EXPECT_NE(reader.complaint(), "");
}

TEST_F(HostileArena, ALinkOutOfRange) {
  firstOf(0).header.next.store(0xffff'ffff);
  readAll();
  EXPECT_NE(complaint_, "");
}

TEST_F(HostileArena, AChainThatGoesRound) {
  Chunk& first = firstOf(0);
  Chunk& second = arena_.chunk(first.header.next.load() - 1);
  second.header.next.store(arena_.slot(0).firstChunk.load());
  EXPECT_LE(readAll(), kMost);
  EXPECT_NE(complaint_, "");
}

TEST_F(HostileArena, AChunkOfAnotherM) {
  firstOf(0).header.next.store(arena_.slot(1).firstChunk.load());
  EXPECT_LE(readAll(), kMost);
  EXPECT_NE(complaint_, "");
}

TEST_F(HostileArena, MoreMsThanThereCanBe) {
  arena_.header().mCount.store(0xffff'ffff);
  EXPECT_EQ(readAll(), 4 * kChunkEvents);
}

TEST_F(HostileArena, RandomBytesAnywhere) {
  std::mt19937 random(11);
  auto* bytes = reinterpret_cast<unsigned char*>(&arena_.header());
  // What the reader looks at: the header, the first slots, the chunks' headers.
  struct Part {
    std::size_t offset, size;
  };
  std::vector<Part> parts{{0, sizeof(ArenaHeader)}, {kSlotsOffset, 4 * sizeof(MSlot)}};
  for (std::uint32_t i = 0; i < kChunks; ++i) parts.push_back({kChunksOffset + i * kChunkBytes, sizeof(ChunkHeader)});
  std::vector<std::vector<unsigned char>> sound;
  for (const Part& part : parts) sound.emplace_back(bytes + part.offset, bytes + part.offset + part.size);

  for (int round = 0; round < test::scaled(3000); ++round) {
    for (int hits = 1 + static_cast<int>(random() % 8); hits > 0; --hits) {
      const Part& part = parts[random() % parts.size()];
      const std::size_t at = random() % part.size;
      // Small values are the dangerous ones: they are in range.
      bytes[part.offset + at] = static_cast<unsigned char>(random() % 2 == 0 ? random() % 8 : random());
    }
    ASSERT_LE(readAll(), kMost) << "round " << round;
    for (std::size_t i = 0; i < parts.size(); ++i)
      std::memcpy(bytes + parts[i].offset, sound[i].data(), sound[i].size());
  }
}

}  // namespace
}  // namespace gmpscope::trace
