// Channels: a lock, a ring of elements, and two lists of waiters. A sender hands its element straight to a waiting
// receiver; a receiver that makes room takes in the element of the first waiting sender.
//
// A channel operation that neither blocks nor wakes emits nothing, and takes no time stamp.

#include <gmp/detail/chan_core.hpp>

#include <atomic>
#include <cstdlib>
#include <new>
#include <utility>

#include "core/runtime/api_call.h"
#include "core/runtime/sched.h"
#include "core/runtime/wait_queue.h"

namespace gmp::detail {

using gmpscope::trace::WaitReason;
using rt::ApiCall;
using rt::M;
using rt::Waiter;
using rt::WaitList;

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
  WaitList receivers, senders;
};

namespace {

// Takes the lock, and forgets waiters of a run that is over.
void lock(M& m, ChanCore& chan) GMPSCOPE_NO_TSA {
  chan.lock.lock();
  if (rt::enter(m, chan)) {
    chan.receivers.clear();
    chan.senders.clear();
  }
}

// Delivers to or accepts from the first waiter of `list` and wakes it. Releases the lock.
template <class Move>
void meet(M& m, ChanCore& chan, WaitList& list, Move&& move) GMPSCOPE_NO_TSA {
  m.trace.begin();
  Waiter& waiter = list.pop();
  move(waiter.element);
  waiter.delivered = true;
  rt::G& g = *waiter.g;
  const std::uint32_t object = chan.object;
  const std::uint32_t sequence = chan.sequence++;
  chan.lock.unlock();
  rt::ready(m, g, object, sequence);
}

// Holds the lock; Done releases it.
Attempt sendNow(M& m, ChanCore& chan, void* element) GMPSCOPE_NO_TSA {
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
Attempt receiveNow(M& m, ChanCore& chan, void* element) GMPSCOPE_NO_TSA {
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

// Holds the lock, which is released. True: the element was handed over; false: the channel was closed.
bool waitIn(M& m, ChanCore& chan, WaitList& list, void* element, WaitReason reason) GMPSCOPE_NO_TSA {
  Waiter waiter{m.curg, element};
  m.trace.begin();
  list.push(waiter);
  rt::park(m, chan, reason);
  return waiter.delivered;
}

[[noreturn]] void waitForEver(M& m, WaitReason reason) {
  m.curg->reason = reason;
  m.curg->status = rt::GStatus::Waiting;
  m.trace.begin();
  rt::tell(m, gmpscope::trace::EventKind::GBlock, *m.curg, gmpscope::trace::kNoObject, 0,
           static_cast<std::uint32_t>(reason));
  rt::leaveM(m, nullptr);
  std::abort();  // nothing wakes it
}

}  // namespace

ChanCore* chanMake(const ElementOps& ops, std::size_t capacity) { return new ChanCore(ops, capacity); }

void chanRetain(ChanCore* chan) noexcept {
  if (chan != nullptr) chan->users.fetch_add(1, std::memory_order_relaxed);
}

void chanRelease(ChanCore* chan) noexcept {
  // Acquire and release: the last user sees what all others did before they let go.
  if (chan != nullptr && chan->users.fetch_sub(1, std::memory_order_acq_rel) == 1) delete chan;
}

bool chanSend(ChanCore* chan, void* element) GMPSCOPE_NO_TSA {
  const ApiCall call("Chan::send");
  M& m = call.m();
  if (chan == nullptr) waitForEver(m, WaitReason::ChanSendNil);
  lock(m, *chan);
  switch (sendNow(m, *chan, element)) {
    case Attempt::Done:
      return true;
    case Attempt::Closed:
      chan->lock.unlock();
      return false;
    case Attempt::WouldBlock:
      break;
  }
  return waitIn(m, *chan, chan->senders, element, WaitReason::ChanSend);
}

bool chanReceive(ChanCore* chan, void* element) GMPSCOPE_NO_TSA {
  const ApiCall call("Chan::recv");
  M& m = call.m();
  if (chan == nullptr) waitForEver(m, WaitReason::ChanReceiveNil);
  lock(m, *chan);
  switch (receiveNow(m, *chan, element)) {
    case Attempt::Done:
      return true;
    case Attempt::Closed:
      chan->lock.unlock();
      return false;
    case Attempt::WouldBlock:
      break;
  }
  return waitIn(m, *chan, chan->receivers, element, WaitReason::ChanReceive);
}

Attempt chanTrySend(ChanCore* chan, void* element) GMPSCOPE_NO_TSA {
  const ApiCall call("Chan::try_send");
  M& m = call.m();
  if (chan == nullptr) return Attempt::WouldBlock;
  lock(m, *chan);
  const Attempt attempt = sendNow(m, *chan, element);
  if (attempt != Attempt::Done) chan->lock.unlock();
  return attempt;
}

Attempt chanTryReceive(ChanCore* chan, void* element) GMPSCOPE_NO_TSA {
  const ApiCall call("Chan::try_recv");
  M& m = call.m();
  if (chan == nullptr) return Attempt::WouldBlock;
  lock(m, *chan);
  const Attempt attempt = receiveNow(m, *chan, element);
  if (attempt != Attempt::Done) chan->lock.unlock();
  return attempt;
}

bool chanClose(ChanCore* chan) GMPSCOPE_NO_TSA {
  const ApiCall call("Chan::close");
  M& m = call.m();
  lock(m, *chan);
  if (chan->closed) {
    chan->lock.unlock();
    return false;
  }
  chan->closed = true;
  // Nobody waits on a closed channel any more; there are receivers or senders, never both.
  WaitList woken = std::exchange(chan->receivers.empty() ? chan->senders : chan->receivers, {});
  const std::uint32_t object = chan->object;
  const std::uint32_t sequence = chan->sequence;
  chan->sequence += woken.size();
  chan->lock.unlock();
  rt::readyAll(m, woken, object, sequence);
  return true;
}

std::size_t chanSize(const ChanCore* chan) {
  if (chan == nullptr) return 0;
  const ApiCall call;  // nobody is preempted under a lock
  auto& locked = const_cast<ChanCore&>(*chan).lock;
  const gmpscope::SpinGuard guard(locked);
  return chan->count;
}

std::size_t chanCapacity(const ChanCore* chan) { return chan != nullptr ? chan->capacity : 0; }

}  // namespace gmp::detail
