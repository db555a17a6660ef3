#pragma once
// A descriptor that goroutines read and write: tries, and parks in the network poller while that would block. Shared by
// the handle of the public interface, the calls under way, and the run's poller.
//
// It belongs to the run in which it was first used, and is closed at that run's end at the latest.

#include <sys/types.h>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>

#include "core/base/spin_lock.h"
#include "core/runtime/api_call.h"
#include "core/runtime/net/fd_lock.h"
#include "core/runtime/net/netpoll.h"
#include "core/runtime/net/poll_desc.h"

namespace gmp::detail {

class NetFd final : private rt::PollOwner {
 public:
  // Owns fd, which must not block. One reference, the caller's.
  explicit NetFd(int fd) : fd_(fd) {}

  void retain() { users_.fetch_add(1, std::memory_order_relaxed); }
  void release();

  // -1 once it is closed.
  [[nodiscard]] int number() const { return fd_.load(std::memory_order_relaxed); }

  // Calls `attempt(fd)` until it gives something else than -EAGAIN (would block) or -EINTR, and gives
  // that: a count, or -errno; -EBADF if it is or gets closed, -ETIMEDOUT past its deadline. Throws std::logic_error
  // outside any goroutine.
  template <class Attempt>
  ssize_t perform(const char* operation, rt::Direction direction, Attempt&& attempt) {
    const rt::ApiCall call(operation);
    const Use use(*this, call.m(), direction);
    return use.error() != 0 ? -use.error() : use.perform(attempt);
  }
  // The same for reading a stream into `size` bytes. One that gave fewer has nothing left until the kernel says so, so
  // the next call waits before it tries: of the three system calls of a request and its answer that saves one.
  template <class Attempt>
  ssize_t readStream(const char* operation, std::size_t size, Attempt&& attempt) {
    const rt::ApiCall call(operation);
    const Use use(*this, call.m(), rt::Direction::Read);
    if (use.error() != 0) return -use.error();
    const ssize_t n = use.perform(attempt, drained_);
    drained_ = n > 0 && static_cast<std::size_t>(n) < size;
    return n;
  }
  // Calls `attempt(fd, part, size)` until all is written: 0 or -errno.
  template <class Attempt>
  ssize_t writeAll(const char* operation, const void* from, std::size_t size, Attempt&& attempt) {
    const rt::ApiCall call(operation);
    const Use use(*this, call.m(), rt::Direction::Write);
    if (use.error() != 0) return -use.error();
    const auto* bytes = static_cast<const std::byte*>(from);
    while (size > 0) {
      const ssize_t n = use.perform([&](int fd) { return attempt(fd, bytes, size); });
      if (n < 0) return n;
      bytes += n;
      size -= static_cast<std::size_t>(n);
    }
    return 0;
  }
  // From `when` on calls give -ETIMEDOUT, also those under way; kNever: no deadline. 0 or -errno. Throws
  // std::logic_error outside any goroutine.
  ssize_t setDeadline(const char* operation, rt::Deadline when);
  // Wakes whoever uses it; the last to leave closes the descriptor. A second time it does nothing. Any thread, but only
  // a goroutine of the same run wakes; otherwise it is closed when nobody uses it or the run is over.
  void close();

 private:
  // A call under way in one direction.
  class Use {
   public:
    Use(NetFd& fd, rt::M& m, rt::Direction direction);
    ~Use();
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;

    [[nodiscard]] int error() const { return error_; }
    // `drained`: it would block, unless the kernel has said something since.
    template <class Attempt>
    ssize_t perform(Attempt&& attempt, bool drained = false) const {
      rt::Netpoll& netpoll = poller();
      rt::PollResult result = drained && !desc_->isSpecial() ? netpoll.wait(*rt::currentM(), *desc_, direction_)
                                                             : netpoll.prepare(*desc_, direction_);
      while (result == rt::PollResult::Ready) {
        const ssize_t n = attempt(fd_.number());
        if (n == -EINTR) continue;
        if (n != -EAGAIN) return n;
        result = netpoll.wait(*rt::currentM(), *desc_, direction_);
      }
      return result == rt::PollResult::TimedOut ? -ETIMEDOUT : -EBADF;
    }

   private:
    [[nodiscard]] static rt::Netpoll& poller();

    NetFd& fd_;
    const rt::Direction direction_;
    rt::PollDesc* desc_ = nullptr;
    int error_ = EBADF;
    bool entered_ = false;
  };

  ~NetFd() override = default;
  void runEnded() noexcept override;
  // Registers it in this run. 0 or an errno.
  int attach(rt::M& m, rt::PollDesc*& desc);
  // Closed, and nobody uses it.
  void finish();
  void closeNumber();

  std::atomic<std::uint32_t> users_{1};
  std::atomic<int> fd_;
  rt::FdLock lock_;
  bool drained_ = false;           // the last read took all; of who reads
  gmpscope::SpinLock attachLock_;  // rank: wait queues
  rt::PollDesc* desc_ GMPSCOPE_GUARDED_BY(attachLock_) = nullptr;
  std::uint32_t runTag_ GMPSCOPE_GUARDED_BY(attachLock_) = 0;  // of the run it is registered in, 0: none
};

}  // namespace gmp::detail
