#pragma once
// Who uses a descriptor: at most one goroutine reads and one writes at a time, others wait for their turn, first come
// first served. Once closed nobody comes in; who is told that it was the last to leave closes the descriptor.
// After Go's fdMutex.

#include <cstdint>

#include "core/base/spin_lock.h"
#include "core/runtime/net/poll_desc.h"
#include "core/runtime/sync/sema.h"

namespace gmp::rt {

class FdLock {
 public:
  // A use of one direction; may wait for its turn, and go on on another M. False: closed.
  bool enter(M& m, Direction direction);
  // True: closed, and nobody is in. By a goroutine, which stays on its M.
  bool leave(M& m, Direction direction);
  // A use without a turn. Any thread.
  bool enter();
  bool leave();
  // Nobody comes in from now on, and who waits for a turn is told so; outside any goroutine (null) those aren't woken.
  // True: the caller is in, and shall leave. False: it was closed before.
  bool close(M* m);

 private:
  struct Turn {
    bool taken = false;
    std::uint32_t waiting = 0;
    Sema sema;
  };
  Turn& turnOf(Direction direction) { return turns_[static_cast<std::size_t>(direction)]; }

  gmpscope::SpinLock lock_;  // rank: wait queues; no other is taken under it
  bool closed_ GMPSCOPE_GUARDED_BY(lock_) = false;
  std::uint32_t users_ GMPSCOPE_GUARDED_BY(lock_) = 0;
  Turn turns_[2];  // all but the semaphores guarded by the lock
};

}  // namespace gmp::rt
