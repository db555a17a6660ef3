#include "core/runtime/sema.h"

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
  park(m, *this, reason);
}

void Sema::release(M* m, std::uint32_t count) GMPSCOPE_NO_TSA {
  lock.lock();
  if (m != nullptr) enterLocked(*m);
  if (m == nullptr && !waiters_.empty()) {
    lock.unlock();
    throw std::logic_error("gmp: an unlock that wakes a goroutine, outside any goroutine");
  }
  WaitList woken;
  std::uint32_t given = 0;
  for (; given < count && !waiters_.empty(); ++given) woken.push(waiters_.pop());
  permits_ += count - given;
  const std::uint32_t number = object;
  const std::uint32_t from = sequence;
  sequence += given;
  lock.unlock();
  if (given > 0) readyAll(*m, woken, number, from);
}

void Sema::handOver(M& m) {
  release(&m);
  yieldLocal(m);
}

}  // namespace gmp::rt
