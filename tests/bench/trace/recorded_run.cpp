#include "tests/bench/trace/recorded_run.h"

#include <gmp/gmp.hpp>

#include <atomic>
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

void pingPongWork() {
  gmp::WaitGroup group;
  const gmp::Chan<int> there(0);
  const gmp::Chan<int> back(0);
  constexpr int kRounds = 200'000;
  group.go([=] {
    for (int i = 0; i < kRounds; ++i) {
      there.send(i);
      static_cast<void>(back.recv());
    }
  });
  group.go([=] {
    for (int i = 0; i < kRounds; ++i) {
      static_cast<void>(there.recv());
      back.send(i);
    }
  });
  group.wait();
}

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

}  // namespace gmpscope::bench
