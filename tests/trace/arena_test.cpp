#include "core/trace/writer/arena.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <set>
#include <thread>
#include <vector>

#include "tests/support/process_state.h"

namespace gmpscope::trace {
namespace {

constexpr std::size_t kRoom = 8 * kChunkBytes;

Arena shared(std::size_t bytes = kRoom) {
  auto arena = Arena::createShared(bytes);
  EXPECT_TRUE(arena.ok()) << arena.error().text();
  return std::move(arena).value();
}

class ArenaTest : public ::testing::Test {
 protected:
  void SetUp() override { before_ = test::ProcessState::now(); }
  void TearDown() override { test::expectBackTo(before_); }

 private:
  test::ProcessState before_;
};

TEST_F(ArenaTest, HasTheRoomThatWasAsked) {
  for (const std::size_t chunks : {1U, 2U, 100U}) {
    const Arena arena = shared(chunks * kChunkBytes);
    EXPECT_EQ(arena.chunkCount(), chunks);
    EXPECT_EQ(arena.header().chunkCount, chunks);
    EXPECT_EQ(arena.header().magic, kArenaMagic);
    EXPECT_EQ(arena.header().version, kArenaVersion);
  }
}

TEST_F(ArenaTest, LeasesEachChunkOnce) {
  Arena arena = shared();
  std::set<std::uint32_t> leased;
  for (std::uint32_t i = 0; i < 8; ++i) EXPECT_TRUE(leased.insert(arena.leaseChunk()).second);
  EXPECT_EQ(*leased.rbegin(), 7U);
  EXPECT_EQ(arena.leaseChunk(), kNoChunk);
  arena.returnChunk(3);
  arena.returnChunk(5);
  EXPECT_EQ(arena.leaseChunk(), 5U);
  EXPECT_EQ(arena.leaseChunk(), 3U);
  EXPECT_EQ(arena.leaseChunk(), kNoChunk);
}

TEST_F(ArenaTest, LeasesToManyThreadsAtOnce) {
  Arena arena = shared();
  std::atomic<std::uint32_t> held[8] = {};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 5000; ++i) {
        const std::uint32_t chunk = arena.leaseChunk();
        if (chunk == kNoChunk) continue;
        EXPECT_EQ(held[chunk].fetch_add(1), 0U);
        held[chunk].fetch_sub(1);
        arena.returnChunk(chunk);
      }
    });
  for (std::thread& thread : threads) thread.join();
  for (int i = 0; i < 8; ++i) EXPECT_NE(arena.leaseChunk(), kNoChunk);
}

TEST_F(ArenaTest, SharedIsSealedAgainstResizing) {
  const Arena arena = shared();
  EXPECT_EQ(::fcntl(arena.fd(), F_GET_SEALS), F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL);
  EXPECT_NE(::ftruncate(arena.fd(), 4096), 0);
  EXPECT_NE(::ftruncate(arena.fd(), 1 << 30), 0);
}

TEST_F(ArenaTest, PrivateHasNoDescriptor) {
  auto arena = Arena::createPrivate(kRoom);
  ASSERT_TRUE(arena.ok());
  EXPECT_LT(arena.value().fd(), 0);
  EXPECT_EQ(arena.value().chunkCount(), 8U);
  EXPECT_NE(arena.value().leaseChunk(), kNoChunk);
}

TEST_F(ArenaTest, MappedTwiceIsTheSameMemory) {
  Arena first = shared();
  auto second = Arena::map(::dup(first.fd()));
  ASSERT_TRUE(second.ok()) << second.error().text();
  first.slot(3).tid.store(99);
  EXPECT_EQ(second.value().slot(3).tid.load(), 99U);
  const std::uint32_t chunk = second.value().leaseChunk();
  first.chunk(chunk).events[0].a = 7;
  EXPECT_EQ(second.value().chunk(chunk).events[0].a, 7U);
}

TEST_F(ArenaTest, AnOldHandleLetsGoByMove) {
  Arena first = shared();
  Arena second = std::move(first);
  EXPECT_EQ(first.fd(), -1);  // NOLINT(bugprone-use-after-move): what is left of it is the subject
  EXPECT_EQ(second.chunkCount(), 8U);
  first = shared();
  second = std::move(first);
}

struct Damage {
  const char* name;
  void (*damage)(ArenaHeader&);
};

class DamagedArena : public ::testing::TestWithParam<Damage> {};

TEST_P(DamagedArena, IsRefused) {
  const auto before = test::ProcessState::now();
  {
    const Arena arena = shared();
    GetParam().damage(arena.header());
    const auto mapped = Arena::map(::dup(arena.fd()));
    ASSERT_FALSE(mapped.ok());
    EXPECT_EQ(mapped.error().file, "trace arena");
    EXPECT_NE(mapped.error().expected, "");
  }
  test::expectBackTo(before);
}

INSTANTIATE_TEST_SUITE_P(Header, DamagedArena,
                         ::testing::Values(Damage{"Magic", [](ArenaHeader& h) { h.magic ^= 1; }},
                                           Damage{"Version", [](ArenaHeader& h) { ++h.version; }},
                                           Damage{"ChunkCount", [](ArenaHeader& h) { ++h.chunkCount; }},
                                           Damage{"Bytes", [](ArenaHeader& h) { h.bytes += kChunkBytes; }}),
                         [](const auto& damage) { return damage.param.name; });

TEST_F(ArenaTest, WhatIsNoArenaIsRefused) {
  EXPECT_FALSE(Arena::map(-1).ok());
  EXPECT_FALSE(Arena::map(::memfd_create("small", 0)).ok());
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  EXPECT_FALSE(Arena::map(ends[0]).ok());
  ::close(ends[1]);
  const int zeros = ::memfd_create("zeros", 0);
  ASSERT_EQ(::ftruncate(zeros, static_cast<off_t>(kChunksOffset + kRoom)), 0);
  EXPECT_FALSE(Arena::map(zeros).ok());
}

TEST(ArenaDeathTest, IndicesAreChecked) {
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  const Arena arena = shared();
  EXPECT_DEATH((void)arena.chunk(8), "invariant broken");
  EXPECT_DEATH((void)arena.slot(kMaxMs), "invariant broken");
}

}  // namespace
}  // namespace gmpscope::trace
