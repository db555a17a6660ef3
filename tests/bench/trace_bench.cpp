// How fast a trace is put into order and held to its rules: events of real runs, read from memory.

#include <gmp/gmp.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <thread>
#include <vector>

#include "core/base/check.h"
#include "core/runtime/traced_run.h"
#include "core/trace/reader/arena_reader.h"
#include "core/trace/reader/linearizer.h"

namespace {

using gmpscope::trace::Arena;
using gmpscope::trace::ArenaReader;
using gmpscope::trace::Event;
using gmpscope::trace::Linearizer;
using gmpscope::trace::RawRun;

constexpr double kGoal = 5e6;  // events a second
constexpr int kRounds = 5;

// Goroutines that hand values on, yield, lock and are stolen, in about equal parts.
void work() {
  gmp::WaitGroup group;
  gmp::Mutex mutex;
  for (int i = 0; i < 64; ++i) {
    const gmp::Chan<int> chan(0);
    group.go([chan] {
      for (int k = 0; k < 5000; ++k) chan.send(k);
      chan.close();
    });
    group.go([chan, &mutex, &group] {
      for (const int value : chan) {
        if (value % 4 == 0) gmp::gosched();
        if (value % 16 == 0)
          group.go([&mutex] {
            mutex.lock();
            mutex.unlock();
          });
      }
    });
  }
  group.wait();
}

// As a live reader got them, with what it knew to be complete after each look.
struct Look {
  struct Part {
    std::uint32_t m, epoch;
    std::vector<Event> events;
  };
  std::vector<Part> parts;
  std::uint64_t frontier = 0;
};

std::vector<Look> record(int procs) {
  auto arena = Arena::createPrivate(std::size_t{1} << 30);
  GMPSCOPE_CHECK(arena.ok());
  ArenaReader reader(arena.value());
  std::vector<Look> looks;
  const auto look = [&] {
    Look& now = looks.emplace_back();
    now.frontier = reader.poll([&now](const RawRun& run) {
      now.parts.push_back({run.m, run.epoch, {run.events.begin(), run.events.end()}});
    });
  };
  std::atomic<bool> over{false};
  std::thread live([&] {
    while (!over.load(std::memory_order_acquire)) {
      look();
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  });
  gmp::Options options;
  options.gomaxprocs = procs;
  gmp::rt::runTraced(options, &arena.value(), work);
  over.store(true, std::memory_order_release);
  live.join();
  look();
  GMPSCOPE_CHECK(reader.dropped() == 0);
  return looks;
}

// Of this thread: what else runs on the machine doesn't count.
double cpuSeconds() {
  timespec now{};
  GMPSCOPE_CHECK(::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) == 0);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// Seconds, and how many events.
double order(const std::vector<Look>& looks, std::uint64_t& events) {
  const double start = cpuSeconds();
  Linearizer linearizer({0, 1.0}, {});
  for (const Look& look : looks) {
    for (const Look::Part& part : look.parts) linearizer.add({part.m, part.epoch, part.events});
    linearizer.advance(look.frontier);
  }
  linearizer.finish({}, 0, true);
  const double took = cpuSeconds() - start;
  GMPSCOPE_CHECK(linearizer.violationCount() == 0 && linearizer.waiting() == 0);
  events = linearizer.ordered();
  return took;
}

}  // namespace

// Exit code 1 if the goal is missed with some number of Ps.
int main() {
  bool reached = true;
  std::printf("%4s %12s %18s %18s   goal %.1f M events/s\n", "P", "events", "best, M/s", "median, M/s", kGoal / 1e6);
  for (const int procs : {1, 2, 4}) {
    const std::vector<Look> looks = record(procs);
    std::vector<double> seconds;
    std::uint64_t events = 0;
    for (int round = 0; round < kRounds; ++round) seconds.push_back(order(looks, events));
    std::sort(seconds.begin(), seconds.end());
    const double best = static_cast<double>(events) / seconds.front();
    const double median = static_cast<double>(events) / seconds[kRounds / 2];
    reached = reached && best >= kGoal;
    std::printf("%4d %12llu %18.2f %18.2f   %s\n", procs, static_cast<unsigned long long>(events), best / 1e6,
                median / 1e6, best >= kGoal ? "reached" : "missed");
  }
  return reached ? 0 : 1;
}
