// Whether the reader keeps up with the writers while they write: what a P or two emit flat out, and what of it is lost.
//
//   bench_reader [SECONDS]   for so long each run emits, 10 by default

#include <fcntl.h>
#include <unistd.h>

#include <gmp/gmp.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "core/base/check.h"
#include "core/runtime/traced_run.h"
#include "core/trace/reader/arena_reader.h"
#include "core/trace/reader/linearizer.h"
#include "core/trace/reader/trace_file.h"
#include "core/trace/writer/event_writer.h"

namespace {

using namespace gmpscope;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr double kGoalOne = 10e6;                      // events a second of one P, without a drop
constexpr double kGoalTwo = 3e6;                       // events a second that are read beside two Ps
constexpr std::size_t kArena = std::size_t{64} << 20;  // as a session's

// Of this thread: what else runs on the machine doesn't count.
double cpuSeconds() {
  timespec now{};
  GMPSCOPE_CHECK(::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) == 0);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

trace::Arena arenaOf(std::size_t bytes) {
  auto arena = trace::Arena::createPrivate(bytes);
  GMPSCOPE_CHECK(arena.ok());
  return std::move(arena).value();
}

// As much as a P can, or about so many events a second: goroutines that do nothing but yield, which is two events.
void yieldFor(double seconds, int goroutines, double rate) {
  const auto until = Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  constexpr int kYields = 100;
  const auto pace = std::chrono::duration_cast<Clock::duration>(
      std::chrono::duration<double>(rate > 0 ? 2 * kYields * goroutines / rate : 0));
  gmp::WaitGroup group;
  for (int i = 0; i < goroutines; ++i)
    group.go([until, pace] {
      for (auto next = Clock::now(); next < until;) {
        for (int k = 0; k < kYields; ++k) gmp::gosched();
        next = std::max(next + pace, pace > Clock::duration::zero() ? next : Clock::now());
        while (Clock::now() < next) {
        }
      }
    });
  group.wait();
}

// What happens to the events that are read.
enum class Way { Read, Order, Write };
const char* nameOf(Way way) {
  return way == Way::Read ? "read" : way == Way::Order ? "read, ordered" : "read, written";
}

struct Followed {
  double seconds = 0;
  std::uint64_t read = 0, dropped = 0;
  double nanosPerEvent = 0;  // CPU time of the reader
  std::uint64_t violations = 0, waiting = 0;
  [[nodiscard]] double rate(std::uint64_t events) const { return static_cast<double>(events) / seconds; }
};

// A run, flat out or at a rate, beside a reader that follows it.
Followed follow(int procs, double seconds, Way way, double rate = 0) {
  trace::Arena arena = arenaOf(kArena);
  trace::ArenaReader reader(arena);
  trace::Linearizer order({ticksNow(), 1.0}, {});
  auto file = trace::TraceFileWriter::create("/dev/null");
  GMPSCOPE_CHECK(file.ok());
  Followed followed;
  const auto look = [&] {
    const std::uint64_t frontier = reader.poll([&](const trace::RawRun& run) {
      followed.read += run.events.size();
      if (way == Way::Order) order.add(run);
      if (way == Way::Write) GMPSCOPE_CHECK(file.value().events(run));
    });
    if (way == Way::Order) order.advance(frontier);
  };
  std::atomic<bool> over{false};
  double cpu = 0;
  std::thread live([&] {
    while (!over.load(std::memory_order_acquire)) {
      const std::uint64_t before = followed.read;
      look();
      if (followed.read - before < 4 * trace::kChunkEvents) std::this_thread::sleep_for(1ms);
    }
    look();
    cpu = cpuSeconds();
  });
  const auto begun = Clock::now();
  gmp::Options options;
  options.gomaxprocs = procs;
  gmp::rt::runTraced(options, &arena, [=] { yieldFor(seconds, 2 * procs, rate); });
  followed.seconds = std::chrono::duration<double>(Clock::now() - begun).count();
  over.store(true, std::memory_order_release);
  live.join();
  followed.dropped = reader.dropped();
  followed.nanosPerEvent = cpu * 1e9 / static_cast<double>(followed.read);
  if (way == Way::Order) {
    order.finish({}, followed.dropped, true);
    followed.violations = order.violationCount();
    followed.waiting = order.waiting();
  }
  return followed;
}

bool say(bool reached) {
  std::printf("   %s\n", reached ? "reached" : "missed");
  return reached;
}

bool onePWithoutADrop(double seconds) {
  std::printf("one P for %.0f s; goal: no drop at %.0f M events/s\n", seconds, kGoalOne / 1e6);
  bool reached = true;
  const auto row = [&](Way way, double rate) {
    const Followed one = follow(1, seconds, way, rate);
    std::printf("  %-14s %-9s %7.2f M/s emitted, %llu dropped, %5.1f ns of the reader's CPU time an event", nameOf(way),
                rate > 0 ? "paced" : "flat out", one.rate(one.read + one.dropped) / 1e6,
                static_cast<unsigned long long>(one.dropped), one.nanosPerEvent);
    if (way == Way::Order) std::printf(", %llu violations", static_cast<unsigned long long>(one.violations));
    if (rate > 0)
      reached = say(one.dropped == 0 && one.violations == 0 && one.rate(one.read) >= 0.9 * rate) && reached;
    else
      std::printf("\n");
    reached = reached && one.violations == 0;
  };
  for (const Way way : {Way::Read, Way::Write, Way::Order}) {
    row(way, kGoalOne);
    row(way, 0);
  }
  return reached;
}

bool twoPs(double seconds) {
  std::printf("two Ps flat out for %.0f s; goal: %.0f M events/s read and ordered, no violation around the gaps\n",
              seconds, kGoalTwo / 1e6);
  const Followed two = follow(2, seconds, Way::Order);
  std::printf("  %-14s %7.2f M/s emitted, %7.2f M/s read, %llu dropped, %llu violations, %llu left over",
              nameOf(Way::Order), two.rate(two.read + two.dropped) / 1e6, two.rate(two.read) / 1e6,
              static_cast<unsigned long long>(two.dropped), static_cast<unsigned long long>(two.violations),
              static_cast<unsigned long long>(two.waiting));
  return say(two.rate(two.read) >= kGoalTwo && two.violations == 0 && two.waiting == 0);
}

// Writers that know how many events they have written, and an arena that is far too small.
bool dropsAreCounted() {
  constexpr std::uint64_t kEach = 20'000'000;
  constexpr std::uint32_t kWriters = 2;
  constexpr unsigned long long kAll = kEach * kWriters;
  trace::Arena arena = arenaOf(std::size_t{2} << 20);
  trace::ArenaReader reader(arena);
  std::atomic<std::uint32_t> left{kWriters};
  std::vector<std::thread> writers;
  for (std::uint32_t m = 0; m < kWriters; ++m)
    writers.emplace_back([&arena, &left, m] {
      trace::EventWriter writer;
      writer.attach(&arena, m);
      for (std::uint64_t i = 0; i < kEach; ++i) {
        writer.begin();
        writer.put(trace::EventKind::GYield, m, 1);
        writer.end();
      }
      writer.detach();
      left.fetch_sub(1, std::memory_order_release);
    });
  std::uint64_t read = 0;
  const auto look = [&] { reader.poll([&](const trace::RawRun& run) { read += run.events.size(); }); };
  while (left.load(std::memory_order_acquire) > 0) {
    look();
    std::this_thread::sleep_for(1ms);
  }
  for (std::thread& writer : writers) writer.join();
  look();
  const std::uint64_t byM = reader.dropped(0) + reader.dropped(1);
  std::printf("two bare writers, an arena that is too small: %llu emitted = %llu read + %llu dropped", kAll,
              static_cast<unsigned long long>(read), static_cast<unsigned long long>(reader.dropped()));
  return say(read + reader.dropped() == kAll && byM == reader.dropped() && reader.dropped() > 0);
}

}  // namespace

// Exit code 1 if a goal is missed.
int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 10;
  if (seconds <= 0) {
    std::fprintf(stderr, "bench_reader: expected a number of seconds\n");
    return 2;
  }
  const bool counted = dropsAreCounted();
  const bool one = onePWithoutADrop(seconds);
  const bool two = twoPs(seconds);
  return counted && one && two ? 0 : 1;
}
