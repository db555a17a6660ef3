#include "core/trace/reader/event_codec.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>

#include "core/trace/reader/event_codec_format.h"
#include "core/trace/reader/record_codec.h"
#include "core/trace/reader/varint.h"
#include "core/trace/reader/zstd_frame.h"

namespace gmpscope::trace {
namespace {

bool same(std::span<const Event> a, std::span<const Event> b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}

struct Given {
  std::uint32_t m;
  std::uint32_t epoch;
  std::vector<Event> events;
};

void expectBack(const std::vector<Given>& runs, EventPacker& packer) {
  for (const Given& run : runs) packer.add({run.m, run.epoch, run.events});
  EventUnpacker unpacker;
  std::size_t at = 0;
  const std::string expected = unpacker.unpack(packer.pack(), [&](const RawRun& run) {
    ASSERT_LT(at, runs.size());
    EXPECT_EQ(run.m, runs[at].m);
    EXPECT_EQ(run.epoch, runs[at].epoch);
    EXPECT_TRUE(same(run.events, runs[at].events));
    ++at;
  });
  EXPECT_EQ(expected, "");
  EXPECT_EQ(at, runs.size());
  EXPECT_EQ(packer.events(), 0U);
}

Event anyEvent(std::mt19937_64& random) {
  const auto any = [&random] { return static_cast<std::uint32_t>(random()); };
  return {random(), any(), any(), any(), any(), any(), any()};
}

// Nothing is taken for granted: times that go back, kinds that aren't known, any numbers.
TEST(EventCodec, GivesBackAnything) {
  std::mt19937_64 random(1);
  EventPacker packer;
  for (int round = 0; round < 50; ++round) {
    std::vector<Given> runs(random() % 5);
    for (Given& run : runs) {
      run.m = static_cast<std::uint32_t>(random() % kMaxMs);
      run.epoch = static_cast<std::uint32_t>(random());
      run.events.resize(1 + random() % 100);
      for (Event& event : run.events) event = anyEvent(random);
    }
    expectBack(runs, packer);
  }
}

std::vector<Event> steady(std::size_t count) {
  std::vector<Event> events(count);
  for (std::uint32_t i = 0; Event & event : events) {
    event = {1000 + 70ULL * (i / 2),
             Event::makeHead(i % 2 == 0 ? EventKind::GBlock : EventKind::GStartNext, 1, 2),
             i % 4,
             7,
             i / 2,
             i,
             3};
    ++i;
  }
  return events;
}

TEST(EventCodec, NeedsLittleForWhatRepeats) {
  EventPacker packer;
  const auto events = steady(10'000);
  packer.add({0, 0, events});
  EXPECT_LT(packer.pack().size(), 500U);
  packer.add({0, 0, events});
  const std::size_t alone = packer.pack().size();
  // Each run is told by itself: what came before it in another pack doesn't matter.
  expectBack({{0, 0, events}}, packer);
  packer.add({0, 0, events});
  EXPECT_EQ(packer.pack().size(), alone);
}

TEST(EventCodec, HoldsNoMoreThanItsLimits) {
  EventPacker packer;
  EXPECT_TRUE(packer.fits(kMaxPackEvents));
  EXPECT_FALSE(packer.fits(kMaxPackEvents + 1));
  packer.add({0, 0, steady(kMaxPackEvents - 1)});
  EXPECT_TRUE(packer.fits(1));
  EXPECT_FALSE(packer.fits(2));
}

// The plain bytes of a pack, to be changed.
std::vector<std::byte> plainPack() {
  EventPacker packer;
  packer.add({3, 1, steady(20)});
  packer.add({4, 1, steady(5)});
  Inflater inflater;
  EXPECT_EQ(inflater.inflate(packer.pack(), 1, 1 << 20), "");
  return {inflater.plain().begin(), inflater.plain().end()};
}

std::string unpacked(std::span<const std::byte> plain, std::size_t* events = nullptr) {
  Deflater deflater;
  EventUnpacker unpacker;
  return unpacker.unpack(deflater.deflate(plain), [&](const RawRun& run) {
    if (events != nullptr) *events += run.events.size();
  });
}

TEST(EventCodec, BelievesNoNumber) {
  const auto whole = plainPack();
  std::size_t events = 0;
  EXPECT_EQ(unpacked(whole, &events), "");
  EXPECT_EQ(events, 25U);
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_NE(unpacked(std::span(whole).first(length)), "") << length;
  for (std::size_t at = offsetof(PackHeader, runs); at < sizeof(PackHeader); at += 4) {
    for (const std::uint32_t wrong : {0xffff'ffffU, 0x8000'0000U, 1'000'000'000U}) {
      if (at == offsetof(PackHeader, zero)) continue;
      auto bytes = whole;
      std::memcpy(&bytes[at], &wrong, sizeof wrong);
      EXPECT_NE(unpacked(bytes), "") << at;
    }
  }
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    auto bytes = whole;
    bytes[bit / 8] ^= std::byte{1} << bit % 8;
    events = 0;
    if (unpacked(bytes, &events).empty()) {
      EXPECT_EQ(events, 25U) << "other numbers, perhaps, but as many events";
    }
  }
}

TEST(EventCodec, TakesNoFrameThatSaysNothingOfItsSizeOrTooMuch) {
  EventUnpacker unpacker;
  EXPECT_NE(unpacker.unpack({}, {}), "");
  EXPECT_NE(unpacker.unpack(std::as_bytes(std::span(std::string_view("(\xb5/\xfd nothing"))), {}), "");
  Deflater deflater;
  const std::vector<std::byte> zeros(std::size_t{64} << 20);  // packs into a few thousand bytes
  EXPECT_NE(unpacker.unpack(deflater.deflate(zeros), {}).find("expected 32 to"), std::string::npos);
}

TEST(Varint, HoldsEveryNumber) {
  std::mt19937_64 random(2);
  for (int i = 0; i < 10'000; ++i) {
    const std::uint64_t value = i == 0 ? 0 : i == 1 ? ~std::uint64_t{0} : random() >> random() % 64;
    std::array<std::byte, kMaxVarint> bytes;
    const auto* end = putVarint(bytes.data(), value);
    const auto length = static_cast<std::size_t>(end - bytes.data());
    const std::span<const std::byte> written(bytes.data(), length);
    VarintReader reader(written);
    EXPECT_EQ(reader.next(), value);
    EXPECT_TRUE(reader.ok() && reader.ended());
    VarintReader cut(written.first(length - 1));
    cut.next();
    EXPECT_FALSE(cut.ok());
    EXPECT_EQ(unfolded(folded(value)), value);
    const auto half = static_cast<std::uint32_t>(value);
    EXPECT_EQ(unfolded(folded(half)), half);
  }
}

TEST(RecordCodec, GivesBackAnything) {
  std::mt19937_64 random(3);
  RecordPacker packer;
  RecordUnpacker unpacker;
  for (std::size_t count = 0; count < 40; ++count) {
    std::vector<std::byte> records(count * kKernelRecordBytes);
    for (std::byte& byte : records) byte = static_cast<std::byte>(random());
    bool came = false;
    EXPECT_EQ(unpacker.unpack(packer.pack(records, count),
                              [&](std::span<const std::byte> back, std::uint64_t watermark) {
                                came = true;
                                EXPECT_EQ(watermark, count);
                                EXPECT_TRUE(std::equal(back.begin(), back.end(), records.begin(), records.end()));
                              }),
              "");
    EXPECT_TRUE(came);
  }
}

TEST(RecordCodec, TakesWholeRecordsOnly) {
  Deflater deflater;
  RecordUnpacker unpacker;
  EXPECT_NE(unpacker.unpack(deflater.deflate(std::vector<std::byte>(8 + kKernelRecordBytes + 1)), {}), "");
  EXPECT_NE(unpacker.unpack(deflater.deflate(std::vector<std::byte>(7)), {}), "");
}

}  // namespace
}  // namespace gmpscope::trace
