#pragma once
// Goroutines that sleep: a 4-ary heap by deadline under its own lock. One for the run in this version; whoever looks
// for work runs what is due. As a wait queue (kTimersObject) it has a sequence of changes.

#include <atomic>
#include <cstdint>
#include <limits>
#include <vector>

#include "core/base/spin_lock.h"

namespace gmp::rt {

// Nanoseconds of CLOCK_MONOTONIC.
using Deadline = std::int64_t;
inline constexpr Deadline kNever = std::numeric_limits<Deadline>::max();

[[nodiscard]] Deadline monotonicNow();

class Timers {
 public:
  struct Entry {
    Deadline when = kNever;
    std::uint32_t g = 0;
  };

  gmpscope::SpinLock lock;  // rank: wait queues
  std::uint32_t sequence GMPSCOPE_GUARDED_BY(lock) = 0;

  void add(Entry entry) GMPSCOPE_REQUIRES(lock);
  // Takes the earliest if it is due.
  [[nodiscard]] bool takeDue(Deadline now, Entry& entry) GMPSCOPE_REQUIRES(lock);

  // The earliest deadline, without the lock; kNever if there is none. Seq_cst: an M that goes to sleep publishes that
  // it does and then reads this; who adds a timer writes this and then looks for that M.
  [[nodiscard]] Deadline earliest() const { return earliest_.load(std::memory_order_seq_cst); }
  [[nodiscard]] bool due() const {
    const Deadline at = earliest_.load(std::memory_order_relaxed);
    return at != kNever && at <= monotonicNow();
  }

 private:
  void siftUp(std::size_t at) GMPSCOPE_REQUIRES(lock);
  void siftDown(std::size_t at) GMPSCOPE_REQUIRES(lock);

  std::vector<Entry> heap_ GMPSCOPE_GUARDED_BY(lock);
  std::atomic<Deadline> earliest_{kNever};
};

}  // namespace gmp::rt
