#pragma once
// P: the right to run goroutines, with a local run queue and caches. Owned by the M that holds it; others may only
// steal from its queue and read its atomics.

#include <atomic>
#include <cstdint>

#include "core/runtime/run_queue.h"
#include "core/runtime/time/timers.h"

namespace gmp::rt {

struct M;
struct StackRecord;

struct alignas(128) P {
  // Grows with each start that begins a new slice; the event of that start carries the value before. Owner writes,
  // relaxed; sysmon compares.
  [[nodiscard]] std::uint32_t tick() const { return schedTick_.load(std::memory_order_relaxed); }
  void advanceTick() { schedTick_.store((tick() + 1) & 0x3fff'ffffU, std::memory_order_relaxed); }

  std::uint32_t id = 0;
  // The M that holds it. Release by who hands it over, acquire by sysmon; what an M is stays until the run's end.
  std::atomic<M*> m{nullptr};
  // Whoever runs with it shall leave. Release by who asks, acquire by the signal's handler; the owner may also see it
  // at the end of a call, and takes it back when a goroutine starts.
  std::atomic<bool> preempt{false};
  // An M holds it and runs a goroutine with it (not: looks for one). Relaxed: thieves use it as a hint only.
  std::atomic<bool> running{false};
  // Odd while the goroutine of the M that holds it is in a system call. That M makes it odd; who makes it even again,
  // by compare-and-swap, has the P: the M when it comes back, or another that takes the P over. Acquire and release:
  // the new owner sees the P's queue and caches as the former one left them.
  std::atomic<std::uint32_t> syscallTick{0};
  // On the idle list. Written under the scheduler's lock, read by thieves as a hint.
  std::atomic<bool> idle{false};

  // The world is being stopped, or stands, and nobody runs with it. Written by who holds it or the stopper, under the
  // scheduler's lock or while the world stands; relaxed, the stopper reads it as a hint.
  std::atomic<bool> stopped{false};
  // While it is stopped: the M that sleeps until it goes on. Under the scheduler's lock.
  M* sleeper = nullptr;

  // The run is held (hold.h), and the M that holds it stands; or its tick has been made even so that the M in a system
  // call stands at the end of that. Under the scheduler's lock.
  bool held = false;
  bool callHeld = false;

  // Goroutine numbers are taken from the run's counter in batches.
  std::uint64_t nextGoid = 0;
  std::uint64_t goidEnd = 0;
  // Created less ended here; the sum over all Ps is how many there are. Owner writes, anyone reads.
  std::atomic<std::int64_t> alive{0};

  // The trace's epoch in which the queue was last described; owner only.
  std::uint32_t traceEpoch = 0;

  RunQueue queue;
  Timers timers;

  static constexpr std::uint32_t kCache = 64;
  std::uint32_t freeGs[kCache];
  std::uint32_t freeGCount = 0;
  StackRecord* freeStacks[kCache];
  std::uint32_t freeStackCount = 0;

 private:
  std::atomic<std::uint32_t> schedTick_{0};
};

}  // namespace gmp::rt
