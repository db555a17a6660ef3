// Threads watched without switch records, by samples.

#include <poll.h>

#include <algorithm>
#include <fstream>

#include "core/base/clock.h"
#include "tests/kernel/watched_threads.h"

namespace gmpscope::kernel {
namespace {

// They fight for a core until they have been seen to.
TEST_F(ThreadWatchTest, SamplingFindsChildrenAndTheirs) {
  const auto watch = ThreadWatch::open(getpid(), Source::Sampled);
  if (watch->source() == Source::None) GTEST_SKIP() << watch->hint();
  if (!std::ifstream("/proc/thread-self/children")) GTEST_SKIP() << "this kernel keeps no list of children";
  int life[2], tell[2];
  ASSERT_EQ(pipe(life), 0);
  ASSERT_EQ(pipe(tell), 0);
  const auto spinUntilClosed = [&] {
    pollfd end{.fd = life[0], .events = POLLIN, .revents = 0};
    while (poll(&end, 1, 0) == 0) {
    }
  };
  const pid_t child = fork();
  if (child == 0) {
    close(life[1]);
    pinTo(allowedCores().back());
    const pid_t grandchild = fork();
    if (grandchild != 0 && write(tell[1], &grandchild, sizeof grandchild) != sizeof grandchild) _exit(1);
    spinUntilClosed();
    if (grandchild != 0) waitpid(grandchild, nullptr, 0);
    _exit(0);
  }
  pid_t grandchild = 0;
  ASSERT_EQ(read(tell[0], &grandchild, sizeof grandchild), static_cast<ssize_t>(sizeof grandchild));
  std::vector<SwitchRecord> all;
  const auto waitFor = [&](SwitchKind kind) {
    for (int i = 0; i < 20'000; ++i) {
      watch->drain(all);
      if (count(of(all, child), kind) > 0 && count(of(all, grandchild), kind) > 0) return true;
      std::this_thread::sleep_for(1ms);
    }
    return false;
  };
  EXPECT_TRUE(waitFor(SwitchKind::RunDelay)) << "each waited for the other";
  close(life[1]);
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(waitFor(SwitchKind::ThreadEnd));
  for (const pid_t pid : {child, grandchild}) {
    const auto own = of(all, pid);
    EXPECT_EQ(count(own, SwitchKind::ThreadStart), 1);
    for (const SwitchRecord& record : own) EXPECT_EQ(record.pid, static_cast<std::uint32_t>(pid));
  }
  for (const int fd : {life[0], tell[0], tell[1]}) close(fd);
}

TEST_F(ThreadWatchTest, SamplingTellsHowLongAThreadWaitedForItsCore) {
  const auto watch = ThreadWatch::open(getpid(), Source::Sampled);
  printSource(*watch);
  if (watch->source() == Source::None) GTEST_SKIP() << watch->hint();
  ASSERT_EQ(watch->source(), Source::Sampled);
  EXPECT_NE(watch->hint(), "");

  Workers workers;
  auto all = recordsOf(*watch, [&] { workers.run(); });
  // A round of samples that took long is followed by a longer pause.
  const auto over = [&](const auto& tid) { return count(of(all, tid), SwitchKind::ThreadEnd) > 0; };
  for (int i = 0; i < 20'000 && !std::ranges::all_of(workers.spinners, over); ++i) {
    std::this_thread::sleep_for(1ms);
    watch->drain(all);
  }
  EXPECT_EQ(count(all, SwitchKind::In), 0);
  EXPECT_EQ(count(all, SwitchKind::Lost), 0);
  std::int64_t waited = 0;
  for (const auto& tid : workers.spinners) {
    const auto own = of(all, tid);
    EXPECT_EQ(count(own, SwitchKind::ThreadStart), 1);
    EXPECT_EQ(count(own, SwitchKind::ThreadEnd), 1);
    EXPECT_GE(count(own, SwitchKind::RunDelay), 3);
    std::uint64_t pushed = 0;
    for (const SwitchRecord& record : own) {
      if (record.kind != SwitchKind::RunDelay) continue;
      waited += record.a;
      pushed += record.b;
      EXPECT_EQ(record.core, kNoCore);
    }
    EXPECT_GE(pushed, 3U);
  }
  // While one of them is on the core the other waits for it: until the first has had all its time, at the least.
  EXPECT_GE(waited, std::chrono::nanoseconds(Workers::kSpins).count() * 9 / 10);
}

TEST_F(ThreadWatchTest, SamplingNoticesTheEndOfTheProcess) {
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    usleep(20'000);
    _exit(0);
  }
  const auto watch = ThreadWatch::open(child, Source::Sampled);
  waitpid(child, nullptr, 0);
  if (watch->source() == Source::None) GTEST_SKIP() << watch->hint();
  std::vector<SwitchRecord> all;
  const auto ends = [&] { return count(of(all, child), SwitchKind::ThreadEnd); };
  for (int i = 0; i < 2000 && ends() == 0; ++i) {
    std::this_thread::sleep_for(1ms);
    watch->drain(all);
  }
  EXPECT_EQ(ends(), 1);
  const std::uint64_t before = ticksNow();
  EXPECT_GE(watch->drain(all), before) << "nothing more is to come";
}

}  // namespace
}  // namespace gmpscope::kernel
