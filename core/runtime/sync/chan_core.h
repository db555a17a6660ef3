#pragma once
// A channel within the runtime: a lock, a ring of elements, and two lists of waiters. A sender hands its element
// straight to a waiting receiver; a receiver that makes room takes in the element of the first waiting sender. Who
// waits in a select may have been woken elsewhere although it still stands in a list: such a waiter is skipped.

#include <gmp/detail/chan_core.hpp>

#include <atomic>
#include <cstddef>
#include <new>

#include "core/runtime/sched.h"
#include "core/runtime/time/timer_chan.h"
#include "core/runtime/wait_queue.h"

namespace gmp::detail {

struct ChanCore : rt::Waitable {
  ChanCore(const ElementOps& elementOps, std::size_t elements)
      : ops(elementOps),
        capacity(elements),
        buffer(elements == 0
                   ? nullptr
                   : static_cast<std::byte*>(::operator new (ops.size* elements, std::align_val_t{ops.align}))) {}
  ~ChanCore() {
    for (std::size_t left = held(); left > 0; --left) {
      ops.destroy(at(first));
      advance(first);
    }
    if (buffer != nullptr) ::operator delete (buffer, std::align_val_t{ops.align});
  }

  void* at(std::size_t index) { return buffer + index * ops.size; }
  void advance(std::size_t& index) const {
    if (++index == capacity) index = 0;
  }
  void putIn(void* element) {
    ops.move(at(end), element);
    advance(end);
    setCount(held() + 1);
  }
  void takeOut(void* element) {
    ops.move(element, at(first));
    ops.destroy(at(first));
    advance(first);
    setCount(held() - 1);
  }
  // Takes one out of a full ring and puts another in: nobody sees room meanwhile.
  void replace(void* element, void* by) {
    ops.move(element, at(first));
    ops.destroy(at(first));
    ops.move(at(first), by);
    advance(first);
    end = first;
  }
  [[nodiscard]] std::size_t held() const { return count.load(std::memory_order_relaxed); }
  // Release: pairs with the acquire of who looks without the lock.
  void setCount(std::size_t n) { count.store(n, std::memory_order_release); }

  // Without the lock: true if there was a moment during the call at which a send (a receive) had to wait. A channel
  // that isn't closed afterwards wasn't when it was seen full (empty); so that is looked at last, hence acquire.
  // What a timer owes is only seen under the lock.
  [[nodiscard]] bool sendWaits() const {
    if (timer != nullptr) return false;
    const bool full = capacity == 0 ? receivers.empty() : count.load(std::memory_order_acquire) == capacity;
    return full && !closed.load(std::memory_order_relaxed);
  }
  [[nodiscard]] bool receiveWaits() const {
    if (timer != nullptr) return false;
    const bool none = capacity == 0 ? senders.empty() : count.load(std::memory_order_acquire) == 0;
    return none && !closed.load(std::memory_order_relaxed);
  }

  std::atomic<std::uint32_t> users{1};
  const ElementOps ops;
  const std::size_t capacity;
  std::byte* const buffer;
  std::size_t first = 0, end = 0;  // of the ring
  // Written under the lock.
  std::atomic<std::size_t> count{0};
  std::atomic<bool> closed{false};
  rt::WaitList receivers, senders;
  // Feeds it, see timer_chan.h. The buffer then holds one, and isn't seen from outside.
  rt::Timer* timer = nullptr;
};

// Takes the lock, forgets waiters of a run that is over, and takes in what its timer owes. Outside a step.
inline void lock(rt::M& m, ChanCore& chan) GMPSCOPE_NO_TSA {
  // Who works on a channel holds a P, be it to run a timer.
  if (m.p->queue.alone())
    chan.lock.lockAlone();
  else
    chan.lock.lock();
  if (rt::enter(m, chan)) {
    chan.receivers.clear();
    chan.senders.clear();
    if (chan.timer != nullptr) timerChanForget(chan);
  }
  if (chan.timer != nullptr) [[unlikely]]
    timerChanLook(m, chan);
}

// Delivers to or accepts from the first who waits in `list`, and wakes it; `unlock` releases what the caller holds.
// False: nobody waits there, and nothing is released.
template <class Move, class Unlock>
bool meet(rt::M& m, ChanCore& chan, rt::WaitList& list, Move&& move, Unlock&& unlock) {
  if (list.empty()) return false;
  m.trace.begin();
  rt::Waiter* waiter = list.takeFirst();
  if (waiter == nullptr) {
    m.trace.end();
    return false;
  }
  move(waiter->element);
  waiter->delivered = true;
  rt::G& g = *waiter->g;
  const std::uint32_t object = chan.object;
  const std::uint32_t sequence = chan.sequence++;
  unlock();
  rt::ready(m, g, object, sequence);
  return true;
}

// Holds the channel's lock; if it was done, `unlock` has released what the caller holds.
template <class Unlock>
Attempt sendNow(rt::M& m, ChanCore& chan, void* element, Unlock&& unlock) {
  if (chan.closed.load(std::memory_order_relaxed)) return Attempt::Closed;
  const auto give = [&](void* to) { chan.ops.move(to, element); };
  if (meet(m, chan, chan.receivers, give, unlock)) return Attempt::Done;
  if (chan.held() == chan.capacity) return Attempt::WouldBlock;
  chan.putIn(element);
  unlock();
  return Attempt::Done;
}

// The same.
template <class Unlock>
Attempt receiveNow(rt::M& m, ChanCore& chan, void* element, Unlock&& unlock) {
  const auto accept = [&](void* from) {
    if (chan.capacity == 0)
      chan.ops.move(element, from);
    else
      chan.replace(element, from);
  };
  if (meet(m, chan, chan.senders, accept, unlock)) return Attempt::Done;
  if (chan.held() == 0) return chan.closed.load(std::memory_order_relaxed) ? Attempt::Closed : Attempt::WouldBlock;
  chan.takeOut(element);
  unlock();
  return Attempt::Done;
}

// The current goroutine waits for what can't come.
[[noreturn]] void waitForEver(rt::M& m, gmpscope::trace::WaitReason reason);

}  // namespace gmp::detail
