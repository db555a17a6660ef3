#pragma once
// What goroutines wait for each other on: a lock, a list of waiters, and for the trace a number and a sequence of
// changes. Waiters stand on the stacks of the goroutines that wait.

#include <atomic>
#include <cstdint>
#include <utility>

#include "core/base/spin_lock.h"
#include "core/runtime/g.h"

namespace gmp::rt {

struct M;

struct Waiter {
  G* g = nullptr;
  void* element = nullptr;  // of a channel: what is sent, or where to
  bool delivered = false;   // false at wake-up: the channel was closed
  std::int64_t value = 0;   // of a semaphore: how many permits; of a condition: the ticket
  Waiter* next = nullptr;
  Waiter* before = nullptr;
  // Of a select, which waits in several lists: the first of its waiters that was taken. Null: it waits here only.
  std::atomic<Waiter*>* winner = nullptr;
};

// All under the lock of what they wait on, but for `empty`.
class WaitList {
 public:
  WaitList() = default;
  WaitList(WaitList&& other) noexcept { *this = std::move(other); }
  WaitList& operator=(WaitList&& other) noexcept {
    setFirst(other.front());
    last_ = other.last_;
    other.clear();
    return *this;
  }

  // Also without the lock, as a hint. Acquire: what the caller looks at next is not older.
  [[nodiscard]] bool empty() const { return first_.load(std::memory_order_acquire) == nullptr; }
  void push(Waiter& waiter) {
    waiter.next = nullptr;
    if (front() == nullptr) {
      waiter.before = nullptr;
      setFirst(&waiter);
    } else {
      waiter.before = last_;
      last_->next = &waiter;
    }
    last_ = &waiter;
  }
  void pushFirst(Waiter& waiter) {
    waiter.before = nullptr;
    waiter.next = front();
    (waiter.next == nullptr ? last_ : waiter.next->before) = &waiter;
    setFirst(&waiter);
  }
  [[nodiscard]] const Waiter& first() const { return *front(); }
  // The waiter with that value, taken out; null if there is none.
  Waiter* take(std::int64_t value) {
    for (Waiter* waiter = front(); waiter != nullptr; waiter = waiter->next) {
      if (waiter->value != value) continue;
      unlink(*waiter);
      return waiter;
    }
    return nullptr;
  }
  Waiter& pop() {
    Waiter& waiter = *front();
    unlink(waiter);
    return waiter;
  }
  // The first one that hasn't been taken from another list of its select; null if there is none. It is the caller's to
  // wake, and the winner of its select.
  Waiter* takeFirst() {
    while (front() != nullptr) {
      Waiter& waiter = pop();
      Waiter* nobody = nullptr;
      // Relaxed: it only matters who is first. The goroutine reads it after it was woken.
      if (waiter.winner == nullptr ||
          waiter.winner->compare_exchange_strong(nobody, &waiter, std::memory_order_relaxed))
        return &waiter;
    }
    return nullptr;
  }
  // Takes the waiter out unless somebody else has.
  void remove(Waiter& waiter) {
    if (waiter.before != nullptr || front() == &waiter) unlink(waiter);
  }
  void clear() {
    setFirst(nullptr);
    last_ = nullptr;
  }
  [[nodiscard]] std::uint32_t size() const {
    std::uint32_t n = 0;
    for (const Waiter* waiter = front(); waiter != nullptr; waiter = waiter->next) ++n;
    return n;
  }

 private:
  [[nodiscard]] Waiter* front() const { return first_.load(std::memory_order_relaxed); }
  // Release: pairs with the acquire of who looks without the lock.
  void setFirst(Waiter* waiter) { first_.store(waiter, std::memory_order_release); }
  void unlink(Waiter& waiter) {
    if (waiter.before == nullptr)
      setFirst(waiter.next);
    else
      waiter.before->next = waiter.next;
    (waiter.next == nullptr ? last_ : waiter.next->before) = waiter.before;
    waiter.before = nullptr;
  }

  std::atomic<Waiter*> first_{nullptr};
  Waiter* last_ = nullptr;
};

// Base of what has waiters.
struct Waitable {
  gmpscope::SpinLock lock;
  std::uint32_t object = 0;    // its number in this run's trace, given when somebody first waits
  std::uint32_t runTag = 0;    // the run that number, sequence and waiters belong to
  std::uint32_t sequence = 0;  // changes of its wait lists so far, under the lock
};

// Under the waitable's lock, before anything else: true if waiters of a run that is over were left behind, which the
// caller must forget.
bool enter(M& m, Waitable& waitable);

// The current goroutine waits. The caller holds the lock, has put a Waiter into a list and has begun the step; the
// lock is released once the goroutine can be woken. `line`: as in trace::kStandsAhead. Returns when it has been woken.
void park(M& m, Waitable& waitable, trace::WaitReason reason, std::uint32_t line = 0);

// A goroutine that the caller took out of a list of `object` under its lock may run again. `sequence` is the value
// before that. Ends the step, and wakes an M if that may help.
void ready(M& m, G& g, std::uint32_t object, std::uint32_t sequence);

// Waiters that were taken off an object together. The object may be gone.
struct Woken {
  WaitList waiters;
  std::uint32_t object = 0;
  std::uint32_t sequence = 0;  // the object's before
};

// Under the waitable's lock: the caller has taken `waiters` out of its lists, and wakes them by readyAll once it has
// released the lock. Begins a step, unless there are none.
[[nodiscard]] Woken takeOff(M& m, Waitable& waitable, WaitList waiters);

// Those taken may run again. Ends the step that takeOff began.
void readyAll(M& m, Woken woken);

}  // namespace gmp::rt
