#include "core/runtime/net/net_fd.h"

#include <utility>

#include "core/runtime/net/net_sys.h"
#include "core/runtime/sched.h"

namespace gmp::detail {

using rt::currentM;
using rt::M;

NetFd::Use::Use(NetFd& fd, M& m, rt::Direction direction) : fd_(fd), direction_(direction) {
  fd_.retain();
  entered_ = fd_.lock_.enter(m, direction);
  if (entered_) error_ = fd_.attach(*currentM(), desc_);
}

NetFd::Use::~Use() {
  if (entered_ && fd_.lock_.leave(*currentM(), direction_)) fd_.finish();
  fd_.release();
}

rt::Netpoll& NetFd::Use::poller() { return currentM()->sched.netpoll; }

void NetFd::release() {
  // Acquire and release: the last user sees what all others did before they let go.
  if (users_.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  closeNumber();
  delete this;
}

int NetFd::attach(M& m, rt::PollDesc*& desc) {
  const gmpscope::SpinGuard guard(attachLock_);
  if (runTag_ == 0) {
    if (const int error = m.sched.netpoll.open(m, number(), *this, desc_)) return error;
    runTag_ = m.sched.runTag;
    retain();
  }
  if (runTag_ != m.sched.runTag) return EBADF;  // it belongs to another run
  desc = desc_;
  return 0;
}

ssize_t NetFd::setDeadline(const char* operation, rt::Deadline when) {
  const rt::ApiCall call(operation);
  M& m = call.m();
  if (!lock_.enter()) return -EBADF;
  rt::PollDesc* desc = nullptr;
  const int error = attach(m, desc);
  if (error == 0) m.sched.netpoll.setDeadline(m, *desc, m.sched.clock.fromReal(when));
  if (lock_.leave()) finish();
  return -error;
}

void NetFd::close() {
  const rt::ApiCall call;
  M* m = call.maybe();
  if (!lock_.close(m)) return;
  rt::PollDesc* desc = nullptr;
  {
    const gmpscope::SpinGuard guard(attachLock_);
    if (m != nullptr && runTag_ == m->sched.runTag) desc = desc_;
  }
  if (desc != nullptr) m->sched.netpoll.evict(*m, *desc);
  if (lock_.leave()) finish();
}

void NetFd::finish() {
  const M* m = currentM();
  {
    const gmpscope::SpinGuard guard(attachLock_);
    if (runTag_ == 0) {
      closeNumber();
      return;
    }
    // Another run's poller still knows it.
    if (m == nullptr || runTag_ != m->sched.runTag) return;
    runTag_ = 0;
    m->sched.netpoll.close(*std::exchange(desc_, nullptr));
  }
  closeNumber();
  release();
}

void NetFd::runEnded() noexcept {
  if (lock_.close(nullptr)) lock_.leave();
  {
    const gmpscope::SpinGuard guard(attachLock_);
    runTag_ = 0;
    desc_ = nullptr;
  }
  closeNumber();
  release();
}

void NetFd::closeNumber() {
  // Relaxed: exactly one gets it.
  if (const int fd = fd_.exchange(-1, std::memory_order_relaxed); fd >= 0) rt::sys::closeFd(fd);
}

}  // namespace gmp::detail
