#pragma once
// Permits and those who wait for one, first come first served: what mutexes sleep on. A permit goes straight to a
// waiter, if there is one; nobody can take it on the way. After Go's semaphores, one for each lock instead of a table.

#include "core/runtime/m.h"
#include "core/runtime/wait_queue.h"

namespace gmp::rt {

class Sema : private Waitable {
 public:
  // Waits for a permit. `first`: ahead of all others. Within a call of the runtime, by a goroutine; it may go on on
  // another M.
  void acquire(M& m, trace::WaitReason reason, bool first = false);
  // Gives `count` permits. Outside any goroutine (null) it throws std::logic_error if somebody waits: a bare thread has
  // no P to put it on.
  void release(M* m, std::uint32_t count = 1);
  // Gives one, and lets who gets it run before the caller goes on.
  void handOver(M& m);

 private:
  void enterLocked(M& m);

  WaitList waiters_;
  std::uint32_t permits_ = 0;
};

}  // namespace gmp::rt
