#include "core/runtime/net/netpoll.h"

#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <new>
#include <stdexcept>

#include "core/base/check.h"
#include "core/runtime/sched.h"
#include "core/runtime/wait_queue.h"

namespace gmp::rt {
namespace {

constexpr std::uint64_t kBreak = 0;  // what the event of the breaking descriptor carries

std::uint64_t cookie(const PollDesc& desc) {
  return std::uint64_t{desc.tag.load(std::memory_order_relaxed)} << 32 | desc.index;
}

// Whole milliseconds, rounded up, for a kernel that knows no finer ones.
int milliseconds(Deadline nanos) {
  constexpr Deadline kMost = 1'000'000'000;
  return static_cast<int>(std::min((nanos + 999'999) / 1'000'000, kMost));
}

int waitForEvents(int epoll, Netpoll::Events& events, Deadline nanos, bool& fine) {
  if (fine) {
    const timespec limit{nanos / 1'000'000'000, nanos % 1'000'000'000};
    const int count = ::epoll_pwait2(epoll, events.list, Netpoll::kBatch, &limit, nullptr);
    if (count >= 0 || errno != ENOSYS) return count;
    fine = false;
  }
  return ::epoll_wait(epoll, events.list, Netpoll::kBatch, milliseconds(nanos));
}

PollResult stateOf(const PollDesc& desc) {
  if (desc.closed.load(std::memory_order_seq_cst)) return PollResult::Closed;
  return desc.expired.load(std::memory_order_seq_cst) ? PollResult::TimedOut : PollResult::Ready;
}

// Whoever waits is to look again. Outside a step; holds a P.
void wakeBoth(M& m, PollDesc& desc) {
  for (const Direction direction : kDirections) {
    m.trace.begin();
    const PollWord::Waiter waiter = desc.word(direction).wake(false);
    if (waiter.slot == 0) {
      m.trace.end();
      continue;
    }
    ready(m, m.sched.gs[waiter.slot], desc.roomOf(direction), waiter.sequence);
    networkWoke(m.sched, 1);
  }
}

}  // namespace

const TimerOps Netpoll::kDeadlineOps{TimerKind::Network, deadlinePassed};

PollTimer::PollTimer(PollDesc& whose) : Timer(&Netpoll::kDeadlineOps), desc(whose) {}

Netpoll::~Netpoll() {
  if (!isOpen()) return;
  for (std::uint32_t i = 1; i < used_; ++i)
    if (slab_[i].owner != nullptr) slab_[i].owner->runEnded();
  ::close(epoll_.load(std::memory_order_relaxed));
  ::close(event_);
  ::munmap(slab_, kMaxDescs * sizeof(PollDesc));
}

// Holds the lock. 0 or an errno.
int Netpoll::start() {
  if (isOpen()) return 0;
  const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
  if (epoll < 0) return errno;
  event_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  void* slab = ::mmap(nullptr, kMaxDescs * sizeof(PollDesc), PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = kBreak;
  if (event_ < 0 || slab == MAP_FAILED || ::epoll_ctl(epoll, EPOLL_CTL_ADD, event_, &event) != 0) {
    const int error = errno;
    if (slab != MAP_FAILED) ::munmap(slab, kMaxDescs * sizeof(PollDesc));
    if (event_ >= 0) ::close(event_);
    ::close(epoll);
    return error;
  }
  slab_ = static_cast<PollDesc*>(slab);
  epoll_.store(epoll, std::memory_order_release);
  return 0;
}

// Holds the lock. Null: all are in use.
PollDesc* Netpoll::takeFree() {
  if (!free_.empty()) {
    PollDesc* desc = &slab_[free_.back()];
    free_.pop_back();
    return desc;
  }
  if (used_ == kMaxDescs) return nullptr;
  PollDesc* desc = new (&slab_[used_]) PollDesc;
  desc->index = used_++;
  return desc;
}

int Netpoll::open(M& m, int fd, PollOwner& owner, PollDesc*& desc) {
  const bool first = !isOpen();
  PollDesc* fresh = nullptr;
  {
    const gmpscope::SpinGuard guard(lock_);
    if (const int error = start()) return error;
    fresh = takeFree();
  }
  if (fresh == nullptr) return EMFILE;
  // Somebody may sleep who doesn't hear of events.
  if (first) networkOpened(m.sched);
  for (PollWord& word : fresh->words) word.reset();
  fresh->special.store(false, std::memory_order_relaxed);
  fresh->closed.store(false, std::memory_order_relaxed);
  fresh->expired.store(false, std::memory_order_relaxed);
  fresh->object = m.sched.nextObject.fetch_add(2, std::memory_order_relaxed);
  fresh->fd = fd;
  fresh->owner = &owner;
  epoll_event event{};
  event.events = EPOLLIN | EPOLLPRI | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.u64 = cookie(*fresh);
  if (::epoll_ctl(epoll_.load(std::memory_order_relaxed), EPOLL_CTL_ADD, fd, &event) != 0) {
    const int error = errno;
    giveFree(*fresh);
    return error;
  }
  desc = fresh;
  return 0;
}

void Netpoll::close(PollDesc& desc) {
  ::epoll_ctl(epoll_.load(std::memory_order_relaxed), EPOLL_CTL_DEL, desc.fd, nullptr);
  giveFree(desc);
}

void Netpoll::giveFree(PollDesc& desc) {
  desc.owner = nullptr;
  desc.tag.store(desc.tag.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  const gmpscope::SpinGuard guard(lock_);
  free_.push_back(desc.index);
}

PollResult Netpoll::prepare(PollDesc& desc, Direction direction) {
  const PollResult state = stateOf(desc);
  if (state == PollResult::Ready) desc.word(direction).forget();
  return state;
}

PollResult Netpoll::wait(M& m, PollDesc& desc, Direction direction) {
  PollWord& word = desc.word(direction);
  switch (word.announce()) {
    case PollWord::Announced::Taken:
      throw std::logic_error("gmp: two goroutines wait for one direction of a descriptor");
    case PollWord::Announced::Ready:
      return PollResult::Ready;
    case PollWord::Announced::Yes:
      break;
  }
  G& g = *m.curg;
  if (stateOf(desc) == PollResult::Ready) {
    m.trace.begin();
    g.reason = trace::WaitReason::Network;
    g.status = GStatus::Waiting;
    waiters_.fetch_add(1, std::memory_order_seq_cst);
    std::uint32_t sequence = 0;
    if (word.park(g.slot, sequence)) {
      tell(m, trace::EventKind::GBlock, g, desc.roomOf(direction), sequence, static_cast<std::uint32_t>(g.reason));
      leaveM(m, nullptr);
    } else {
      g.status = GStatus::Running;
      waiters_.fetch_sub(1, std::memory_order_seq_cst);
      m.trace.end();
    }
  }
  word.retract();
  // A deadline that has passed may have been set anew meanwhile: then it goes on as if nothing had happened.
  return stateOf(desc);
}

void Netpoll::evict(M& m, PollDesc& desc) {
  {
    const gmpscope::SpinGuard guard(desc.lock);
    desc.closed.store(true, std::memory_order_seq_cst);
    stopTimer(desc.timer);
  }
  wakeBoth(m, desc);
}

void Netpoll::setDeadline(M& m, PollDesc& desc, Deadline when) {
  const bool past = when <= m.sched.clock.now();
  {
    const gmpscope::SpinGuard guard(desc.lock);
    if (desc.closed.load(std::memory_order_relaxed)) return;
    desc.expired.store(past, std::memory_order_seq_cst);
    if (past || when == kNever)
      stopTimer(desc.timer);
    else
      resetTimer(m, desc.timer, when);
  }
  if (past) wakeBoth(m, desc);
}

void Netpoll::deadlinePassed(M& m, const Firing& firing) {
  PollDesc& desc = static_cast<PollTimer&>(*firing.timer).desc;
  {
    const gmpscope::SpinGuard guard(desc.lock);
    const gmpscope::SpinGuard timerGuard(desc.timer.lock);
    // Set anew, or closed, since it was found due.
    if (desc.timer.sequence != firing.sequence) return;
    desc.expired.store(true, std::memory_order_seq_cst);
  }
  wakeBoth(m, desc);
}

PollDesc* Netpoll::find(const epoll_event& event) {
  PollDesc& desc = slab_[static_cast<std::uint32_t>(event.data.u64)];
  const auto tag = static_cast<std::uint32_t>(event.data.u64 >> 32);
  return desc.tag.load(std::memory_order_relaxed) == tag ? &desc : nullptr;
}

// What the kernel gave, without the event that breaks a wait; only who waited takes that one back.
void Netpoll::collect(int count, bool waited, Events& events) {
  events.count = 0;
  for (int i = 0; i < count; ++i) {
    if (events.list[i].data.u64 != kBreak) {
      events.list[events.count++] = events.list[i];
    } else if (waited) {
      std::uint64_t times = 0;
      GMPSCOPE_CHECK(::read(event_, &times, sizeof times) == sizeof times);
      broken_.store(false, std::memory_order_release);
    }
  }
}

void Netpoll::tryPoll(Events& events) {
  if (!isOpen() || waiters() == 0) return;
  Deadline before = lastPoll_.load(std::memory_order_relaxed);
  if (before == kWaiting || polling_.exchange(true, std::memory_order_relaxed)) return;
  collect(::epoll_wait(epoll_.load(std::memory_order_relaxed), events.list, kBatch, 0), false, events);
  // Unless somebody has begun to wait meanwhile.
  lastPoll_.compare_exchange_strong(before, monotonicNow(), std::memory_order_relaxed);
  polling_.store(false, std::memory_order_relaxed);
}

void Netpoll::tryPollAfter(Deadline idle, Events& events) {
  if (!isOpen() || monotonicNow() - lastPoll_.load(std::memory_order_relaxed) < idle) return;
  tryPoll(events);
}

void Netpoll::waitFor(Deadline until, Events& events) {
  const int epoll = epoll_.load(std::memory_order_relaxed);
  lastPoll_.store(kWaiting, std::memory_order_relaxed);
  const int count = until >= kForEver
                        ? ::epoll_wait(epoll, events.list, kBatch, -1)
                        : waitForEvents(epoll, events, std::max<Deadline>(until - monotonicNow(), 0), fine_);
  collect(count, true, events);
  lastPoll_.store(monotonicNow(), std::memory_order_relaxed);
}

void Netpoll::breakWait() {
  // Acquire and release: see broken_.
  if (broken_.exchange(true, std::memory_order_acq_rel)) return;
  const std::uint64_t once = 1;
  GMPSCOPE_CHECK(::write(event_, &once, sizeof once) == sizeof once);
}

}  // namespace gmp::rt
