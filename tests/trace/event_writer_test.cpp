#include "core/trace/writer/event_writer.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <memory>
#include <vector>

#include "core/trace/reader/arena_reader.h"

namespace gmpscope::trace {
namespace {

class EventWriterTest : public ::testing::Test {
 protected:
  explicit EventWriterTest(std::uint32_t chunks = 4)
      : arena_(Arena::createPrivate(chunks * kChunkBytes).value()), reader_(arena_) {
    writer_.attach(&arena_, 0);
  }

  // A step of events that count on from the last.
  void step(std::uint32_t events) {
    writer_.begin();
    for (std::uint32_t i = 0; i < events; ++i) writer_.put(EventKind::GYield, 3, ++written_);
    writer_.end();
  }
  std::vector<Event> read() {
    std::vector<Event> events;
    frontier_ = reader_.poll([&](const RawRun& run) {
      EXPECT_EQ(run.m, 0U);
      epochs_.push_back(run.epoch);
      events.insert(events.end(), run.events.begin(), run.events.end());
    });
    return events;
  }
  // What was read counts on from `first`.
  static void expectCounting(const std::vector<Event>& events, std::uint32_t first) {
    for (const Event& event : events) ASSERT_EQ(event.g, first++);
  }
  std::uint32_t freeChunks() {
    std::vector<std::uint32_t> taken;
    for (std::uint32_t c = arena_.leaseChunk(); c != kNoChunk; c = arena_.leaseChunk()) taken.push_back(c);
    for (const std::uint32_t c : taken) arena_.returnChunk(c);
    return static_cast<std::uint32_t>(taken.size());
  }

  Arena arena_;
  EventWriter writer_;
  ArenaReader reader_;
  std::uint32_t written_ = 0;
  std::uint64_t frontier_ = 0;
  std::vector<std::uint32_t> epochs_;
};

TEST(EventWriter, WithoutAnArenaDoesNothing) {
  EventWriter writer;
  EXPECT_FALSE(writer.on());
  writer.attach(nullptr, 0);
  EXPECT_FALSE(writer.on());
  writer.begin();
  writer.put(EventKind::GYield, 0);
  writer.end();
  writer.detach();
}

TEST_F(EventWriterTest, WritesWhatItIsGiven) {
  const std::uint64_t before = ticksNow();
  writer_.begin();
  writer_.put(EventKind::GBlock, 5, 6, 7, 8, 9, 10);
  writer_.put(EventKind::MPark, Event::kNoP);
  writer_.end();
  const std::uint64_t after = ticksNow();
  const auto events = read();
  ASSERT_EQ(events.size(), 2U);
  const Event& e = events[0];
  EXPECT_EQ(e.kind(), EventKind::GBlock);
  EXPECT_EQ(e.p(), 5U);
  EXPECT_LT(e.core(), static_cast<std::uint32_t>(::sysconf(_SC_NPROCESSORS_CONF)));
  EXPECT_EQ((std::vector<std::uint32_t>{e.g, e.a, e.b, e.c, e.d}), (std::vector<std::uint32_t>{6, 7, 8, 9, 10}));
  EXPECT_EQ(events[1].p(), Event::kNoP);
  EXPECT_EQ(e.time, events[1].time) << "a step has one stamp";
  EXPECT_GE(e.time, before);
  EXPECT_LE(e.time, after);
}

TEST_F(EventWriterTest, PublishesAStepWhole) {
  step(1);
  EXPECT_EQ(read().size(), 1U);
  writer_.begin();
  writer_.put(EventKind::GYield, 0, 1);
  EXPECT_TRUE(read().empty());
  writer_.put(EventKind::GYield, 0, 2);
  EXPECT_TRUE(read().empty());
  writer_.end();
  EXPECT_EQ(read().size(), 2U);
}

TEST_F(EventWriterTest, ItsOddWordHoldsTheFrontierBack) {
  EXPECT_EQ(arena_.slot(0).odd.load(), 0U);
  writer_.begin();
  EXPECT_EQ(arena_.slot(0).odd.load(), writer_.stamp() | 1U);
  read();
  EXPECT_LE(frontier_, writer_.stamp());
  ASSERT_EQ(reader_.oddMs().size(), 1U);
  EXPECT_EQ(reader_.oddMs()[0].m, 0U);
  writer_.put(EventKind::GYield, 0);
  writer_.end();
  EXPECT_EQ(arena_.slot(0).odd.load(), 0U);
  read();
  EXPECT_GT(frontier_, writer_.stamp());
  EXPECT_TRUE(reader_.oddMs().empty());
}

TEST_F(EventWriterTest, GoesOnInFurtherChunks) {
  std::uint32_t got = 0;
  for (std::uint32_t i = 0; i < 500; ++i) {
    step(1 + i % EventWriter::kMaxStep);
    if (i % 7 != 0) continue;
    const auto events = read();
    expectCounting(events, got + 1);
    got += static_cast<std::uint32_t>(events.size());
  }
  got += static_cast<std::uint32_t>(read().size());
  EXPECT_EQ(got, written_);
  EXPECT_GT(written_, 8 * kChunkEvents);
  EXPECT_EQ(freeChunks(), 3U) << "all but the one in use have come back";
  EXPECT_EQ(reader_.dropped(), 0U);
}

TEST_F(EventWriterTest, AnEndedMsLastChunkComesBack) {
  step(3);
  writer_.detach();
  EXPECT_FALSE(writer_.on());
  EXPECT_EQ(read().size(), 3U);
  EXPECT_EQ(freeChunks(), 4U);
  EXPECT_TRUE(read().empty());
}

TEST_F(EventWriterTest, SaysWhichThreadItIs) {
  EXPECT_EQ(reader_.tid(0), static_cast<std::uint32_t>(::gettid()));
  EXPECT_EQ(reader_.mCount(), 1U);
  EventWriter other;
  other.attach(&arena_, 7);
  EXPECT_EQ(reader_.mCount(), 8U);
}

TEST_F(EventWriterTest, CountsWhatItDropsAndKeepsWhatItHas) {
  while (arena_.header().dropped.load() == 0) step(10);
  for (int i = 0; i < 100; ++i) step(3);
  const std::uint64_t dropped = reader_.dropped();
  EXPECT_EQ(arena_.slot(0).dropped.load(), dropped);
  const auto events = read();
  expectCounting(events, 1);
  EXPECT_EQ(events.size() + dropped, written_);
  EXPECT_EQ(dropped, 310U);
}

TEST_F(EventWriterTest, ABeginningLossAndItsEndAreNewEpochs) {
  step(1);
  EXPECT_FALSE(lossy(writer_.epoch()));
  const std::uint32_t first = writer_.epoch();
  while (arena_.header().dropped.load() == 0) step(50);
  const std::uint32_t during = epochOf(arena_.header().loss.load());
  EXPECT_TRUE(lossy(during));
  read();
  epochs_.clear();
  const std::uint32_t lostUpTo = written_;
  step(2);
  const auto events = read();
  expectCounting(events, lostUpTo + 1);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_GT(during, first);
  EXPECT_GT(writer_.epoch(), during);
  EXPECT_FALSE(lossy(writer_.epoch()));
  EXPECT_EQ(epochs_.back(), writer_.epoch());
}

// Another M's loss puts this one into a new epoch too, and a chunk has one epoch.
TEST_F(EventWriterTest, AnotherMsLossBeginsAnEpochForAll) {
  step(1);
  EventWriter other;
  other.attach(&arena_, 1);
  while (arena_.slot(1).dropped.load() == 0) {
    other.begin();
    for (int i = 0; i < 50; ++i) other.put(EventKind::GYield, 0);
    other.end();
  }
  const std::uint32_t before = writer_.epoch();
  reader_.poll([](const RawRun&) {});
  step(1);
  EXPECT_NE(writer_.epoch(), before);
  EXPECT_TRUE(lossy(writer_.epoch())) << "the other still drops";
}

}  // namespace
}  // namespace gmpscope::trace
