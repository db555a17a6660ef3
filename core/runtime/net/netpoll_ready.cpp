// Whom the network poller woke, and where they go: Go's injectglist. Within a batch the last event comes first, as Go's
// list is a stack.

#include "core/runtime/net/netpoll.h"
#include "core/runtime/sched.h"

namespace gmp::rt {
namespace {

using trace::EventKind;

constexpr std::uint32_t kSpecial = EPOLLPRI | EPOLLRDHUP | EPOLLHUP | EPOLLERR;
constexpr std::uint32_t kReads = EPOLLIN | kSpecial;
constexpr std::uint32_t kWrites = EPOLLOUT | EPOLLHUP | EPOLLERR;
// Descriptors in one step: for each two goroutines, and after lost events each first says who it is.
constexpr int kPerStep = trace::EventWriter::kMaxStep / 4 - 1;

// What has been done of a batch.
class Injection {
 public:
  explicit Injection(M& m) : m_(m), idle_(m.sched.idlePCount.load(std::memory_order_relaxed)) {}

  // Inside a step.
  void wake(PollDesc& desc, Direction direction) {
    const PollWord::Waiter waiter = desc.word(direction).wake(true);
    if (waiter.slot == 0) return;
    G& g = m_.sched.gs[waiter.slot];
    g.status = GStatus::Runnable;
    const std::uint32_t room = desc.roomOf(direction);
    const bool forIdle = m_.p == nullptr || (woken_ > 0 && woken_ <= idle_);
    if (forIdle || !putLocal(g, room, waiter.sequence)) putGlobal(g, room, waiter.sequence);
    ++woken_;
  }

  // Outside a step.
  void startMs() {
    // Some may have gone to the global queue because the local one was full; more Ms than idle Ps don't start.
    if (global_ > 0) startIdleMs(m_, global_);
    if (m_.p == nullptr || woken_ < 2) return;
    RunQueue::Owner(m_.p->queue).announceTail();
    wakeP(m_);
  }

  [[nodiscard]] std::uint32_t woken() const { return woken_; }

 private:
  bool putLocal(G& g, std::uint32_t room, std::uint32_t sequence) {
    RunQueue::Seen seen;
    if (!RunQueue::Owner(m_.p->queue).putTail(g.slot, seen)) return false;
    tell(m_, EventKind::GReadyLocal, g, room, sequence, seen.head, seen.tail);
    return true;
  }
  void putGlobal(G& g, std::uint32_t room, std::uint32_t sequence) {
    Sched& sched = m_.sched;
    const gmpscope::SpinGuard guard(sched.lock);
    tell(m_, EventKind::GReadyGlobal, g, room, sequence, sched.global.tail());
    sched.global.put(g.slot);
    ++global_;
  }

  M& m_;
  const std::uint32_t idle_;
  std::uint32_t woken_ = 0, global_ = 0;
};

}  // namespace

bool readyPolled(M& m, Netpoll::Events& events, bool waited) {
  if (events.count == 0) return false;
  Netpoll& netpoll = m.sched.netpoll;
  Injection injection(m);
  for (int at = events.count; at > 0;) {
    m.trace.begin();
    for (int i = 0; i < kPerStep && at > 0; ++i) {
      const epoll_event& event = events.list[--at];
      PollDesc* desc = netpoll.find(event);
      if (desc == nullptr) continue;
      if ((event.events & kSpecial) != 0) desc->makeSpecial();
      if ((event.events & kWrites) != 0) injection.wake(*desc, Direction::Write);
      if ((event.events & kReads) != 0) injection.wake(*desc, Direction::Read);
    }
    if (at == 0) {
      m.trace.put(EventKind::MPoll, m.p != nullptr ? m.p->id : trace::Event::kNoP, 0, injection.woken(),
                  static_cast<std::uint32_t>(events.count), waited ? 1 : 0);
    }
    m.trace.end();
  }
  injection.startMs();
  // Only now: until they are in a queue, an M that would find nobody waiting could take the run for dead.
  if (injection.woken() > 0) networkWoke(m.sched, injection.woken());
  return injection.woken() > 0;
}

bool pollNetwork(M& m) {
  Netpoll::Events events;
  m.sched.netpoll.tryPoll(events);
  return readyPolled(m, events, false);
}

}  // namespace gmp::rt
