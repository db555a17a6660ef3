#include "tests/bench/trace/recorded_run.h"

#include <gmp/gmp.hpp>

#include <atomic>
#include <functional>
#include <thread>

#include "core/base/check.h"
#include "core/runtime/traced_run.h"
#include "core/trace/reader/arena_reader.h"

namespace gmpscope::bench {

std::uint64_t eventsOf(const Looks& looks) {
  std::uint64_t sum = 0;
  for (const Look& look : looks)
    for (const Look::Part& part : look.parts) sum += part.events.size();
  return sum;
}

void mixedWork() {
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

namespace {

void pingPong(int rounds) {
  gmp::WaitGroup group;
  const gmp::Chan<int> there(0);
  const gmp::Chan<int> back(0);
  group.go([=] {
    for (int i = 0; i < rounds; ++i) {
      there.send(i);
      static_cast<void>(back.recv());
    }
  });
  group.go([=] {
    for (int i = 0; i < rounds; ++i) {
      static_cast<void>(there.recv());
      back.send(i);
    }
  });
  group.wait();
}

}  // namespace

void pingPongWork() { pingPong(200'000); }

namespace {

// Runs `work` while `look` is called every millisecond, and once more afterwards.
void runWatched(int procs, trace::Arena& arena, const std::function<void()>& work, const std::function<void()>& look) {
  std::atomic<bool> over{false};
  std::thread live([&] {
    while (!over.load(std::memory_order_acquire)) {
      look();
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  });
  gmp::Options options;
  options.gomaxprocs = procs;
  gmp::rt::runTraced(options, &arena, work);
  over.store(true, std::memory_order_release);
  live.join();
  look();
}

}  // namespace

Looks record(int procs, void (*work)()) {
  auto arena = trace::Arena::createPrivate(std::size_t{1} << 30);
  GMPSCOPE_CHECK(arena.ok());
  trace::ArenaReader reader(arena.value());
  Looks looks;
  const auto look = [&] {
    Look& now = looks.emplace_back();
    now.frontier = reader.poll([&now](const trace::RawRun& run) {
      now.parts.push_back({run.m, run.epoch, {run.events.begin(), run.events.end()}});
    });
    now.at = std::chrono::steady_clock::now();
  };
  runWatched(procs, arena.value(), work, look);
  GMPSCOPE_CHECK(reader.dropped() == 0);
  return looks;
}

std::uint64_t recordInto(trace::TraceFileWriter& writer, int procs, double events) {
  constexpr double kEventsARound = 6;  // at least
  auto arena = trace::Arena::createPrivate(std::size_t{1} << 30);
  GMPSCOPE_CHECK(arena.ok());
  trace::ArenaReader reader(arena.value());
  std::uint64_t count = 0;
  const auto look = [&] {
    const std::uint64_t frontier = reader.poll([&](const trace::RawRun& run) {
      count += run.events.size();
      GMPSCOPE_CHECK(writer.events(run));
    });
    GMPSCOPE_CHECK(writer.frontier(frontier));
  };
  runWatched(
      procs, arena.value(), [&] { pingPong(static_cast<int>(events / kEventsARound)); }, look);
  GMPSCOPE_CHECK(reader.dropped() == 0);
  return count;
}

}  // namespace gmpscope::bench
