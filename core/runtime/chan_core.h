#pragma once
// Channels: a lock, a ring of elements, and two lists of waiters. A sender hands its element straight to a waiting
// receiver; a receiver that makes room takes in the element of the first waiting sender.

#include <gmp/detail/chan_core.hpp>

#include <atomic>
#include <cstddef>
#include <new>

#include "core/runtime/sched.h"
#include "core/runtime/timer_chan.h"
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
    while (count > 0) {
      ops.destroy(at(first));
      advance(first);
      --count;
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
    ++count;
  }
  void takeOut(void* element) {
    ops.move(element, at(first));
    ops.destroy(at(first));
    advance(first);
    --count;
  }

  std::atomic<std::uint32_t> users{1};
  const ElementOps ops;
  const std::size_t capacity;
  std::byte* const buffer;
  std::size_t first = 0, end = 0, count = 0;  // of the ring
  bool closed = false;
  rt::WaitList receivers, senders;
  // Feeds it, see timer_chan.h. The buffer then holds one, and isn't seen from outside.
  rt::Timer* timer = nullptr;
};

// Takes the lock, forgets waiters of a run that is over, and takes in what its timer owes.
inline void lock(rt::M& m, ChanCore& chan) GMPSCOPE_NO_TSA {
  chan.lock.lock();
  if (rt::enter(m, chan)) {
    chan.receivers.clear();
    chan.senders.clear();
    if (chan.timer != nullptr) timerChanForget(chan);
  }
  if (chan.timer != nullptr) [[unlikely]]
    timerChanLook(m, chan);
}

// Delivers to or accepts from the first waiter of `list` and wakes it. Releases the lock.
template <class Move>
void meet(rt::M& m, ChanCore& chan, rt::WaitList& list, Move&& move) GMPSCOPE_NO_TSA {
  m.trace.begin();
  rt::Waiter& waiter = list.pop();
  move(waiter.element);
  waiter.delivered = true;
  rt::G& g = *waiter.g;
  const std::uint32_t object = chan.object;
  const std::uint32_t sequence = chan.sequence++;
  chan.lock.unlock();
  rt::ready(m, g, object, sequence);
}

// Holds the lock; Done releases it.
inline Attempt sendNow(rt::M& m, ChanCore& chan, void* element) GMPSCOPE_NO_TSA {
  if (chan.closed) return Attempt::Closed;
  if (!chan.receivers.empty()) {
    meet(m, chan, chan.receivers, [&](void* to) { chan.ops.move(to, element); });
    return Attempt::Done;
  }
  if (chan.count == chan.capacity) return Attempt::WouldBlock;
  chan.putIn(element);
  chan.lock.unlock();
  return Attempt::Done;
}

// Holds the lock; Done releases it.
inline Attempt receiveNow(rt::M& m, ChanCore& chan, void* element) GMPSCOPE_NO_TSA {
  if (!chan.senders.empty()) {
    meet(m, chan, chan.senders, [&](void* from) {
      if (chan.capacity == 0) {
        chan.ops.move(element, from);
      } else {
        chan.takeOut(element);
        chan.putIn(from);
      }
    });
    return Attempt::Done;
  }
  if (chan.count == 0) return chan.closed ? Attempt::Closed : Attempt::WouldBlock;
  chan.takeOut(element);
  chan.lock.unlock();
  return Attempt::Done;
}

}  // namespace gmp::detail
