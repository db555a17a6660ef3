// Operations on one channel. One that neither blocks nor wakes emits nothing, and takes no time stamp.

#include "core/runtime/sync/chan_core.h"

#include <cstdlib>

#include "core/runtime/api_call.h"

namespace gmp::detail {

using gmpscope::trace::WaitReason;
using rt::ApiCall;
using rt::M;
using rt::Waiter;
using rt::WaitList;

namespace {

// Holds the lock, which is released. True: the element was handed over; false: the channel was closed.
bool waitIn(M& m, ChanCore& chan, WaitList& list, void* element, WaitReason reason) GMPSCOPE_NO_TSA {
  Waiter waiter{m.curg, element};
  rt::Timer* const timer = chan.timer;
  if (timer != nullptr) rt::beginAwait(m, *timer);
  m.trace.begin();
  list.push(waiter);
  rt::park(m, chan, reason);
  // Whoever took the element may have destroyed a channel without a timer.
  if (timer != nullptr) rt::endAwait(*timer);
  return waiter.delivered;
}

}  // namespace

void waitForEver(M& m, WaitReason reason) {
  m.curg->reason = reason;
  m.curg->status = rt::GStatus::Waiting;
  m.trace.begin();
  rt::tell(m, gmpscope::trace::EventKind::GBlock, *m.curg, gmpscope::trace::kNoObject, 0,
           static_cast<std::uint32_t>(reason));
  rt::leaveM(m, nullptr);
  std::abort();  // nothing wakes it
}

ChanCore* chanMake(const ElementOps& ops, std::size_t capacity) { return new ChanCore(ops, capacity); }

void chanRetain(ChanCore* chan) noexcept {
  if (chan != nullptr) chan->users.fetch_add(1, std::memory_order_relaxed);
}

void chanRelease(ChanCore* chan) noexcept {
  // Acquire and release: the last user sees what all others did before they let go.
  if (chan != nullptr && chan->users.fetch_sub(1, std::memory_order_acq_rel) == 1)
    chan->timer != nullptr ? timerChanDelete(chan) : delete chan;
}

bool chanSend(ChanCore* chan, void* element) GMPSCOPE_NO_TSA {
  const ApiCall call("Chan::send");
  M& m = call.m();
  if (chan == nullptr) waitForEver(m, WaitReason::ChanSendNil);
  lock(m, *chan);
  switch (sendNow(m, *chan, element, [chan]() GMPSCOPE_NO_TSA { chan->lock.unlock(); })) {
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
  switch (receiveNow(m, *chan, element, [chan]() GMPSCOPE_NO_TSA { chan->lock.unlock(); })) {
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
  if (chan == nullptr || chan->sendWaits()) return Attempt::WouldBlock;
  lock(m, *chan);
  const Attempt attempt = sendNow(m, *chan, element, [chan]() GMPSCOPE_NO_TSA { chan->lock.unlock(); });
  if (attempt != Attempt::Done) chan->lock.unlock();
  return attempt;
}

Attempt chanTryReceive(ChanCore* chan, void* element) GMPSCOPE_NO_TSA {
  const ApiCall call("Chan::try_recv");
  M& m = call.m();
  if (chan == nullptr || chan->receiveWaits()) return Attempt::WouldBlock;
  lock(m, *chan);
  const Attempt attempt = receiveNow(m, *chan, element, [chan]() GMPSCOPE_NO_TSA { chan->lock.unlock(); });
  if (attempt != Attempt::Done) chan->lock.unlock();
  return attempt;
}

bool chanClose(ChanCore* chan) GMPSCOPE_NO_TSA {
  const ApiCall call("Chan::close");
  M& m = call.m();
  lock(m, *chan);
  if (chan->closed.load(std::memory_order_relaxed)) {
    chan->lock.unlock();
    return false;
  }
  // Relaxed: the lists are emptied after it, by release, so whoever sees them empty without the lock sees this.
  chan->closed.store(true, std::memory_order_relaxed);
  // Nobody waits on a closed channel any more. A select may wait to send and to receive.
  WaitList waiters;
  for (WaitList* list : {&chan->receivers, &chan->senders})
    while (Waiter* waiter = list->takeFirst()) waiters.push(*waiter);
  rt::Woken woken = rt::takeOff(m, *chan, std::move(waiters));
  chan->lock.unlock();
  rt::readyAll(m, std::move(woken));
  return true;
}

std::size_t chanSize(const ChanCore* chan) { return chan != nullptr && chan->timer == nullptr ? chan->held() : 0; }

std::size_t chanCapacity(const ChanCore* chan) {
  return chan != nullptr && chan->timer == nullptr ? chan->capacity : 0;
}

}  // namespace gmp::detail
