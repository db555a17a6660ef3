#pragma once
// What goroutines wait for each other on: a lock, a list of waiters, and for the trace a number and a sequence of
// changes. Waiters stand on the stacks of the goroutines that wait.

#include <cstdint>

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
};

class WaitList {
 public:
  [[nodiscard]] bool empty() const { return first_ == nullptr; }
  void push(Waiter& waiter) {
    waiter.next = nullptr;
    (first_ == nullptr ? first_ : last_->next) = &waiter;
    last_ = &waiter;
  }
  void pushFirst(Waiter& waiter) {
    waiter.next = first_;
    if (first_ == nullptr) last_ = &waiter;
    first_ = &waiter;
  }
  [[nodiscard]] const Waiter& first() const { return *first_; }
  // The waiter with that value, taken out; null if there is none.
  Waiter* take(std::int64_t value) {
    Waiter* before = nullptr;
    for (Waiter* waiter = first_; waiter != nullptr; before = waiter, waiter = waiter->next) {
      if (waiter->value != value) continue;
      (before == nullptr ? first_ : before->next) = waiter->next;
      if (last_ == waiter) last_ = before;
      return waiter;
    }
    return nullptr;
  }
  Waiter& pop() {
    Waiter& waiter = *first_;
    first_ = waiter.next;
    return waiter;
  }
  void clear() { first_ = last_ = nullptr; }
  [[nodiscard]] std::uint32_t size() const {
    std::uint32_t n = 0;
    for (const Waiter* waiter = first_; waiter != nullptr; waiter = waiter->next) ++n;
    return n;
  }

 private:
  Waiter* first_ = nullptr;
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
// lock is released once the goroutine can be woken. Returns when it has been woken.
void park(M& m, Waitable& waitable, trace::WaitReason reason);

// A goroutine that the caller took out of a list of `object` under its lock may run again. `sequence` is the value
// before that. Ends the step, and wakes an M if that may help.
void ready(M& m, G& g, std::uint32_t object, std::uint32_t sequence);

// The same for a whole list that was detached under the lock, in steps of its own; the object isn't touched any more.
void readyAll(M& m, WaitList& detached, std::uint32_t object, std::uint32_t sequence);

}  // namespace gmp::rt
