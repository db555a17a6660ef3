#include "tests/bench/peers/traced.h"

#include <atomic>
#include <chrono>
#include <thread>

#include "core/base/check.h"
#include "core/runtime/traced_run.h"
#include "core/trace/reader/arena_reader.h"

namespace gmpscope::bench {

std::uint64_t runOnce(bool traced, int gomaxprocs, const std::function<void()>& mainFn) {
  gmp::Options options;
  options.gomaxprocs = gomaxprocs;
  if (!traced) {
    GMPSCOPE_CHECK(gmp::rt::runTraced(options, nullptr, mainFn) == 0);
    return 0;
  }
  auto arena = trace::Arena::createPrivate(std::size_t{512} << 20);
  GMPSCOPE_CHECK(arena.ok());
  // Chunks go back as they fill; the events are looked at by nobody.
  std::atomic<bool> over{false};
  std::thread recycler([&] {
    trace::ArenaReader reader(arena.value());
    while (!over.load(std::memory_order_relaxed)) {
      std::size_t taken = 0;
      reader.poll([&](const trace::RawRun& run) { taken += run.events.size(); });
      if (taken < trace::kChunkEvents) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  });
  GMPSCOPE_CHECK(gmp::rt::runTraced(options, &arena.value(), mainFn) == 0);
  over.store(true, std::memory_order_relaxed);
  recycler.join();
  return arena.value().header().dropped.load(std::memory_order_relaxed);
}

}  // namespace gmpscope::bench
