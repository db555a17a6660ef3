#include "core/runtime/sync/sema.h"

#include <algorithm>
#include <stdexcept>

#include "core/runtime/sched.h"

namespace gmp::rt {

void Sema::enterLocked(M& m) {
  if (enter(m, *this)) waiters_.clear();
}

void Sema::acquire(M& m, trace::WaitReason reason, bool first) GMPSCOPE_NO_TSA {
  lock.lock();
  enterLocked(m);
  if (permits_ > 0) {
    --permits_;
    lock.unlock();
    return;
  }
  Waiter waiter{m.curg};
  m.trace.begin();
  if (first)
    waiters_.pushFirst(waiter);
  else
    waiters_.push(waiter);
  park(m, *this, reason, first ? trace::kStandsAhead : 0);
}

void Sema::release(M* m, std::uint32_t count) GMPSCOPE_NO_TSA {
  lock.lock();
  if (m != nullptr) enterLocked(*m);
  if (m == nullptr && !waiters_.empty()) {
    lock.unlock();
    throw std::logic_error("gmp: an unlock that wakes a goroutine, outside any goroutine");
  }
  WaitList waiters;
  std::uint32_t given = 0;
  for (; given < count && !waiters_.empty(); ++given) waiters.push(waiters_.pop());
  permits_ += count - given;
  if (given == 0) return lock.unlock();
  Woken woken = takeOff(*m, *this, std::move(waiters));
  lock.unlock();
  readyAll(*m, std::move(woken));
}

void Sema::handOver(M& m) {
  release(&m);
  yieldLocal(m);
}

}  // namespace gmp::rt
