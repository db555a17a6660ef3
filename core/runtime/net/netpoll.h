#pragma once
// The network poller: one epoll instance for a run, made for the first descriptor. Descriptors are registered once, for
// both directions, edge-triggered; goroutines park on a PollDesc and are woken by whoever polls (netpoll_ready.cpp).
//
// Who polls: an M that found no work of its own (without blocking), the M that would sleep until the next timer (until
// then), and sysmon if nobody has for 10 ms.

#include <sys/epoll.h>

#include <atomic>
#include <cstdint>
#include <vector>

#include "core/base/spin_lock.h"
#include "core/runtime/net/poll_desc.h"
#include "core/runtime/time/deadline.h"

namespace gmp::rt {

struct M;

// ThreadSanitizer knows epoll_wait only: that an event comes after what its descriptor's opener wrote.
#ifdef GMPSCOPE_TSAN
inline constexpr bool kMayWaitFine = false;
#else
inline constexpr bool kMayWaitFine = true;
#endif

enum class PollResult : std::uint8_t { Ready, Closed, TimedOut };

class Netpoll {
 public:
  static constexpr int kBatch = 128;  // events at once
  struct Events {
    epoll_event list[kBatch];
    int count = 0;
  };

  Netpoll() = default;
  Netpoll(const Netpoll&) = delete;
  Netpoll& operator=(const Netpoll&) = delete;
  // Closes what is still registered. No M is left.
  ~Netpoll();

  // --- descriptors: within a call of the runtime, by a goroutine

  // Registers fd, which must not block. 0, or an errno: EPERM if it is of a kind that can't be polled. The owner stays
  // until close.
  int open(M& m, int fd, PollOwner& owner, PollDesc*& desc);
  // Nobody waits on it any more. Before its descriptor is closed.
  void close(PollDesc& desc);
  // Before an attempt: what was ready before says nothing any more.
  PollResult prepare(PollDesc& desc, Direction direction);
  // After an attempt that would have blocked: parks the goroutine, perhaps until nothing; it tries again. Throws
  // std::logic_error if another goroutine waits in that direction. It may go on on another M.
  PollResult wait(M& m, PollDesc& desc, Direction direction);
  // Nobody waits on it from now on, and who does is woken. The goroutine stays on its M.
  void evict(M& m, PollDesc& desc);
  // From then on nobody waits on it, and who does is woken; kNever: no deadline. The goroutine stays on its M.
  void setDeadline(M& m, PollDesc& desc, Deadline when);

  // --- polling

  // Some descriptor was registered in this run.
  [[nodiscard]] bool isOpen() const { return epoll_.load(std::memory_order_acquire) >= 0; }
  // How many goroutines wait. Seq_cst: who parks counts itself first; an M that finds none must not sleep for them.
  [[nodiscard]] std::uint32_t waiters() const { return waiters_.load(std::memory_order_seq_cst); }
  // True: that was the last one. See networkWoke.
  bool woke(std::uint32_t goroutines) {
    return waiters_.fetch_sub(goroutines, std::memory_order_seq_cst) == goroutines;
  }

  // Polls without waiting if somebody waits for it and nobody else polls. Any M.
  void tryPoll(Events& events);
  // The same for sysmon: only if nobody has for so long (nanoseconds).
  void tryPollAfter(Deadline idle, Events& events);
  // Waits for events, until `until` (kForEver: for ever) or until it is broken off. One M at a time.
  void waitFor(Deadline until, Events& events);
  // Ends a waitFor that is under way, or the next one. Any thread.
  void breakWait();

  // The descriptor that an event is about; null if it is of one that is gone.
  PollDesc* find(const epoll_event& event);

 private:
  static constexpr std::uint32_t kMaxDescs = 1U << 20;
  static constexpr Deadline kWaiting = 0;  // lastPoll_: somebody waits in the poll

  static void deadlinePassed(M& m, const Firing& firing);
  static const TimerOps kDeadlineOps;
  friend struct PollTimer;

  int start() GMPSCOPE_REQUIRES(lock_);
  PollDesc* takeFree() GMPSCOPE_REQUIRES(lock_);
  void giveFree(PollDesc& desc);
  void collect(int count, bool waited, Events& events);

  // -1: not yet made. Release by who makes it, acquire by all others.
  std::atomic<int> epoll_{-1};
  int event_ = -1;            // breaks a wait; written before epoll_
  PollDesc* slab_ = nullptr;  // the same; 0 is no descriptor: the events of breaks carry it
  bool fine_ = kMayWaitFine;  // the kernel counts nanoseconds; only who waits
  std::atomic<std::uint32_t> waiters_{0};
  // A break is under way. Acquire and release between who breaks and who waits: what came before the break is seen
  // after the wait.
  std::atomic<bool> broken_{false};
  // When somebody last polled; kWaiting while somebody waits. Relaxed: a hint, epoll itself orders.
  std::atomic<Deadline> lastPoll_{1};
  std::atomic<bool> polling_{false};  // one at a time without waiting; relaxed, guards nothing

  gmpscope::SpinLock lock_;  // rank: what is handed out
  std::uint32_t used_ GMPSCOPE_GUARDED_BY(lock_) = 1;
  std::vector<std::uint32_t> free_ GMPSCOPE_GUARDED_BY(lock_);
};

// --- netpoll_ready.cpp -----------------------------------------------------------------------------------------

// Wakes those whom the events concern. With a P: the first goes to its queue, the next ones to the global queue for
// idle Ps, the rest to its queue; without: all to the global queue. Starts Ms for idle Ps. Outside a step. True: woke
// somebody.
bool readyPolled(M& m, Netpoll::Events& events, bool waited);
// Looks for events without waiting, when there is nothing else to do. The same otherwise. Holds a P.
bool pollNetwork(M& m);

}  // namespace gmp::rt
