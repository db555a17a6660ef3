// The worker may be killed at any moment: `run --headless` ends with the reason, and nothing that was published is
// lost.

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <optional>
#include <random>
#include <thread>

#include "app/session/check_trace.h"
#include "app/session/worker_protocol.h"
#include "core/trace/reader/trace_file.h"
#include "core/trace/writer/arena.h"
#include "tests/cli/program.h"
#include "tests/session/scratch_folder.h"

namespace gmpscope {
namespace {

std::optional<trace::Arena> mapArenaOf(pid_t worker) {
  const int fd = ::open(fmt::format("/proc/{}/fd/{}", worker, app::kWorkerArenaFd).c_str(), O_RDWR | O_CLOEXEC);
  if (fd < 0) return std::nullopt;
  auto arena = trace::Arena::map(fd);
  if (!arena.ok()) return std::nullopt;
  return std::move(arena).value();
}

// The worker's arena as a third process sees it, so that what is expected doesn't come from the code under test. A
// child that was just forked hasn't got it in its place yet.
std::optional<trace::Arena> arenaOf(pid_t worker) {
  for (int tries = 0; tries < 20'000; ++tries) {
    if (auto arena = mapArenaOf(worker)) return arena;
    std::this_thread::sleep_for(std::chrono::microseconds(200));
  }
  return std::nullopt;
}

struct Published {
  std::uint64_t events = 0;
  bool exact = true;  // false: an M went on to a second chunk, and the first may have been given back meanwhile
};

Published published(const trace::Arena& arena) {
  Published sum;
  for (std::uint32_t m = 0; m < arena.header().mCount.load(); ++m) {
    const std::uint32_t first = arena.slot(m).firstChunk.load();
    if (first == 0) continue;
    const trace::ChunkHeader& chunk = arena.chunk(first - 1).header;
    sum.exact = sum.exact && chunk.next.load() == 0 && chunk.m == m;
    sum.events += chunk.published.load();
  }
  return sum;
}

std::uint64_t eventsIn(const std::string& file) {
  std::uint64_t events = 0;
  trace::TraceFileVisitor visitor;
  visitor.events = [&](const trace::RawRun& run) { events += run.events.size(); };
  const auto read = trace::readTraceFile(file, visitor);
  EXPECT_TRUE(read.ok());
  EXPECT_TRUE(read.ok() && read.value().complete);
  return events;
}

TEST(Kill, AHundredTimesAtRandomMoments) {
  constexpr int kTimes = 100;
  const std::uint64_t seed = std::random_device{}();
  SCOPED_TRACE(fmt::format("seed {}", seed));
  std::mt19937_64 random(seed);
  const test::ScratchFolder folder;
  int withEvents = 0;
  int counted = 0;
  for (int time = 0; time < kTimes; ++time) {
    const std::string file = folder.file(fmt::format("{}.gmps", time));
    test::Program program({test::builtProgram("gmpscope"), "run", time % 2 == 0 ? "work-stealing" : "fan-out",
                           "--gomaxprocs", "2", "--seconds", "60", "--headless", "--out", file});
    const pid_t worker = program.waitForChild();
    ASSERT_GT(worker, 0);
    const auto arena = arenaOf(worker);
    ASSERT_TRUE(arena.has_value());
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 150'000));
    ASSERT_EQ(::kill(worker, SIGKILL), 0);

    const test::Outcome outcome = program.wait();
    EXPECT_EQ(outcome.code, 1) << outcome.errors;
    EXPECT_NE(outcome.out.find("killed by signal 9"), std::string::npos) << outcome.out;
    EXPECT_NE(outcome.errors.find("killed by signal 9"), std::string::npos) << outcome.errors;

    const Published expected = published(*arena);
    const std::uint64_t events = eventsIn(file);
    if (expected.exact) {
      EXPECT_EQ(events, expected.events);
      ++counted;
    }
    const auto checked = app::checkTrace(file);
    ASSERT_TRUE(checked.ok());
    EXPECT_EQ(checked.value().warning, "");
    EXPECT_EQ(checked.value().violationCount, 0U) << checked.value().violations.front().what;
    EXPECT_EQ(checked.value().events, events);
    if (expected.events > 0) ++withEvents;
  }
  // Neither all before the first event nor all too long to be counted from outside.
  EXPECT_GT(withEvents, kTimes / 4);
  EXPECT_GT(counted, kTimes / 2);
  RecordProperty("with_events", withEvents);
  RecordProperty("counted", counted);
}

}  // namespace
}  // namespace gmpscope
