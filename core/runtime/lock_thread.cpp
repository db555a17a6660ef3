// Goroutines locked to their threads. A locked M runs its goroutine only: while that waits or stands in a queue the M
// sleeps, without a P, and whoever takes the goroutine from a queue hands it over together with its own P.

#include <gmp/runtime.hpp>

#include <sched.h>

#include <utility>

#include "core/base/futex.h"
#include "core/runtime/api_call.h"
#include "core/runtime/sched.h"

namespace gmp::rt {
namespace {

using trace::EventKind;

// Sleeps until the note is set. False: the run is over, or dead, which is reported.
bool sleepQuietly(M& m, bool dead) {
  m.trace.rest();
  if (dead) {
    reportDeadlock(m);
    return false;
  }
  // Acquire: pairs with the waker's release.
  while (m.note.load(std::memory_order_acquire) == 0) gmpscope::futexWait(m.note, 0);
  return !m.sched.over(std::memory_order_acquire);
}

}  // namespace

bool waitForG(M& m) {
  Sched& sched = m.sched;
  if (m.p != nullptr) handOffP(m);
  m.trace.begin();
  sched.lock.lock();
  const bool over = sched.over();
  if (!over) {
    // Whoever hands it over counts it out again, perhaps before this.
    ++sched.quietMs;
    m.waitsForG = true;
    m.asleep = true;
    endTicket(m);
    m.trace.put(EventKind::MParkLocked, trace::Event::kNoP, m.lockedG->slot);
  }
  const bool dead = !over && hasDied(sched);
  sched.lock.unlock();
  m.trace.end();
  if (over || !sleepQuietly(m, dead)) return false;
  // Until its goroutine runs again nobody sets it.
  m.note.store(0, std::memory_order_relaxed);
  m.asleep = false;
  takeP(m, *m.nextP);
  m.sched.pins.settle(m);
  m.trace.begin();
  m.trace.put(EventKind::MWake, m.p->id);
  m.trace.end();
  if (mustHold(m)) hold(m, HeldAt::Gate);
  m.trace.begin();
  tell(m, EventKind::GStartLocked, *m.lockedG, m.p->tick());
  m.trace.end();
  m.p->advanceTick();
  return true;
}

void handToItsM(M& m, G& g) {
  Sched& sched = m.sched;
  M& its = *g.lockedM;
  P* p = m.p;
  m.trace.begin();
  {
    const gmpscope::SpinGuard guard(sched.lock);
    --sched.quietMs;
    its.waitsForG = false;
    tell(m, EventKind::GHandLocked, g, its.id);
  }
  m.trace.end();
  m.p = nullptr;
  its.nextP = p;
  wakeNote(its);
}

void leaveForGood(M& m) {
  Sched& sched = m.sched;
  const bool callers = m.id == 0;
  m.note.store(0, std::memory_order_relaxed);
  if (m.p != nullptr) handOffP(m);
  // Whoever made this thread must be done with the M before the next thread may be made for it.
  while (!callers && !m.created.load(std::memory_order_acquire)) ::sched_yield();
  m.trace.begin();
  sched.lock.lock();
  const bool over = sched.over();
  if (!over) {
    ++sched.quietMs;
    endTicket(m);
    m.lockedG = nullptr;
    m.lockDepth = 0;
    m.waitsForG = callers;
    if (!callers) {
      m.hadThread = true;
      m.tie = Tie::None;
      sched.endedMs.push_back(&m);
    }
  }
  const bool dead = !over && hasDied(sched);
  sched.lock.unlock();
  m.trace.end();
  if (over) return;
  if (callers)
    sleepQuietly(m, dead);
  else if (dead)
    reportDeadlock(m);
}

}  // namespace gmp::rt

namespace gmp {

using namespace rt;  // NOLINT: the public functions below are the runtime's own

void lock_os_thread() {
  const ApiCall call;
  if (call.maybe() == nullptr) return;
  M& m = call.m();
  if (m.lockDepth++ > 0) return;
  G& g = *m.curg;
  m.tie = Tie::Locked;
  m.lockedG = &g;
  m.note.store(0, std::memory_order_relaxed);  // from now on it is set by who hands the goroutine over
  g.locked = true;
  g.lockedM = &m;
  m.trace.begin();
  tell(m, trace::EventKind::GLock, g);
  m.trace.end();
}

void unlock_os_thread() {
  const ApiCall call;
  if (call.maybe() == nullptr) return;
  M& m = call.m();
  if (m.lockDepth == 0 || --m.lockDepth > 0) return;
  G& g = *std::exchange(m.lockedG, nullptr);
  m.tie = Tie::None;
  g.locked = false;
  g.lockedM = nullptr;
  m.trace.begin();
  tell(m, trace::EventKind::GUnlock, g);
  m.trace.end();
}

}  // namespace gmp
