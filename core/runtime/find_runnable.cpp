// The search for work, in Go's order, and what an M does when there is none.

#include "core/base/check.h"
#include "core/runtime/sched.h"
#include "core/runtime/stop_world.h"

namespace gmp::rt {
namespace {

// An M that stopped spinning looks at everything once more: work that came after it had looked may have been left to
// it. True: it has a P again, and spins again.
bool recheck(M& m) {
  Sched& sched = m.sched;
  bool work = sched.global.sizeHint() != 0;
  const bool steals = sched.knobs.steal;  // else what stands in queues is their owners' alone
  for (std::uint32_t i = 0; i < sched.procCount() && !work; ++i) {
    const P& p = sched.ps[i];
    work = (steals && !p.queue.empty()) || (sched.timerMask.has(i) && p.timers.due(sched.clock));
  }
  if (!work) return false;
  sched.lock.lock();
  holdWithoutP(m);
  m.trace.begin();
  const bool got = acquireIdleP(m);
  sched.lock.unlock();
  m.trace.end();
  if (got) becomeSpinning(m);
  return got;
}

// What is asked of all Ms: hold, stop for the world, start what control wants. False: the run is over. Holds a P, and
// comes back with one. On g0, outside a step.
bool comeToGate(M& m) {
  Sched& sched = m.sched;
  if (sched.over()) return false;
  if (mustHold(m) || m.ticket.load(std::memory_order_relaxed) == Ticket::Spent) hold(m, HeldAt::Gate);
  const std::uint32_t gate = sched.gate.load(std::memory_order_relaxed);
  if ((gate & kRunOver) != 0) return false;
  if ((gate & kStopping) != 0) return stopForWorld(m);
  if ((gate & kErrand) != 0) startErrands(m);
  return true;
}

// Under the lock, the last look at the global queue before the P is given up.
enum class Last : std::uint8_t { GotWork, MustSpin, GaveUp, GateIsUp };
Last giveUp(M& m, G*& found) {
  Sched& sched = m.sched;
  m.trace.begin();
  sched.lock.lock();
  Last last = Last::GaveUp;
  const std::uint32_t gate = sched.gate.load(std::memory_order_relaxed) & kTakesPs;
  // With the world being stopped its P goes to the stopper, not to the idle list.
  if (gate == kStopping || (gate == 0 && mayNotGoOn(m)))
    last = Last::GateIsUp;
  else if (gate == 0 && (found = takeGlobal(m, 0)) != nullptr)
    last = Last::GotWork;
  else if (gate == 0 && !m.spinning && sched.knobs.spinning && sched.needSpinning.load(std::memory_order_relaxed))
    last = Last::MustSpin;
  else {
    GMPSCOPE_CHECK(m.p->queue.empty());  // only its owner puts, and we found nothing
    releaseP(m);
    // Seq_cst: see leaveWish in wake.cpp. Who spins looks at everything once more anyway.
    if (!m.spinning && sched.knobs.spinning && sched.needSpinning.load(std::memory_order_seq_cst) && acquireIdleP(m))
      last = Last::MustSpin;
  }
  sched.lock.unlock();
  m.trace.end();
  return last;
}

}  // namespace

G* findRunnable(M& m) {
  Sched& sched = m.sched;
  for (;;) {
    if (sched.gate.load(std::memory_order_relaxed) != 0) [[unlikely]] {
      if (!comeToGate(m)) return nullptr;
      if (mayNotGoOn(m)) continue;
    }
    sched.pins.settle(m);
    runTimers(m, *m.p);
    m.trace.begin();
    G* g = takeLocal(m);
    m.trace.end();
    if (g != nullptr) return g;
    if (pollNetwork(m)) continue;

    // At most half of the busy Ps' number of Ms spin.
    if (m.spinning || 2 * sched.spinning.load(std::memory_order_relaxed) <
                          sched.procCount() - sched.idlePCount.load(std::memory_order_relaxed)) {
      if (!m.spinning) becomeSpinning(m);
      g = stealWork(m);
      // Who spins wakes the next when it starts the goroutine.
      if (g != nullptr && !m.spinning) wakeP(m);
      if (g != nullptr) return g;
    }

    const Last last = giveUp(m, g);
    if (last == Last::GotWork) return g;
    if (last == Last::GateIsUp) continue;
    if (last == Last::MustSpin) {
      becomeSpinning(m);
      continue;
    }
    const bool spun = m.spinning;
    m.perturbation.here();
    if (spun) stopSpinning(m, false);
    if ((spun || !sched.knobs.spinning) && recheck(m)) continue;
    if (sleepUntilEvent(m)) continue;
    if (!stopM(m)) return nullptr;
  }
}

}  // namespace gmp::rt
