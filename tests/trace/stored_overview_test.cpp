#include "core/trace/reader/stored_overview.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstring>
#include <random>

#include "core/trace/reader/trace_file.h"
#include "core/trace/reader/zstd_frame.h"

namespace gmpscope::trace {
namespace {

using Lane = StoredOverview::Lane;
using Share = StoredOverview::Share;
using Kind = StoredOverview::LaneKind;

bool same(const Lane& a, const Lane& b) {
  return a.kind == b.kind && a.number == b.number && a.name == b.name &&
         std::equal(a.shares.begin(), a.shares.end(), b.shares.begin(), b.shares.end(),
                    [](const Share& x, const Share& y) {
                      return x.column == y.column && x.state == y.state && x.time == y.time;
                    });
}

StoredOverview some() {
  return {.length = 1001,
          .columns = 4,
          .lanes = {{.kind = Kind::Core, .number = 9, .name = {}, .shares = {{0, 0, 250}, {1, 0, 100}, {1, 7, 150}}},
                    {.kind = Kind::Processor, .number = 0, .name = {}, .shares = {}},
                    {.kind = Kind::Thread, .number = 70'000, .name = {}, .shares = {{3, 15, 1}}},
                    {.kind = Kind::Goroutine, .number = 1, .name = "G2 hash", .shares = {{2, 3, 250}}}}};
}

TEST(StoredOverview, ColumnsFillTheTraceWithoutAGap) {
  for (const Nanos length : {Nanos{1}, Nanos{5}, Nanos{4096}, Nanos{1'000'000'007}, Nanos{1} << 62}) {
    const StoredOverview overview{
        .length = length,
        .columns = static_cast<std::uint32_t>(std::min<Nanos>(length, StoredOverview::kMostColumns)),
        .lanes = {}};
    EXPECT_EQ(overview.edge(0), 0);
    EXPECT_EQ(overview.edge(overview.columns), length);
    for (std::uint32_t i = 0; i < overview.columns; ++i) EXPECT_LT(overview.edge(i), overview.edge(i + 1));
  }
}

TEST(StoredOverview, GivesBackWhatWasPacked) {
  const StoredOverview given = some();
  const auto got = unpackOverview(packOverview(given));
  ASSERT_TRUE(got);
  EXPECT_EQ(got->length, given.length);
  EXPECT_EQ(got->columns, given.columns);
  ASSERT_EQ(got->lanes.size(), given.lanes.size());
  for (std::size_t i = 0; i < given.lanes.size(); ++i) EXPECT_TRUE(same(got->lanes[i], given.lanes[i])) << i;
}

// Of all sizes that a trace may have no more than the limit is stored, the first lanes whole.
TEST(StoredOverview, WhatIsTooMuchIsLeftOut) {
  StoredOverview given{.length = Nanos{1} << 60, .columns = StoredOverview::kMostColumns, .lanes = {}};
  for (std::uint32_t i = 0; i < StoredOverview::kMostLanes + 10; ++i) {
    Lane& lane = given.lanes.emplace_back();
    lane.number = i;
    lane.name = std::string(300, 'x');
    for (std::uint16_t column = 0; column < given.columns; ++column)
      for (std::uint8_t state = 0; state < 4; ++state) lane.shares.push_back({column, state, Nanos{1} << 45});
  }
  const auto got = unpackOverview(packOverview(given));
  ASSERT_TRUE(got);
  EXPECT_GT(got->lanes.size(), 50U);
  EXPECT_LT(got->lanes.size(), StoredOverview::kMostLanes);
  for (Lane& lane : given.lanes) lane.name.resize(StoredOverview::kMostName);
  for (std::size_t i = 0; i < got->lanes.size(); ++i) ASSERT_TRUE(same(got->lanes[i], given.lanes[i])) << i;

  for (Lane& lane : given.lanes) lane.shares.clear();
  const auto all = unpackOverview(packOverview(given));
  ASSERT_TRUE(all);
  EXPECT_EQ(all->lanes.size(), StoredOverview::kMostLanes);
}

TEST(StoredOverview, WhatCannotBeIsRefused) {
  const auto refused = [](void (*spoil)(StoredOverview&)) {
    StoredOverview overview = some();
    spoil(overview);
    return !unpackOverview(packOverview(overview));
  };
  EXPECT_FALSE(refused([](StoredOverview&) {}));
  EXPECT_TRUE(refused([](StoredOverview& o) { o.length = 3; })) << "columns of no time";
  EXPECT_TRUE(refused([](StoredOverview& o) { o.length = -5; }));
  EXPECT_TRUE(refused([](StoredOverview& o) { o.lanes[0].shares[1].time = 101; })) << "251 ns in 250";
  EXPECT_TRUE(refused([](StoredOverview& o) { o.lanes[0].shares[1].time = 0; }));
  EXPECT_TRUE(refused([](StoredOverview& o) { o.lanes[0].shares[1].time = -1; }));
  EXPECT_TRUE(refused([](StoredOverview& o) { o.lanes[0].shares[1].state = 16; }));
  EXPECT_TRUE(refused([](StoredOverview& o) { o.lanes[1].kind = static_cast<Kind>(4); }));
  EXPECT_FALSE(unpackOverview({}));
}

TEST(StoredOverview, AnyChangeLeavesOneWithinItsLimitsOrNone) {
  Inflater inflater;
  ASSERT_EQ(inflater.inflate(packOverview(some()), 1, 10'000), "");
  const std::vector<std::byte> plain(inflater.plain().begin(), inflater.plain().end());
  std::mt19937_64 random(7);
  Deflater deflater;
  int accepted = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::vector<std::byte> changed = plain;
    for (std::uint64_t k = random() % 3 + 1; k > 0; --k)
      changed[random() % changed.size()] = static_cast<std::byte>(random());
    if (random() % 4 == 0) changed.resize(random() % (2 * changed.size()));
    const auto got = unpackOverview(deflater.deflate(changed));
    if (!got) continue;
    ++accepted;
    for (const Lane& lane : got->lanes) {
      std::vector<Nanos> sums(got->columns);
      for (const Share& share : lane.shares) sums.at(share.column) += share.time;
      for (std::uint32_t c = 0; c < got->columns; ++c) ASSERT_LE(sums[c], got->edge(c + 1) - got->edge(c));
    }
  }
  EXPECT_GT(accepted, 100);
}

TEST(StoredOverview, IsReadFromAClosedFileAlone) {
  char pattern[] = "/tmp/gmpscope-overview-XXXXXX";
  const int fd = ::mkstemp(pattern);
  ASSERT_GE(fd, 0);
  ::close(fd);
  {
    auto writer = TraceFileWriter::create(pattern);
    ASSERT_TRUE(writer.ok());
    ASSERT_TRUE(writer.value().meta("{}") && writer.value().frontier(5));
    ASSERT_TRUE(writer.value().overview(packOverview(some())));
    EXPECT_FALSE(readStoredOverview(pattern)) << "it isn't closed";
    ASSERT_TRUE(writer.value().end("{}"));
  }
  const auto got = readStoredOverview(pattern);
  ASSERT_TRUE(got);
  EXPECT_EQ(got->lanes.size(), 4U);
  // Who reads all of it is told too.
  std::size_t told = 0;
  TraceFileVisitor visitor;
  visitor.overview = [&](std::span<const std::byte> packed) { told += unpackOverview(packed) ? 1 : 100; };
  const auto outcome = readTraceFile(pattern, visitor);
  EXPECT_TRUE(outcome.ok() && outcome.value().complete);
  EXPECT_EQ(told, 1U);
  {
    auto writer = TraceFileWriter::create(pattern);
    ASSERT_TRUE(writer.ok());
    ASSERT_TRUE(writer.value().meta("{}") && writer.value().end("{}"));
  }
  EXPECT_FALSE(readStoredOverview(pattern)) << "a small trace has none";
  EXPECT_FALSE(readStoredOverview("/dev/null"));
  ::unlink(pattern);
}

}  // namespace
}  // namespace gmpscope::trace
