#pragma once
// What the network poller keeps of a descriptor: for each direction a word that says whether somebody waits, and what
// a waiter must know: closed, or past its deadline.
//
// The word is {sequence, state}; the state is one of
//   nil     nobody waits and nothing is known
//   ready   the kernel said so while nobody waited: the next who waits goes on at once
//   waits   a goroutine is about to park
//   G       its slot; it is parked
// Only the changes to G and from G advance the sequence: they are what the trace orders.
//
// A record is never given back to the system during a run; a descriptor's end makes it free for the next one. `tag`
// tells events of former users apart.

#include <atomic>
#include <cstdint>

#include "core/base/spin_lock.h"
#include "core/runtime/time/timer.h"

namespace gmp::rt {

enum class Direction : std::uint8_t { Read, Write };
inline constexpr Direction kDirections[] = {Direction::Read, Direction::Write};

struct PollDesc;

class PollWord {
 public:
  struct Waiter {
    std::uint32_t slot = 0;      // 0: nobody
    std::uint32_t sequence = 0;  // before it was taken out
  };
  enum class Announced : std::uint8_t {
    Yes,
    Ready,  // it was ready, and no longer is
    Taken,  // another waits
  };

  // A new user of the record: nobody else knows it yet.
  void reset() { word_.store(0, std::memory_order_relaxed); }
  // Forgets that it was ready. By who is about to try.
  void forget() { replace(kReady, kNil); }

  // nil becomes waits. Seq_cst: who waits announces itself and then looks whether it was closed; who closes says so
  // and then looks for waiters.
  Announced announce() {
    std::uint64_t old = word_.load(std::memory_order_relaxed);
    for (;;) {
      if (state(old) > kReady) return Announced::Taken;
      const bool ready = state(old) == kReady;
      if (word_.compare_exchange_weak(old, with(old, ready ? kNil : kWaits), std::memory_order_seq_cst,
                                      std::memory_order_relaxed))
        return ready ? Announced::Ready : Announced::Yes;
    }
  }
  // waits becomes G; false if somebody was faster: it doesn't park. Release: who takes it out sees what was written of
  // it. `sequence`: before the change.
  bool park(std::uint32_t slot, std::uint32_t& sequence) {
    std::uint64_t old = word_.load(std::memory_order_relaxed);
    while (state(old) == kWaits) {
      if (word_.compare_exchange_weak(old, next(old, kParked | slot), std::memory_order_release,
                                      std::memory_order_relaxed)) {
        sequence = sequenceOf(old);
        return true;
      }
    }
    return false;
  }
  // The end of a wait, however it ended.
  void retract() {
    std::uint64_t old = word_.load(std::memory_order_relaxed);
    while (!word_.compare_exchange_weak(old, with(old, kNil), std::memory_order_acquire, std::memory_order_relaxed)) {
    }
  }

  // Says `ready`, or only takes out who waits. Acquire: see park. Seq_cst: see announce. Any M.
  Waiter wake(bool ready) {
    std::uint64_t old = word_.load(std::memory_order_seq_cst);
    for (;;) {
      if (state(old) == kReady || (state(old) == kNil && !ready)) return {};
      const bool parked = state(old) >= kParked;
      const std::uint32_t to = ready ? kReady : kNil;
      if (word_.compare_exchange_weak(old, parked ? next(old, to) : with(old, to), std::memory_order_seq_cst,
                                      std::memory_order_seq_cst))
        return parked ? Waiter{state(old) & ~kParked, sequenceOf(old)} : Waiter{};
    }
  }

 private:
  static constexpr std::uint32_t kNil = 0, kReady = 1, kWaits = 2, kParked = 1U << 31;

  static constexpr std::uint32_t state(std::uint64_t word) { return static_cast<std::uint32_t>(word); }
  static constexpr std::uint32_t sequenceOf(std::uint64_t word) { return static_cast<std::uint32_t>(word >> 32); }
  static constexpr std::uint64_t with(std::uint64_t word, std::uint32_t state) { return (word >> 32) << 32 | state; }
  static constexpr std::uint64_t next(std::uint64_t word, std::uint32_t state) {
    return std::uint64_t{sequenceOf(word) + 1} << 32 | state;
  }
  void replace(std::uint32_t from, std::uint32_t to) {
    std::uint64_t old = word_.load(std::memory_order_relaxed);
    while (state(old) == from &&
           !word_.compare_exchange_weak(old, with(old, to), std::memory_order_relaxed, std::memory_order_relaxed)) {
    }
  }

  std::atomic<std::uint64_t> word_{0};
};

// Whose descriptor it is. When the run is over, whatever is still registered is given up.
class PollOwner {
 public:
  PollOwner() = default;
  PollOwner(const PollOwner&) = delete;
  PollOwner& operator=(const PollOwner&) = delete;
  virtual ~PollOwner() = default;
  // No M is left. Closes the descriptor.
  virtual void runEnded() noexcept = 0;
};

// Fires when the deadline of its descriptor has passed.
struct PollTimer : Timer {
  explicit PollTimer(PollDesc& whose);
  PollDesc& desc;
};

struct alignas(64) PollDesc {
  PollDesc() : timer(*this) {}

  [[nodiscard]] PollWord& word(Direction direction) { return words[static_cast<std::size_t>(direction)]; }
  // Each direction is a waiting room of its own.
  [[nodiscard]] std::uint32_t roomOf(Direction direction) const {
    return object + static_cast<std::uint32_t>(direction);
  }

  // The other side has closed, failed, or sent urgent bytes, at which reads stop short: that a read took less than it
  // could doesn't say that the next would block. Stays so. Seq_cst: said before the word says `ready`, and asked before
  // a wait is announced.
  void makeSpecial() { special.store(true, std::memory_order_seq_cst); }
  [[nodiscard]] bool isSpecial() const { return special.load(std::memory_order_seq_cst); }

  PollWord words[2];
  std::atomic<bool> special{false};
  // Seq_cst: see PollWord::announce. Written under the lock.
  std::atomic<bool> closed{false};
  std::atomic<bool> expired{false};
  gmpscope::SpinLock lock;  // rank: wait queues
  // Of both directions. Stays with the record: a firing that is under way tells by the timer's sequence that it is
  // stale. Started and stopped under the lock.
  PollTimer timer;
  // Grows when a user is done with it. Relaxed: who finds it unchanged and is then overtaken says `ready` to the next
  // user, who tries in vain.
  std::atomic<std::uint32_t> tag{0};
  std::uint32_t object = 0;  // of reading; the next number is of writing
  std::uint32_t index = 0;
  int fd = -1;
  PollOwner* owner = nullptr;  // null: free
};

}  // namespace gmp::rt
