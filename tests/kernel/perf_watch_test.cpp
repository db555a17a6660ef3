// Threads watched by the kernel's switch records.

#include <poll.h>

#include <map>

#include "core/base/clock.h"
#include "tests/kernel/watched_threads.h"

namespace gmpscope::kernel {
namespace {

TEST_F(ThreadWatchTest, PerfTellsSleepFromPreemption) {
  const std::uint64_t begun = ticksNow();
  const auto watch = ThreadWatch::open(getpid());
  printSource(*watch);
  if (watch->source() != Source::Perf) GTEST_SKIP() << watch->hint();
  EXPECT_EQ(watch->hint(), "");

  Workers workers;
  const auto all = recordsOf(*watch, [&] { workers.run(); });
  const std::uint64_t ended = ticksNow();
  const auto error = static_cast<std::uint64_t>(watch->clockErrorNs() * 10);
  std::printf("%zu records, clock error bound %.0f ns\n", all.size(), watch->clockErrorNs());

  EXPECT_EQ(count(all, SwitchKind::Lost), 0);
  EXPECT_EQ(count(all, SwitchKind::RunDelay), 0);
  for (const SwitchRecord& record : all) {
    EXPECT_EQ(record.pid, static_cast<std::uint32_t>(getpid()));
    EXPECT_GE(record.time + error, begun);
    EXPECT_LE(record.time, ended + error);
  }

  const auto sleeper = of(all, workers.sleeper);
  EXPECT_GE(count(sleeper, SwitchKind::OutWaiting), Workers::kSleeps);
  EXPECT_GE(count(sleeper, SwitchKind::In), Workers::kSleeps);
  for (const auto& tid : workers.spinners) {
    const auto spinner = of(all, tid);
    EXPECT_GE(count(spinner, SwitchKind::OutRunnable), 5) << "two threads share a core";
  }
}

TEST_F(ThreadWatchTest, PerfRecordsOfAThreadAlternateOnTheRightCore) {
  const auto watch = ThreadWatch::open(getpid());
  printSource(*watch);
  if (watch->source() != Source::Perf) GTEST_SKIP() << watch->hint();
  Workers workers;
  const auto all = recordsOf(*watch, [&] { workers.run(); });

  const auto cores = onlineCores();
  const auto self = static_cast<std::uint32_t>(gettid());
  for (const int tid : {workers.sleeper.load(), workers.spinners[0].load(), workers.spinners[1].load()}) {
    const auto own = of(all, tid);
    ASSERT_GE(own.size(), 4U);
    EXPECT_EQ(own.front().kind, SwitchKind::ThreadStart);
    EXPECT_EQ(own.front().a, self);
    EXPECT_EQ(own.back().kind, SwitchKind::ThreadEnd);
    for (std::size_t i = 1; i + 1 < own.size(); ++i) {
      const bool in = own[i].kind == SwitchKind::In;
      ASSERT_EQ(in, i % 2 == 1) << "record " << i << " of thread " << tid;
      ASSERT_TRUE(std::binary_search(cores.begin(), cores.end(), own[i].core));
      if (!in) {
        ASSERT_EQ(own[i].core, own[i - 1].core) << "it left another core than it came to";
      }
    }
    EXPECT_EQ(own.size() % 2, 1U) << "a thread ends while it is on a core";
  }
  // Once pinned, the spinners stay.
  EXPECT_EQ(of(all, workers.spinners[0]).back().core, workers.core);

  // Never two threads on one core at once.
  std::map<std::uint16_t, std::uint32_t> on;
  for (const SwitchRecord& record : all) {
    if (record.kind == SwitchKind::In) {
      EXPECT_TRUE(on.emplace(record.core, record.tid).second) << "core " << record.core;
    } else if (record.kind != SwitchKind::ThreadStart) {
      on.erase(record.core);
    }
  }
}

// Two threads take turns on a core faster than anybody reads of it.
TEST_F(ThreadWatchTest, RecordsThatFoundNoRoomAreAGapFromTheLastOneOn) {
  const auto watch = ThreadWatch::open(getpid());
  printSource(*watch);
  if (watch->source() != Source::Perf) GTEST_SKIP() << watch->hint();
  const std::uint32_t core = allowedCores().back();
  std::array<std::atomic<int>, 2> tids{};
  const auto takeTurns = [&](long turns) {
    std::latch together{2};
    const auto yields = [&](std::size_t which) {
      tids[which] = gettid();
      pinTo(core);
      together.arrive_and_wait();
      while (switchesOfThisThread() < turns) sched_yield();
    };
    std::thread a(yields, 0), b(yields, 1);
    a.join();
    b.join();
  };
  takeTurns(10'000);  // each is two records, of each thread, and the ring of a core holds some 16,000
  const std::uint64_t full = ticksNow();
  std::vector<SwitchRecord> all;
  watch->drain(all);
  takeTurns(50);
  std::this_thread::sleep_for(2ms);
  watch->drain(all);

  std::erase_if(all, [&](const SwitchRecord& record) { return record.core != core; });
  const auto isLoss = [](const SwitchRecord& record) { return record.kind == SwitchKind::Lost; };
  const auto first = std::find_if(all.begin(), all.end(), isLoss);
  ASSERT_NE(first, all.end());
  ASSERT_NE(first, all.begin());
  EXPECT_EQ(first->time, std::prev(first)->time) << "nothing is known from the last record on";
  EXPECT_LT(first->time, full);
  std::uint64_t lost = 0;
  for (const SwitchRecord& record : all) lost += isLoss(record) ? record.a : 0;
  EXPECT_GT(lost, 10'000U);
  // Outside the gap coming and leaving alternate.
  std::uint32_t on = 0;
  for (const SwitchRecord& record : all) {
    if (isLoss(record)) {
      on = 0;
    } else if (record.kind == SwitchKind::In) {
      EXPECT_EQ(on, 0U);
      on = record.tid;
    } else if (record.kind != SwitchKind::ThreadStart) {
      EXPECT_TRUE(on == 0 || on == record.tid);
      on = 0;
    }
  }
}

TEST_F(ThreadWatchTest, PerfTellsOfChildrenAndTheirs) {
  const auto watch = ThreadWatch::open(getpid());
  printSource(*watch);
  if (watch->source() != Source::Perf) GTEST_SKIP() << watch->hint();
  std::array<pid_t, 2> descendants{};
  const auto all = recordsOf(*watch, [&] { descendants = runDescendants(allowedCores().back()); });
  for (const pid_t pid : descendants) {
    const auto own = of(all, pid);
    ASSERT_GE(own.size(), 4U) << pid;
    EXPECT_EQ(own.front().kind, SwitchKind::ThreadStart);
    EXPECT_EQ(own.back().kind, SwitchKind::ThreadEnd);
    EXPECT_GE(count(own, SwitchKind::In), 2) << "two share a core";
    for (const SwitchRecord& record : own) EXPECT_EQ(record.pid, static_cast<std::uint32_t>(pid));
  }
}

TEST_F(ThreadWatchTest, PerfTellsAllOfAProcessThatIsGone) {
  int go[2];
  ASSERT_EQ(pipe(go), 0);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    char byte;
    if (read(go[0], &byte, 1) == 1) usleep(1000);
    _exit(0);
  }
  const auto watch = ThreadWatch::open(child);
  printSource(*watch);
  const bool perf = watch->source() == Source::Perf;
  const bool written = write(go[1], "g", 1) == 1;
  waitpid(child, nullptr, 0);
  close(go[0]);
  close(go[1]);
  if (!perf) GTEST_SKIP() << watch->hint();
  ASSERT_TRUE(written);

  // The very first drain after it was waited for holds everything, with no margin to sit out.
  std::vector<SwitchRecord> all;
  const std::uint64_t edge = watch->drain(all);
  const auto own = of(all, child);
  ASSERT_FALSE(own.empty());
  EXPECT_EQ(own.back().kind, SwitchKind::ThreadEnd);
  EXPECT_LT(all.back().time, edge);
  EXPECT_GE(count(own, SwitchKind::OutWaiting), 1);
}

}  // namespace
}  // namespace gmpscope::kernel
