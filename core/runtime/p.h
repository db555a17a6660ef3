#pragma once
// P: the right to run goroutines, with a local run queue and caches. Owned by the M that holds it; others may only
// steal from its queue and read its atomics.

#include <atomic>
#include <cstdint>

#include "core/runtime/run_queue.h"

namespace gmp::rt {

struct StackRecord;

struct alignas(128) P {
  std::uint32_t id = 0;
  std::uint32_t schedTick = 0;  // grows with each start that begins a new slice
  // An M holds it and runs a goroutine with it (not: looks for one). Relaxed: thieves use it as a hint only.
  std::atomic<bool> running{false};
  // On the idle list. Written under the scheduler's lock, read by thieves as a hint.
  std::atomic<bool> idle{false};

  // Goroutine numbers are taken from the run's counter in batches.
  std::uint64_t nextGoid = 0;
  std::uint64_t goidEnd = 0;
  // Created less ended here; the sum over all Ps is how many there are. Owner writes, anyone reads.
  std::atomic<std::int64_t> alive{0};

  // The trace's epoch in which the queue was last described; owner only.
  std::uint32_t traceEpoch = 0;

  RunQueue queue;

  static constexpr std::uint32_t kCache = 64;
  std::uint32_t freeGs[kCache];
  std::uint32_t freeGCount = 0;
  StackRecord* freeStacks[kCache];
  std::uint32_t freeStackCount = 0;
};

}  // namespace gmp::rt
