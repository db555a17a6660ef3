// The ring between processes: a writer process with several threads, the reader here. Every published event arrives
// once and in its M's order, whatever the writer's end.

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <random>
#include <thread>
#include <vector>

#include "core/trace/reader/arena_reader.h"
#include "core/trace/writer/event_writer.h"
#include "tests/support/sanitizers.h"

namespace gmpscope::trace {
namespace {

constexpr std::uint32_t kMs = 3;

// What the writer says of itself beside the arena.
struct Progress {
  std::atomic<std::uint32_t> published[kMs];  // after the step that wrote them
};

class RingProcess : public ::testing::Test {
 protected:
  void SetUp() override {
#ifdef __SANITIZE_THREAD__
    GTEST_SKIP() << "ThreadSanitizer can't see that a chunk goes from one M through the reader's process to another";
#endif
    void* memory = ::mmap(nullptr, sizeof(Progress), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ASSERT_NE(memory, MAP_FAILED);
    progress_ = new (memory) Progress{};
  }
  void TearDown() override { ::munmap(progress_, sizeof(Progress)); }

  // Each M writes `each` events, in steps whose length follows from their first number.
  void start(Arena& arena, std::uint32_t each) {
    child_ = ::fork();
    ASSERT_GE(child_, 0);
    if (child_ != 0) return;
    auto mapped = Arena::map(arena.fd());
    if (!mapped) ::_exit(3);
    {
      std::vector<std::thread> threads;
      for (std::uint32_t m = 0; m < kMs; ++m) threads.emplace_back([&, m] { write(mapped.value(), m, each); });
      for (std::thread& thread : threads) thread.join();
    }
    ::_exit(0);
  }

  void write(Arena& arena, std::uint32_t m, std::uint32_t each) {
    EventWriter writer;
    writer.attach(&arena, m);
    for (std::uint32_t at = 0; at < each;) {
      writer.begin();
      const std::uint32_t end = at + stepAt(at);
      for (; at < end; ++at) writer.put(EventKind::GYield, m, at, at * 7, end);
      writer.end();
      progress_->published[m].store(at, std::memory_order_release);
    }
    writer.detach();
  }
  static std::uint32_t stepAt(std::uint32_t first) { return 1 + first % 23; }

  // Checks and counts what a poll delivers.
  void take(const RawRun& run) {
    ASSERT_LT(run.m, kMs);
    std::uint32_t& next = next_[run.m];
    for (const Event& event : run.events) {
      if (event.g != next) {
        ASSERT_GT(event.g, next) << "an event came twice";
        missing_ += event.g - next;
        next = event.g;
      }
      ASSERT_EQ(event.p(), run.m);
      ASSERT_EQ(event.a, event.g * 7);
      lastStepEnd_[run.m] = event.b;
      ++next;
      ++received_;
    }
    // Whatever was published, it was whole steps.
    ASSERT_EQ(next, lastStepEnd_[run.m]);
  }
  void poll(ArenaReader& reader) {
    reader.poll([this](const RawRun& run) { take(run); });
  }
  bool ended(int& status) { return ::waitpid(child_, &status, WNOHANG) == child_; }

  Progress* progress_ = nullptr;
  pid_t child_ = -1;
  std::array<std::uint32_t, kMs> next_{};
  std::array<std::uint32_t, kMs> lastStepEnd_{};
  std::uint64_t received_ = 0;
  std::uint64_t missing_ = 0;
};

// The writer is held back where it outruns the reader, so that nothing may be lost.
TEST_F(RingProcess, EveryEventArrivesOnceAndInOrder) {
  const auto each = static_cast<std::uint32_t>(test::scaled(300'000));
  Arena arena = Arena::createShared(2UL * kMs * each * sizeof(Event)).value();
  ArenaReader reader(arena);
  start(arena, each);
  int status = -1;
  while (!ended(status)) poll(reader);
  poll(reader);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(reader.complaint(), "");
  EXPECT_EQ(reader.dropped(), 0U);
  EXPECT_EQ(missing_, 0U);
  for (std::uint32_t m = 0; m < kMs; ++m) {
    EXPECT_GE(next_[m], each);
    EXPECT_EQ(next_[m], progress_->published[m].load());
  }
}

TEST_F(RingProcess, WhatIsLostIsCounted) {
  const auto each = static_cast<std::uint32_t>(test::scaled(300'000));
  Arena arena = Arena::createShared(5 * kChunkBytes).value();
  ArenaReader reader(arena);
  start(arena, each);
  int status = -1;
  while (!ended(status)) {
    poll(reader);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  poll(reader);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(reader.complaint(), "");
  std::uint64_t written = 0;
  for (const auto& published : progress_->published) written += published.load();
  EXPECT_EQ(received_ + reader.dropped(), written);
  EXPECT_GT(reader.dropped(), 0U) << "the arena was meant to be too small";
}

TEST_F(RingProcess, KilledAtARandomMoment) {
  std::mt19937 random(std::random_device{}());
  for (int round = 0; round < test::scaled(100); ++round) {
    next_ = lastStepEnd_ = {};
    for (auto& published : progress_->published) published.store(0);
    Arena arena = Arena::createShared(16U << 20).value();
    ArenaReader reader(arena);
    start(arena, 100'000);
    const int pollsBefore = static_cast<int>(random() % 3);
    for (int i = 0; i < pollsBefore; ++i) poll(reader);
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 5000));
    ASSERT_EQ(::kill(child_, SIGKILL), 0);
    int status = 0;
    ASSERT_EQ(::waitpid(child_, &status, 0), child_);
    poll(reader);
    EXPECT_EQ(reader.complaint(), "");
    ASSERT_EQ(missing_, 0U);
    const std::vector<OddM> odd = reader.oddMs();
    for (std::uint32_t m = 0; m < kMs; ++m) {
      // Published is what was read: all that the writer knew of, and at most the step after it.
      const std::uint32_t known = progress_->published[m].load();
      ASSERT_GE(next_[m], known);
      ASSERT_LE(next_[m], known + stepAt(known));
    }
    ASSERT_LE(odd.size(), kMs);
  }
}

}  // namespace
}  // namespace gmpscope::trace
