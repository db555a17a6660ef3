#include "core/trace/reader/trace_file_index.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "core/trace/reader/trace_file_format.h"

namespace gmpscope::trace {
namespace {

namespace fs = std::filesystem;

class TraceFileIndex : public ::testing::Test {
 protected:
  void SetUp() override {
    char pattern[] = "/tmp/gmpscope-index-XXXXXX";
    ASSERT_NE(::mkdtemp(pattern), nullptr);
    directory_ = pattern;
  }
  void TearDown() override { fs::remove_all(directory_); }

  [[nodiscard]] std::string path() const { return (directory_ / "t.gmps").string(); }
  [[nodiscard]] std::string bytes() const {
    std::ifstream in(path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void put(std::string_view all) const {
    std::ofstream(path(), std::ios::binary).write(all.data(), static_cast<std::streamsize>(all.size()));
  }

  // Ten times events and a frontier.
  void write(std::string_view ending = "{}") const {
    auto writer = TraceFileWriter::create(path());
    ASSERT_TRUE(writer.ok());
    ASSERT_TRUE(writer.value().meta(R"({"a":"description"})"));
    for (std::uint64_t i = 0; i < 10; ++i) {
      // The second M's are earlier.
      ASSERT_TRUE(writer.value().events({0, 0, eventsAt(100 * i + 20)}));
      ASSERT_TRUE(writer.value().events({1, 0, eventsAt(100 * i + 10)}));
      ASSERT_TRUE(writer.value().frontier(100 * i + 50));
    }
    ASSERT_TRUE(writer.value().kernel(std::array<std::byte, kKernelRecordBytes>{}, 77));
    ASSERT_TRUE(writer.value().end(ending));
  }
  static std::vector<Event> eventsAt(std::uint64_t ticks) {
    std::vector<Event> events(3);
    for (auto& event : events) event.time = ticks++;
    return events;
  }

 private:
  fs::path directory_;
};

TEST_F(TraceFileIndex, TellsEachBlocksPlaceKindAndTime) {
  write();
  const auto file = IndexedTraceFile::open(path());
  ASSERT_TRUE(file);
  const auto blocks = file->blocks();
  ASSERT_EQ(blocks.size(), 1U + 20 + 1 + 1);
  EXPECT_EQ(blocks.front().kind, BlockKind::Meta);
  EXPECT_EQ(blocks.front().offset, sizeof(FileHeader));
  for (std::size_t i = 0; i < 10; ++i) {
    EXPECT_EQ(blocks[1 + 2 * i].kind, BlockKind::PackedEvents);
    EXPECT_EQ(blocks[1 + 2 * i].ticks, 100 * i + 10);
    EXPECT_EQ(blocks[2 + 2 * i].kind, BlockKind::Frontier);
    EXPECT_EQ(blocks[2 + 2 * i].ticks, 100 * i + 50);
  }
  EXPECT_EQ(blocks[21].kind, BlockKind::PackedKernel);
  EXPECT_EQ(blocks[21].ticks, 77U);
  EXPECT_EQ(blocks[22].kind, BlockKind::End);
  const std::string all = bytes();
  for (const IndexedBlock& block : blocks) {
    BlockHeader header;
    std::memcpy(&header, all.data() + block.offset, sizeof header);
    EXPECT_EQ(header.kind, static_cast<std::uint32_t>(block.kind));
    EXPECT_EQ(header.length, block.length);
  }
}

TEST_F(TraceFileIndex, EachBlockIsReadWithoutThoseBeforeIt) {
  write();
  auto file = IndexedTraceFile::open(path());
  ASSERT_TRUE(file);
  for (std::size_t i = file->blocks().size(); i-- > 0;) {
    std::string told;
    EXPECT_TRUE(file->read(i, {.meta = [&](auto) { told += "meta"; },
                               .events = [&](const RawRun& run) { told += fmt::format("{} ", run.events[0].time); },
                               .frontier = [&](std::uint64_t ticks) { told += fmt::format("{}", ticks); },
                               .kernel = [&](auto, std::uint64_t mark) { told += fmt::format("kernel {}", mark); },
                               .end = [&](auto) { told += "end"; }}));
    const std::size_t round = (i - 1) / 2;
    const std::string expected = i == 0       ? "meta"
                                 : i == 21    ? "kernel 77"
                                 : i == 22    ? "end"
                                 : i % 2 == 1 ? fmt::format("{} {} ", 100 * round + 20, 100 * round + 10)
                                              : fmt::format("{}", 100 * round + 50);
    EXPECT_EQ(told, expected) << i;
  }
}

// The end's text may be long: a report, many Ms within a step.
TEST_F(TraceFileIndex, IsFoundBeforeAnEndOfAnyLength) {
  for (const std::size_t length : {0U, 1U, 7U, 8U, 65'520U, 65'530U, 65'536U, 600'000U, 5'000'001U}) {
    write(std::string(length, 'x'));
    const auto file = IndexedTraceFile::open(path());
    ASSERT_TRUE(file) << length;
    EXPECT_EQ(file->blocks().back().length, length);
    EXPECT_EQ(file->blocks().size(), 23U);
  }
}

TEST_F(TraceFileIndex, AFileThatWasNotClosedHasNone) {
  write();
  const std::string all = bytes();
  for (std::size_t length = 0; length < all.size(); ++length) {
    put(all.substr(0, length));
    EXPECT_FALSE(IndexedTraceFile::open(path())) << length;
  }
  put(all + std::string(8, '\0'));
  EXPECT_FALSE(IndexedTraceFile::open(path()));
}

// Damage before the index is seen where it is read, damage in it or in the end costs the index.
TEST_F(TraceFileIndex, ADamagedBlockIsNotDelivered) {
  write();
  const std::string all = bytes();
  const auto blocks = [&] {
    const auto file = IndexedTraceFile::open(path());
    return std::vector<IndexedBlock>(file->blocks().begin(), file->blocks().end());
  }();
  const std::uint64_t indexAt = blocks[21].offset + sizeof(BlockHeader) + padded(blocks[21].length);
  for (std::size_t byte = 0; byte < all.size(); ++byte) {
    std::string damaged = all;
    damaged[byte] = static_cast<char>(damaged[byte] ^ 0x10);
    put(damaged);
    auto file = IndexedTraceFile::open(path());
    ASSERT_EQ(file.has_value(), byte >= sizeof(FileHeader) && byte < indexAt) << byte;
    if (!file) continue;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      const bool hit = byte >= blocks[i].offset && (i + 1 == blocks.size() || byte < blocks[i + 1].offset);
      EXPECT_EQ(file->read(i, {}), !hit) << byte << " " << i;
    }
  }
}

// Whoever made it may have meant harm.
TEST_F(TraceFileIndex, OneThatCannotBeIsRefused) {
  const std::uint64_t end = sizeof(FileHeader) + 2 * (sizeof(BlockHeader) + 8);
  const IndexedBlock meta{.kind = BlockKind::Meta, .length = 8};
  const IndexedBlock frontier{.kind = BlockKind::Frontier, .length = 8};
  const auto accepted = [&](std::vector<IndexedBlock> blocks) {
    return unpackIndex(packIndex(blocks), end).has_value();
  };
  EXPECT_TRUE(accepted({meta, frontier}));
  EXPECT_FALSE(accepted({}));
  EXPECT_FALSE(accepted({meta}));
  EXPECT_FALSE(accepted({meta, frontier, frontier}));
  EXPECT_FALSE(accepted({frontier, frontier}));
  EXPECT_FALSE(accepted({meta, meta}));
  EXPECT_FALSE(accepted({meta, {.kind = BlockKind::End, .length = 8}}));
  EXPECT_FALSE(accepted({meta, {.kind = BlockKind::Index, .length = 8}}));
  EXPECT_FALSE(accepted({meta, {.kind = BlockKind::Frontier, .length = 9}}));
  EXPECT_FALSE(accepted({meta, {.kind = BlockKind::Frontier, .length = 0xffff'fff8}}));
  EXPECT_FALSE(unpackIndex({}, end));
}

// An index that is sound by itself but tells other blocks than there are.
TEST_F(TraceFileIndex, WhatItSaysIsComparedWithWhatIsThere) {
  write();
  const std::string all = bytes();
  auto blocks = [&] {
    const auto file = IndexedTraceFile::open(path());
    return std::vector<IndexedBlock>(file->blocks().begin(), file->blocks().end());
  }();
  const IndexedBlock end = blocks.back();
  blocks.pop_back();
  const std::uint64_t indexAt = blocks.back().offset + sizeof(BlockHeader) + padded(blocks.back().length);
  blocks[2].kind = BlockKind::PackedKernel;
  std::swap(blocks[3].length, blocks[4].length);
  const auto index = packIndex(blocks);
  BlockHeader header{.kind = static_cast<std::uint32_t>(BlockKind::Index),
                     .length = static_cast<std::uint32_t>(index.size()),
                     .sequence = static_cast<std::uint32_t>(blocks.size())};
  header.crc = checksum(header, index);
  std::string forged = all.substr(0, indexAt);
  forged.append(reinterpret_cast<const char*>(&header), sizeof header);
  forged.append(reinterpret_cast<const char*>(index.data()), index.size());
  forged.resize((forged.size() + 7) / 8 * 8);
  forged += all.substr(end.offset);
  put(forged);
  auto file = IndexedTraceFile::open(path());
  ASSERT_TRUE(file);
  for (std::size_t i = 0; i < file->blocks().size(); ++i) {
    // The fourth stands where it should, but is of another length; the fifth isn't where it should be.
    const bool wrong = i == 2 || i == 3 || i == 4;
    EXPECT_EQ(file->read(i, {}), !wrong) << i;
  }
}

}  // namespace
}  // namespace gmpscope::trace
