#pragma once
// The timers of a P: a 4-ary heap by time under its own lock. Only the M that holds the P adds to it; anyone may run
// what is due, stop what stands in it or change its time.
//
// What is changed from outside is only marked in the timer. Stopped timers (zombies) are taken out when they come to
// stand first or last, or when they are more than a quarter; timers with another time are put in their place when the
// old time or the earliest of the new ones comes.

#include <atomic>
#include <cstdint>
#include <vector>

#include "core/base/spin_lock.h"
#include "core/runtime/time/run_clock.h"
#include "core/runtime/time/timer.h"

namespace gmp::rt {

class Timers {
 public:
  Timers() = default;
  Timers(const Timers&) = delete;
  Timers& operator=(const Timers&) = delete;

  gmpscope::SpinLock lock;
  // For the trace: the room of those who sleep here, and the number of its changes.  Relaxed: each takes its own, and a
  // goroutine's two are ordered by the lock of the heap.
  std::uint32_t object = 0;
  std::atomic<std::uint32_t> sequence{0};

  // Puts a timer that shall stand in a heap and doesn't yet. Owner only. Its time if it is earlier than all
  // others, else kNever.
  Deadline add(Timer& timer) GMPSCOPE_REQUIRES(lock);
  // Takes the first that is due out, or puts it to its next time; the firing then holds a reference. `force`: first
  // takes all zombies out.
  [[nodiscard]] bool takeDue(Deadline now, bool force, Firing& firing) GMPSCOPE_REQUIRES(lock);
  // Takes over all timers of a P that is no more. While the world is stopped.
  void takeAll(Timers& from) GMPSCOPE_REQUIRES(lock, from.lock);
  // The run is over: nothing fires any more. Timers that live on may be started again in another run.
  void abandon();

  // A timer that stands here was stopped, started again, or set to another time.
  void stopped(Timer& timer) GMPSCOPE_REQUIRES(timer.lock);
  // True: it is earlier than all others.
  bool changed(Timer& timer) GMPSCOPE_REQUIRES(timer.lock);

  // The earliest time at which there may be something to do, without the lock; kNever if nothing is to fire. Seq_cst:
  // an M that goes to sleep publishes that it does and then reads this; who starts a timer writes here and then looks
  // for that M.
  [[nodiscard]] Deadline earliest() const;
  [[nodiscard]] bool due(const RunClock& clock) const {
    const Deadline at = earliest();
    return at != kNever && at <= clock.now();
  }
  // Enough to be cleaned.
  [[nodiscard]] bool manyZombies() const { return zombiesOf(counts()) > sizeOf(counts()) / 4; }
  [[nodiscard]] bool empty() const { return sizeOf(counts()) == 0; }
  [[nodiscard]] std::uint32_t size() const { return sizeOf(counts()); }

 private:
  // Comparisons don't touch the timer.
  struct Entry {
    Deadline when = kNever;
    Timer* timer = nullptr;
  };
  static constexpr std::uint64_t kOne = 1, kOneZombie = std::uint64_t{1} << 32;

  [[nodiscard]] std::uint64_t counts() const { return counts_.load(std::memory_order_seq_cst); }
  static std::uint32_t sizeOf(std::uint64_t counts) { return static_cast<std::uint32_t>(counts); }
  static std::uint32_t zombiesOf(std::uint64_t counts) { return static_cast<std::uint32_t>(counts >> 32); }

  void cleanEnds() GMPSCOPE_REQUIRES(lock);
  void adjust(Deadline now, bool force) GMPSCOPE_REQUIRES(lock);
  bool update(Entry& entry) GMPSCOPE_REQUIRES(lock);
  void refresh(std::size_t at) GMPSCOPE_REQUIRES(lock);
  void put(Entry entry) GMPSCOPE_REQUIRES(lock);
  void takeOut(std::size_t at) GMPSCOPE_REQUIRES(lock);
  void lowerChanged(Deadline when);
  void publishFirst() GMPSCOPE_REQUIRES(lock);
  void siftUp(std::size_t at) GMPSCOPE_REQUIRES(lock);
  void siftDown(std::size_t at) GMPSCOPE_REQUIRES(lock);

  std::vector<Entry> heap_ GMPSCOPE_GUARDED_BY(lock);
  // Entries, and in the upper half zombies among them. One word: who reads both reads them of one instant.
  std::atomic<std::uint64_t> counts_{0};
  std::atomic<Deadline> firstWhen_{kNever};    // of the first entry; written under the lock
  std::atomic<Deadline> changedWhen_{kNever};  // no later than the earliest of the marked ones' new times
};

}  // namespace gmp::rt
