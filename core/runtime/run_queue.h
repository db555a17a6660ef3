#pragma once
// A P's local run queue: a ring of goroutine slots and the one-slot runnext.
//
// The owner (the M that holds the P) puts at the tail and takes at the head; thieves take at the head. Owner and
// thief are different handles, so that a thief can't call what only the owner may. Positions are 32-bit and wrap;
// what each operation observed is returned, for it is what the events carry.
//
// runnext is one 64-bit word {generation, goroutine}: every change advances the generation. Only the owner fills it,
// owner and thieves empty it.
//
// After Go's runqput, runqget, runqgrab. The ring is a template so that tests can shrink it; a run may use less of it.

#include <array>
#include <atomic>
#include <cstdint>

namespace gmp::rt {

template <std::uint32_t kCapacity>
class BasicRunQueue {
  static_assert(kCapacity >= 2 && (kCapacity & (kCapacity - 1)) == 0);

 public:
  static constexpr std::uint32_t kSize = kCapacity;

  struct Seen {
    std::uint32_t head = 0;
    std::uint32_t tail = 0;
  };
  struct Taken {
    std::uint32_t g = 0;  // 0: nothing there
    Seen seen;
  };
  struct Next {
    std::uint32_t g = 0;           // what stood in runnext before
    std::uint32_t generation = 0;  // before the change
  };
  struct Half {
    std::uint32_t count = 0;
    Seen seen;
  };

  // So many are held at most, an even number up to the capacity. Before anybody uses it.
  void limit(std::uint32_t most) { limit_ = most; }
  [[nodiscard]] std::uint32_t limit() const { return limit_; }

  // The only P's: nobody takes from it, so its owner's changes need no locked operations, which cost more than all else
  // that they do. While nobody else uses the queue, that is, while the world stands.
  void setAlone(bool alone) { alone_ = alone; }
  [[nodiscard]] bool alone() const { return alone_; }

  // For the M that holds the P.
  class Owner {
   public:
    explicit Owner(BasicRunQueue& queue) : q_(queue) {}

    // False: the ring is full; `seen` tells what a following takeHalf must find.
    bool putTail(std::uint32_t g, Seen& seen) {
      // Acquire: pairs with the release of thieves' CAS on the head, their reads of the slot come before our write.
      seen.head = q_.head_.load(std::memory_order_acquire);
      seen.tail = q_.tail_.load(std::memory_order_relaxed);  // only we write it
      if (seen.tail - seen.head >= q_.limit_) return false;
      q_.slot(seen.tail).store(g, std::memory_order_relaxed);
      // Release: pairs with the acquire of the tail by takers, they see the slot.
      q_.tail_.store(seen.tail + 1, std::memory_order_release);
      return true;
    }

    // Moves the first half of a full ring out; false if a thief was there first. `out` has room for half the ring.
    bool takeHalf(const Seen& seen, std::uint32_t* out) {
      const std::uint32_t half = q_.limit_ / 2;
      for (std::uint32_t i = 0; i < half; ++i) out[i] = q_.slot(seen.head + i).load(std::memory_order_relaxed);
      std::uint32_t expected = seen.head;
      // Release: our reads of the slots come before anyone's reuse of them (we ourselves put next).
      return q_.head_.compare_exchange_strong(expected, seen.head + half, std::memory_order_acq_rel,
                                              std::memory_order_relaxed);
    }

    Taken takeHead() {
      Taken taken;
      taken.seen.head = q_.head_.load(std::memory_order_acquire);
      for (;;) {
        taken.seen.tail = q_.tail_.load(std::memory_order_relaxed);
        if (taken.seen.tail == taken.seen.head) return taken;
        const std::uint32_t g = q_.slot(taken.seen.head).load(std::memory_order_relaxed);
        if (q_.alone_) {
          q_.head_.store(taken.seen.head + 1, std::memory_order_release);  // for reports, as the others below
          return {g, taken.seen};
        }
        if (q_.head_.compare_exchange_weak(taken.seen.head, taken.seen.head + 1, std::memory_order_acq_rel,
                                           std::memory_order_acquire)) {
          taken.g = g;
          return taken;
        }
      }
    }

    // Returns what stood there, which the caller must put elsewhere. Seq_cst: an M that goes idle gives up spinning
    // and then looks at every queue; we put and then look for idle Ps. One of the two must see the other.
    Next putNext(std::uint32_t g) {
      std::uint64_t old = q_.next_.load(std::memory_order_relaxed);
      if (q_.alone_)
        q_.next_.store(word(g, generation(old) + 1), std::memory_order_release);
      else
        while (!q_.next_.compare_exchange_weak(old, word(g, generation(old) + 1), std::memory_order_seq_cst,
                                               std::memory_order_relaxed)) {
        }
      return {slotOf(old), generation(old)};
    }

    Next takeNext() {
      std::uint64_t old = q_.next_.load(std::memory_order_relaxed);
      if (q_.alone_ && slotOf(old) != 0) {
        q_.next_.store(word(0, generation(old) + 1), std::memory_order_release);
        return {slotOf(old), generation(old)};
      }
      while (slotOf(old) != 0) {
        // Acquire: pairs with a former owner's putNext, we see what it wrote of the goroutine.
        if (q_.next_.compare_exchange_weak(old, word(0, generation(old) + 1), std::memory_order_acquire,
                                           std::memory_order_relaxed))
          return {slotOf(old), generation(old)};
      }
      return {0, generation(old)};
    }

    // After puts at the tail, before looking for idle Ps: seq_cst as putNext is, and to the same word, so that whoever
    // goes idle and finds this word as it was is seen by us, and whoever finds it written sees the tail.
    void announceTail() {
      if (!q_.alone_) q_.next_.fetch_add(0, std::memory_order_seq_cst);
    }

    // Room for a batch: the caller fills slots [tail, tail + n) and then publishes them.
    [[nodiscard]] std::uint32_t tail() const { return q_.tail_.load(std::memory_order_relaxed); }
    [[nodiscard]] std::uint32_t room() const {
      return q_.limit_ - (q_.tail_.load(std::memory_order_relaxed) - q_.head_.load(std::memory_order_acquire));
    }
    void fill(std::uint32_t position, std::uint32_t g) { q_.slot(position).store(g, std::memory_order_relaxed); }
    void publishTail(std::uint32_t tail) { q_.tail_.store(tail, std::memory_order_release); }

   private:
    BasicRunQueue& q_;
  };

  // For any M.
  class Thief {
   public:
    explicit Thief(BasicRunQueue& victim) : q_(victim) {}

    // Takes half of what it sees, rounded up, but no more than `most`, copying it to `into` from its tail on; publishes
    // nothing there. count 0: nothing to take.
    Half takeHalf(Owner& into, std::uint32_t most = kCapacity) {
      for (;;) {
        Half half;
        half.seen.head = q_.head_.load(std::memory_order_acquire);
        half.seen.tail = q_.tail_.load(std::memory_order_acquire);  // pairs with the owner's release, see the slots
        const std::uint32_t n = half.seen.tail - half.seen.head;
        half.count = n - n / 2;
        if (half.count == 0) return half;
        if (half.count > q_.limit_ / 2) continue;  // head and tail were read apart
        if (half.count > most) half.count = most;
        const std::uint32_t to = into.tail();
        for (std::uint32_t i = 0; i < half.count; ++i)
          into.fill(to + i, q_.slot(half.seen.head + i).load(std::memory_order_relaxed));
        std::uint32_t expected = half.seen.head;
        // Release: our reads of the slots come before the owner's reuse of them.
        if (q_.head_.compare_exchange_strong(expected, half.seen.head + half.count, std::memory_order_acq_rel,
                                             std::memory_order_relaxed))
          return half;
      }
    }

    Next takeNext() {
      std::uint64_t old = q_.next_.load(std::memory_order_relaxed);
      if (slotOf(old) == 0 || !q_.next_.compare_exchange_strong(old, word(0, generation(old) + 1),
                                                                std::memory_order_acquire, std::memory_order_relaxed))
        return {};
      return {slotOf(old), generation(old)};
    }

   private:
    BasicRunQueue& q_;
  };

  // Any M. Never calls a queue empty across a kick from runnext to the ring: the tail is read again. Seq_cst on
  // runnext: see putNext.
  [[nodiscard]] bool empty() const {
    for (;;) {
      const std::uint32_t head = head_.load(std::memory_order_acquire);
      const std::uint32_t tail = tail_.load(std::memory_order_acquire);
      const bool next = slotOf(next_.load(std::memory_order_seq_cst)) != 0;
      if (tail == tail_.load(std::memory_order_acquire)) return head == tail && !next;
    }
  }

  // Any M; what stands there for an instant, for reports and status records.
  [[nodiscard]] Seen seen() const {
    return {head_.load(std::memory_order_acquire), tail_.load(std::memory_order_acquire)};
  }
  [[nodiscard]] Next next() const {
    const std::uint64_t old = next_.load(std::memory_order_acquire);
    return {slotOf(old), generation(old)};
  }
  [[nodiscard]] std::uint32_t peek(std::uint32_t position) const {
    return slots_[position & (kCapacity - 1)].load(std::memory_order_relaxed);
  }

 private:
  static constexpr std::uint64_t word(std::uint32_t g, std::uint32_t generation) {
    return std::uint64_t{generation} << 32 | g;
  }
  static constexpr std::uint32_t slotOf(std::uint64_t word) { return static_cast<std::uint32_t>(word); }
  static constexpr std::uint32_t generation(std::uint64_t word) { return static_cast<std::uint32_t>(word >> 32); }
  std::atomic<std::uint32_t>& slot(std::uint32_t position) { return slots_[position & (kCapacity - 1)]; }

  std::atomic<std::uint32_t> head_{0};
  std::atomic<std::uint32_t> tail_{0};
  std::atomic<std::uint64_t> next_{0};
  std::uint32_t limit_ = kCapacity;  // these two beside what every operation reads anyway
  bool alone_ = false;
  alignas(64) std::array<std::atomic<std::uint32_t>, kCapacity> slots_{};
};

using RunQueue = BasicRunQueue<256>;

}  // namespace gmp::rt
