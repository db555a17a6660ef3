// The one M that sleeps for all, until the next timer or until the network has something. It stands on no list.

#include <algorithm>

#include "core/base/futex.h"
#include "core/runtime/sched.h"

namespace gmp::rt {

using trace::EventKind;

void wakeSleeper(Sched& sched) {
  if (sched.sleeper == nullptr) return;
  wakeNote(*sched.sleeper);
  if (sched.netpoll.isOpen()) sched.netpoll.breakWait();
}

bool nothingToSleepFor(const Sched& sched) { return earliestTimer(sched) == kNever && sched.netpoll.waiters() == 0; }

namespace {

// After a sleep: a P if one is idle, to look for work with.
bool comeBack(M& m) {
  m.trace.begin();
  m.sched.lock.lock();
  const bool got = !m.sched.over() && acquireIdleP(m);
  m.sched.lock.unlock();
  m.trace.end();
  return got;
}

// The sleep itself: in the network poller once there is something that it could hear of.
void sleepUntil(M& m, Deadline until, Netpoll::Events& events) {
  Sched& sched = m.sched;
  const Deadline now = sched.clock.now();
  const auto nanos = static_cast<std::uint64_t>(until > now ? until - now : 0);
  const bool polls = sched.netpoll.isOpen();
  m.trace.begin();
  m.trace.put(polls ? EventKind::MPollWait : EventKind::MSleep, trace::Event::kNoP, 0,
              static_cast<std::uint32_t>(nanos), static_cast<std::uint32_t>(nanos >> 32), 1 + sched.sleeperTurn++);
  m.trace.end();
  m.trace.rest();
  // While the clock stands it doesn't come to that time: whoever starts it, or lets it jump, wakes us.
  const bool forEver = sched.clock.stands();
  const Deadline real = forEver ? kForEver : sched.clock.toReal(until);
  if (polls) return sched.netpoll.waitFor(real, events);
  const timespec deadline = asTimespec(real);
  while (until > now && m.note.load(std::memory_order_acquire) == 0) {
    if (!gmpscope::futexWait(m.note, 0, forEver ? nullptr : &deadline)) break;
  }
}

}  // namespace

bool sleepUntilEvent(M& m) {
  Sched& sched = m.sched;
  if (nothingToSleepFor(sched)) return false;
  sched.lock.lock();
  if (sched.sleeper != nullptr || sched.over()) {
    sched.lock.unlock();
    return false;
  }
  sched.sleeper = &m;
  m.note.store(0, std::memory_order_relaxed);
  endTicket(m);
  sched.lock.unlock();

  // Published first, then the earliest is read: who adds an earlier timer does it the other way round.
  sched.sleeperDeadline.store(0, std::memory_order_seq_cst);
  m.perturbation.here();
  Netpoll::Events events;
  // Others may have run the last timer meanwhile. Who adds one then must not believe that somebody sleeps for it.
  const bool sleeps = !nothingToSleepFor(sched);
  if (sleeps) {
    const Deadline until = std::min(earliestTimer(sched), kForEver);
    sched.sleeperDeadline.store(until, std::memory_order_seq_cst);
    sleepUntil(m, until, events);
  }
  const Loose loose(m);
  if (sleeps) {
    m.trace.begin();
    m.trace.put(EventKind::MWake, trace::Event::kNoP, 0, 0, 1 + sched.sleeperTurn++);
    m.trace.end();
  }
  sched.sleeperDeadline.store(kNever, std::memory_order_seq_cst);
  sched.lock.lock();
  sched.sleeper = nullptr;
  sched.lock.unlock();
  const bool got = comeBack(m);
  const bool woke = readyPolled(m, events, true);
  // Counted, so that another M is started if this one finds work: it would no longer sleep for the next timer. For the
  // network alone that isn't worth it, as in Go: who runs dry polls again.
  if (got && (!woke || earliestTimer(sched) != kNever)) {
    becomeSpinning(m);
    if (!m.spinning) wakeP(m);
  }
  return got;
}

void networkOpened(Sched& sched) {
  const gmpscope::SpinGuard guard(sched.lock);
  wakeSleeper(sched);
}

void networkWoke(Sched& sched, std::uint32_t goroutines) {
  // Who goes to sleep publishes that it does, and then looks whether somebody waits.
  if (!sched.netpoll.woke(goroutines) || sched.sleeperDeadline.load(std::memory_order_seq_cst) == kNever) return;
  const gmpscope::SpinGuard guard(sched.lock);
  wakeSleeper(sched);
}

void timerAdded(M& m, Deadline when) {
  Sched& sched = m.sched;
  const Deadline asleepUntil = sched.sleeperDeadline.load(std::memory_order_seq_cst);
  if (asleepUntil == kNever) {
    // Nobody sleeps on timers: an idle P, if any, may get an M that will.
    wakeP(m);
    return;
  }
  if (when >= asleepUntil && asleepUntil != 0) return;
  const gmpscope::SpinGuard guard(sched.lock);
  wakeSleeper(sched);
}

}  // namespace gmp::rt
