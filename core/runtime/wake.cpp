// Idle Ps, idle Ms, and the protocol that wakes just enough of them.
//
// Whoever makes work makes it visible, then looks whether a P is idle and nobody spins. Whoever stops looking for
// work counts itself out, then looks once more whether there is work. Both write first and read then (seq_cst), so
// work can't be missed by both.

#include <algorithm>
#include <string>

#include "core/base/check.h"
#include "core/base/futex.h"
#include "core/runtime/sched.h"
#include "core/runtime/stop_world.h"

namespace gmp::rt {

void wakeNote(M& m) {
  // Release: pairs with the sleeper's acquire, it sees nextP and nextSpinning.
  m.note.store(1, std::memory_order_release);
  gmpscope::futexWake(m.note);
}

void takeP(M& m, P& p) {
  m.p = &p;
  p.m.store(&m, std::memory_order_release);
}

namespace {

using trace::EventKind;

// What is read without the lock says as many as the list does: with too few nobody would be woken, with too many
// everybody would ask in vain.
void checkIdleCount(const Sched& sched) GMPSCOPE_REQUIRES(sched.lock) {
  GMPSCOPE_CHECK(sched.idlePCount.load(std::memory_order_relaxed) == sched.idlePs.size());
}

// Takes the last one off the list. Holds the lock.
P* popIdleP(Sched& sched) GMPSCOPE_REQUIRES(sched.lock) {
  P* p = sched.idlePs.back();
  sched.idlePs.pop_back();
  p->idle.store(false, std::memory_order_relaxed);
  sched.idlePCount.fetch_sub(1, std::memory_order_seq_cst);
  checkIdleCount(sched);
  wakeSysmon(sched);
  return p;
}

void* threadMain(void* argument) {
  M& m = *static_cast<M*>(argument);
  startThread(m);
  takeP(m, *m.nextP);
  m.spinning = m.nextSpinning;
  m.trace.begin();
  m.trace.put(EventKind::MStart, m.p->id, 0, static_cast<std::uint32_t>(::gettid()));
  if (m.spinning) m.trace.put(EventKind::SpinBegin, m.p->id);
  m.trace.end();
  scheduleLoop(m);
  if (m.systemCall.load(std::memory_order_relaxed) == SystemCall::Left) {
    // Of the run only what this thread stood on is left: it goes with it.
    m.signalStack.putBack();
    gmp_rt_current_m = nullptr;
    const std::shared_ptr<Sched> last = std::move(m.left);
    return nullptr;
  }
  endThread(m);
  return nullptr;
}

}  // namespace

void createThread(M& m, void* (*body)(void*)) {
  if (m.hadThread) pthread_join(m.thread, nullptr);
  m.hadThread = false;
  pthread_attr_t attributes;
  GMPSCOPE_CHECK(pthread_attr_init(&attributes) == 0);
  // g0 runs the scheduler and reports only, but a report unwinds and prints.
  GMPSCOPE_CHECK(pthread_attr_setstacksize(&attributes, 512 * 1024) == 0);
  m.sched.pins.forThreads(attributes);
  if (const int error = pthread_create(&m.thread, &attributes, body, &m); error != 0)
    reportFatal("runtime: failed to create a thread (errno " + std::to_string(error) +
                ")\nfatal error: thread exhaustion\n");
  m.created.store(true, std::memory_order_release);
  pthread_attr_destroy(&attributes);
}

void createThreadless(Sched& sched) {
  std::vector<M*> ms;
  {
    const gmpscope::SpinGuard guard(sched.lock);
    ms.swap(sched.threadless);
  }
  for (M* m : ms) createThread(*m, threadMain);
}

namespace {

// An M for a P that somebody gives away. Holds the lock.
struct Successor {
  M* m;
  bool fresh;
};
Successor takeSuccessor(Sched& sched) GMPSCOPE_REQUIRES(sched.lock) {
  if (!sched.idleMs.empty()) {
    M* m = sched.idleMs.back();
    sched.idleMs.pop_back();
    return {m, false};
  }
  if (!sched.endedMs.empty()) {
    M* m = sched.endedMs.back();
    sched.endedMs.pop_back();
    --sched.quietMs;
    m->created.store(false, std::memory_order_relaxed);
    return {m, true};
  }
  if (sched.ms.size() >= sched.knobs.maxMs)
    reportFatal("runtime: program exceeds " + std::to_string(sched.knobs.maxMs) +
                "-thread limit\nfatal error: thread exhaustion\n");
  sched.ms.push_back(std::make_unique<M>(sched, static_cast<std::uint32_t>(sched.ms.size()), sched.knobs));
  return {sched.ms.back().get(), true};
}

// Inside a step; holds the lock.
void tellSuccessor(M& m, P& p, const Successor& next, bool spinning) GMPSCOPE_REQUIRES(m.sched.lock) {
  const std::uint32_t spins = spinning ? 1 : 0;
  if (next.fresh)
    m.trace.put(EventKind::MSpawn, p.id, 0, next.m->id, spins);
  else
    m.trace.put(EventKind::MUnpark, p.id, 0, next.m->id, m.sched.idleMSequence++, spins);
}

// Outside the lock.
void send(M& m, P& p, const Successor& next, bool spinning) {
  next.m->nextP = &p;
  next.m->nextSpinning = spinning;
  if (!next.fresh) {
    wakeNote(*next.m);
  } else if (m.tie == Tie::None) {
    createThread(*next.m, threadMain);
  } else {
    // The goroutine may have altered this thread (its mask, its cores, its namespaces), and a new one would inherit it.
    const gmpscope::SpinGuard guard(m.sched.lock);
    m.sched.threadless.push_back(next.m);
    wakeNote(*m.sched.sysmon);
  }
}

// Gives an idle P to an idle M, or to a new one. False: there is no idle P, or the run is over. Of a spinning one the
// caller's count is then taken back.
bool startIdleM(M& m, bool spinning) {
  Sched& sched = m.sched;
  sched.lock.lock();
  if (sched.idlePs.empty() || sched.over()) {
    // Before the count goes down: an M that gives up its P looks at this under the lock.
    sched.needSpinning.store(true, std::memory_order_relaxed);
    sched.lock.unlock();
    if (spinning) sched.spinning.fetch_sub(1, std::memory_order_seq_cst);
    return false;
  }
  m.trace.begin();
  P* p = popIdleP(sched);
  const Successor next = takeSuccessor(sched);
  m.trace.put(EventKind::PAcquire, p->id, 0, sched.idlePSequence++, next.m->id);
  tellSuccessor(m, *p, next, spinning);
  sched.lock.unlock();
  m.trace.end();
  send(m, *p, next, spinning);
  return true;
}

}  // namespace

void startIdleMs(M& m, std::uint32_t goroutines) {
  for (std::uint32_t i = 0; i < goroutines && startIdleM(m, false); ++i) {
  }
}

void startM(M& m, bool spinning) {
  Sched& sched = m.sched;
  m.trace.begin();
  sched.lock.lock();
  if (const std::uint32_t gate = sched.gate.load(std::memory_order_relaxed) & kTakesPs; gate != 0) {
    if (gate == kStopping)
      stopP(m, false);
    else
      releaseP(m);
    sched.lock.unlock();
    m.trace.end();
    if (spinning) sched.spinning.fetch_sub(1, std::memory_order_seq_cst);
    return;
  }
  P& p = *m.p;
  m.p = nullptr;
  const Successor next = takeSuccessor(sched);
  m.trace.put(EventKind::PHandOff, p.id, 0, next.m->id);
  tellSuccessor(m, p, next, spinning);
  sched.lock.unlock();
  m.trace.end();
  send(m, p, next, spinning);
}

namespace {

// All Ps are in use: whoever gives one up next shall look once more, for it may have looked where the new work stands
// before that was there. True: somebody has given one up meanwhile.
bool leaveWish(Sched& sched) {
  // With one P whoever gives it up has seen all that there is.
  if (sched.procCount() == 1 || sched.needSpinning.load(std::memory_order_relaxed)) return false;
  // Seq_cst: the wish is written and then the count read; giveUp does the reverse.
  sched.needSpinning.store(true, std::memory_order_seq_cst);
  return sched.idlePCount.load(std::memory_order_seq_cst) != 0;
}

}  // namespace

void wakeP(M& m) {
  Sched& sched = m.sched;
  if (sched.idlePCount.load(std::memory_order_seq_cst) == 0 && !leaveWish(sched)) return;
  if (!sched.knobs.spinning) return static_cast<void>(startIdleM(m, false));
  m.perturbation.here();
  std::uint32_t none = 0;
  if (sched.spinning.load(std::memory_order_relaxed) != 0 ||
      !sched.spinning.compare_exchange_strong(none, 1, std::memory_order_seq_cst, std::memory_order_relaxed))
    return;
  startIdleM(m, true);
}

void becomeSpinning(M& m) {
  if (!m.sched.knobs.spinning) return;
  m.spinning = true;
  m.sched.spinning.fetch_add(1, std::memory_order_seq_cst);
  m.sched.needSpinning.store(false, std::memory_order_relaxed);
  m.trace.begin();
  m.trace.put(EventKind::SpinBegin, m.p->id);
  m.trace.end();
}

void stopSpinning(M& m, bool foundWork) {
  m.spinning = false;
  m.trace.begin();
  m.trace.put(EventKind::SpinEnd, m.p != nullptr ? m.p->id : trace::Event::kNoP, 0, foundWork ? 1 : 0);
  m.trace.end();
  // Seq_cst: counted out before the queues are looked at once more.
  m.sched.spinning.fetch_sub(1, std::memory_order_seq_cst);
}

void releaseP(M& m) {
  Sched& sched = m.sched;
  P* p = m.p;
  m.p = nullptr;
  p->m.store(nullptr, std::memory_order_relaxed);
  p->idle.store(true, std::memory_order_relaxed);
  // Only who holds it adds timers.
  if (p->timers.empty()) sched.timerMask.clear(p->id);
  sched.idlePs.push_back(p);
  m.trace.put(EventKind::PRelease, p->id, 0, sched.idlePSequence++);
  sched.idlePCount.fetch_add(1, std::memory_order_seq_cst);
  checkIdleCount(sched);
}

bool acquireIdleP(M& m) {
  Sched& sched = m.sched;
  if (sched.idlePs.empty()) return false;
  P* p = popIdleP(sched);
  takeP(m, *p);
  m.trace.put(EventKind::PAcquire, p->id, 0, sched.idlePSequence++, m.id);
  return true;
}

bool hasDied(Sched& sched) {
  // With something in the global queue, or a P that is nobody's, sysmon is about to give somebody the P that it took
  // from a system call; afterwards it looks itself. So it does when a run that was held goes on.
  const bool quiet = sched.idleMs.size() + sched.quietMs == sched.ms.size() && sched.global.size() == 0 &&
                     sched.idlePs.size() == sched.procCount();
  if (!quiet || sched.dead || (sched.gate.load(std::memory_order_relaxed) & (kHeld | kErrand)) != 0) return false;
  sched.dead = true;
  return true;
}

bool stopM(M& m) {
  Sched& sched = m.sched;
  m.perturbation.here();
  sched.lock.lock();
  holdWithoutP(m);
  if (sched.over()) {
    sched.lock.unlock();
    return false;
  }
  m.note.store(0, std::memory_order_relaxed);  // nobody else writes it until we are on the list
  endTicket(m);
  m.trace.begin();
  m.trace.put(EventKind::MPark, trace::Event::kNoP, 0, sched.idleMSequence++);
  sched.idleMs.push_back(&m);
  m.asleep = true;
  const bool dead = hasDied(sched);
  // What the last one sleeps for was stopped or closed meanwhile: it shall see that nothing is left to wait for.
  if (sched.idleMs.size() + sched.quietMs + 1 == sched.ms.size() && nothingToSleepFor(sched)) wakeSleeper(sched);
  sched.lock.unlock();
  m.trace.end();
  m.trace.rest();
  if (dead) {
    reportDeadlock(m);
    return false;
  }
  return awaitP(m);
}

bool awaitP(M& m) {
  while (m.note.load(std::memory_order_acquire) == 0) gmpscope::futexWait(m.note, 0);
  if (m.sched.over(std::memory_order_acquire)) return false;
  if (m.nextP == nullptr) return stopM(m);  // what it waited for is no more
  m.asleep = false;
  takeP(m, *m.nextP);
  m.spinning = m.nextSpinning;
  m.trace.begin();
  m.trace.put(EventKind::MWake, m.p->id);
  if (m.spinning) m.trace.put(EventKind::SpinBegin, m.p->id);
  m.trace.end();
  return true;
}

void wakeSysmon(Sched& sched) {
  if (!sched.sysmonWaits) return;
  sched.sysmonWaits = false;
  wakeNote(*sched.sysmon);
}

void wakeAll(Sched& sched) {
  if (sched.sysmon != nullptr) wakeNote(*sched.sysmon);
  for (M* m : sched.idleMs) wakeNote(*m);
  for (std::uint32_t i = 0; i < sched.procCount(); ++i)
    if (M* m = sched.ps[i].sleeper; m != nullptr) wakeNote(*m);
  for (const auto& m : sched.ms)
    if (m->waitsForG) wakeNote(*m);
  wakeSleeper(sched);
}

}  // namespace gmp::rt
