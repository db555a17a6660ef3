#include "core/runtime/net/fd_lock.h"

#include <utility>

#include "core/runtime/m.h"

namespace gmp::rt {

bool FdLock::enter(M& m, Direction direction) GMPSCOPE_NO_TSA {
  Turn& turn = turnOf(direction);
  M* now = &m;
  lock_.lock();
  for (;;) {
    if (closed_) {
      lock_.unlock();
      return false;
    }
    if (!turn.taken) break;
    ++turn.waiting;
    lock_.unlock();
    turn.sema.acquire(*now, trace::WaitReason::Semaphore);
    now = currentM();
    lock_.lock();
  }
  turn.taken = true;
  ++users_;
  lock_.unlock();
  return true;
}

bool FdLock::leave(M& m, Direction direction) GMPSCOPE_NO_TSA {
  Turn& turn = turnOf(direction);
  lock_.lock();
  turn.taken = false;
  const bool wake = turn.waiting > 0;
  if (wake) --turn.waiting;
  const bool last = --users_ == 0 && closed_;
  lock_.unlock();
  if (wake) turn.sema.release(&m);
  return last;
}

bool FdLock::enter() {
  const gmpscope::SpinGuard guard(lock_);
  if (closed_) return false;
  ++users_;
  return true;
}

bool FdLock::leave() {
  const gmpscope::SpinGuard guard(lock_);
  return --users_ == 0 && closed_;
}

bool FdLock::close(M* m) GMPSCOPE_NO_TSA {
  lock_.lock();
  if (closed_) {
    lock_.unlock();
    return false;
  }
  closed_ = true;
  ++users_;
  std::uint32_t waiting[2] = {};
  for (const Direction direction : kDirections)
    if (m != nullptr) waiting[static_cast<std::size_t>(direction)] = std::exchange(turnOf(direction).waiting, 0);
  lock_.unlock();
  for (const Direction direction : kDirections)
    if (const std::uint32_t count = waiting[static_cast<std::size_t>(direction)]; count > 0)
      turnOf(direction).sema.release(m, count);
  return true;
}

}  // namespace gmp::rt
