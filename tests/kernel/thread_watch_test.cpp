#include "core/kernel/thread_watch.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <latch>
#include <map>
#include <thread>

#include "core/base/clock.h"
#include "core/kernel/cpu_topology.h"

namespace gmpscope::kernel {
namespace {

using namespace std::chrono_literals;

// These tests choose the source themselves.
class ThreadWatchTest : public testing::Test {
 protected:
  void SetUp() override { unsetenv("GMPSCOPE_KERNEL_SOURCE"); }
};

void printSource(const ThreadWatch& watch) {
  std::printf("kernel source: %s%s%s\n", std::string(sourceWord(watch.source())).c_str(),
              watch.hint().empty() ? "" : ", because ", watch.hint().c_str());
}

void pinTo(std::uint32_t core) {
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(core, &one);
  ASSERT_EQ(sched_setaffinity(0, sizeof one, &one), 0);
}

// Until the thread has had so much of a core, however busy the machine is.
void spinFor(std::chrono::nanoseconds length) {
  const auto had = [] {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
  };
  const auto until = had() + length;
  while (had() < until) {
  }
}

// How often it has left its core.
long switchesOfThisThread() {
  rusage usage{};
  getrusage(RUSAGE_THREAD, &usage);
  return usage.ru_nvcsw + usage.ru_nivcsw;
}

// One thread that sleeps, and two that fight for one core.
struct Workers {
  static constexpr int kSleeps = 20;
  static constexpr auto kSpins = 70ms;
  std::latch together{2};
  std::atomic<int> sleeper{0};
  std::array<std::atomic<int>, 2> spinners{};
  std::uint32_t core = allowedCores().back();

  void run() {
    std::thread a([&] {
      sleeper = gettid();
      for (int i = 0; i < kSleeps; ++i) std::this_thread::sleep_for(2ms);
    });
    std::thread b([&] { spin(0); });
    std::thread c([&] { spin(1); });
    a.join();
    b.join();
    c.join();
  }
  void spin(std::size_t which) {
    spinners[which] = gettid();
    pinTo(core);
    together.arrive_and_wait();
    spinFor(kSpins);
  }
};

// Drains all the time while `body` runs in the calling thread, and a little longer; checks what drain promises.
template <class Body>
std::vector<SwitchRecord> recordsOf(ThreadWatch& watch, Body&& body) {
  std::vector<SwitchRecord> all;
  std::atomic<bool> done{false};
  std::thread drainer([&] {
    std::uint64_t edge = 0;
    bool last = false;
    while (true) {
      std::vector<SwitchRecord> some;
      const std::uint64_t newEdge = watch.drain(some);
      EXPECT_GE(newEdge, edge);
      for (std::size_t i = 0; i < some.size(); ++i) {
        EXPECT_GE(some[i].time, i == 0 ? edge : some[i - 1].time);
        EXPECT_LT(some[i].time, newEdge);
      }
      edge = newEdge;
      all.insert(all.end(), some.begin(), some.end());
      if (last) return;
      last = done;
      std::this_thread::sleep_for(last ? 30ms : 3ms);
    }
  });
  body();
  done = true;
  drainer.join();
  return all;
}

std::vector<SwitchRecord> of(const std::vector<SwitchRecord>& all, int tid) {
  std::vector<SwitchRecord> some;
  std::copy_if(all.begin(), all.end(), std::back_inserter(some),
               [tid](const SwitchRecord& r) { return r.tid == static_cast<std::uint32_t>(tid); });
  return some;
}

std::ptrdiff_t count(const std::vector<SwitchRecord>& records, SwitchKind kind) {
  return std::count_if(records.begin(), records.end(), [kind](const SwitchRecord& r) { return r.kind == kind; });
}

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

// A child process of this one and a child of that, both on `core` for 70 ms of its time: their numbers. (Processes,
// because a sanitizer allows no new threads in the child of a process that has some.)
std::array<pid_t, 2> runDescendants(std::uint32_t core) {
  int tell[2];
  EXPECT_EQ(pipe(tell), 0);
  const pid_t child = fork();
  if (child == 0) {
    pinTo(core);
    const pid_t grandchild = fork();
    if (grandchild == 0) {
      spinFor(Workers::kSpins);
      _exit(0);
    }
    spinFor(Workers::kSpins);
    int status = 0;
    waitpid(grandchild, &status, 0);
    _exit(write(tell[1], &grandchild, sizeof grandchild) == sizeof grandchild ? status : 1);
  }
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  pid_t grandchild = 0;
  EXPECT_EQ(read(tell[0], &grandchild, sizeof grandchild), static_cast<ssize_t>(sizeof grandchild));
  close(tell[0]);
  close(tell[1]);
  return {child, grandchild};
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

// A process that we may not look into: that of root, seen by nobody. perf_event_paranoid = 3 is refused in the same
// way.
TEST_F(ThreadWatchTest, RefusalFallsBackAndSaysWhatWouldHelp) {
  std::fflush(nullptr);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) _exit(10);
    const auto watch = ThreadWatch::open(1);
    printSource(*watch);
    std::fflush(nullptr);
    if (watch->source() == Source::Perf) _exit(11);
    if (watch->hint().find("the kernel refuses switch records") == std::string::npos) _exit(12);
    if (watch->hint().find("setcap cap_perfmon+ep /") == std::string::npos) _exit(13);
    _exit(0);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST_F(ThreadWatchTest, SamplingTellsHowLongAThreadWaitedForItsCore) {
  const auto watch = ThreadWatch::open(getpid(), Source::Sampled);
  printSource(*watch);
  if (watch->source() == Source::None) GTEST_SKIP() << watch->hint();
  ASSERT_EQ(watch->source(), Source::Sampled);
  EXPECT_NE(watch->hint(), "");

  Workers workers;
  const auto all = recordsOf(*watch, [&] { workers.run(); });
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

TEST_F(ThreadWatchTest, NoSuchProcess) {
  const auto watch = ThreadWatch::open(0x3fffffff);
  EXPECT_EQ(watch->source(), Source::None);
  EXPECT_NE(watch->hint().find("doesn't exist"), std::string::npos) << watch->hint();
  std::vector<SwitchRecord> all;
  const std::uint64_t before = ticksNow();
  EXPECT_GE(watch->drain(all), before);
  EXPECT_TRUE(all.empty());
}

TEST_F(ThreadWatchTest, TheEnvironmentOverrides) {
  setenv("GMPSCOPE_KERNEL_SOURCE", "none", 1);
  EXPECT_EQ(ThreadWatch::open(getpid())->source(), Source::None);
  setenv("GMPSCOPE_KERNEL_SOURCE", "sampled", 1);
  const auto sampled = ThreadWatch::open(getpid(), Source::None)->source();
  setenv("GMPSCOPE_KERNEL_SOURCE", "nonsense", 1);
  testing::internal::CaptureStderr();
  EXPECT_EQ(ThreadWatch::open(getpid(), Source::None)->source(), Source::None);
  EXPECT_NE(testing::internal::GetCapturedStderr().find("expected perf, sampled or none"), std::string::npos);
  if (sampled == Source::None) GTEST_SKIP() << "no /proc/PID/task/TID/schedstat here";
  EXPECT_EQ(sampled, Source::Sampled);
}

}  // namespace
}  // namespace gmpscope::kernel
