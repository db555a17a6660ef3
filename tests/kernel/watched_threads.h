#pragma once
// Threads and processes to be watched, and what came of it.

#include <gtest/gtest.h>
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
#include <iterator>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include "core/kernel/cpu_topology.h"
#include "core/kernel/thread_watch.h"

namespace gmpscope::kernel {

using namespace std::chrono_literals;

// These tests choose the source themselves.
class ThreadWatchTest : public testing::Test {
 protected:
  void SetUp() override { unsetenv("GMPSCOPE_KERNEL_SOURCE"); }
};

inline void printSource(const ThreadWatch& watch) {
  std::printf("kernel source: %s%s%s\n", std::string(sourceWord(watch.source())).c_str(),
              watch.hint().empty() ? "" : ", because ", watch.hint().c_str());
}

inline void pinTo(std::uint32_t core) {
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(core, &one);
  ASSERT_EQ(sched_setaffinity(0, sizeof one, &one), 0);
}

// Until the thread has had so much of a core, however busy the machine is.
inline void spinFor(std::chrono::nanoseconds length) {
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
inline long switchesOfThisThread() {
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

inline std::vector<SwitchRecord> of(const std::vector<SwitchRecord>& all, int tid) {
  std::vector<SwitchRecord> some;
  std::copy_if(all.begin(), all.end(), std::back_inserter(some),
               [tid](const SwitchRecord& r) { return r.tid == static_cast<std::uint32_t>(tid); });
  return some;
}

inline std::ptrdiff_t count(const std::vector<SwitchRecord>& records, SwitchKind kind) {
  return std::count_if(records.begin(), records.end(), [kind](const SwitchRecord& r) { return r.kind == kind; });
}

// A child process of this one and a child of that, both on `core` for 70 ms of its time: their numbers. (Processes,
// because a sanitizer allows no new threads in the child of a process that has some.)
inline std::array<pid_t, 2> runDescendants(std::uint32_t core) {
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

}  // namespace gmpscope::kernel
