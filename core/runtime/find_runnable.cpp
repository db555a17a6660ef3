// The search for work, in Go's order, and what an M does when there is none.

#include <gmp/time.hpp>

#include <algorithm>

#include "core/base/check.h"
#include "core/runtime/api_call.h"
#include "core/runtime/sched.h"
#include "core/runtime/wait_queue.h"

namespace gmp::rt {
namespace {

// An M that stopped spinning looks at everything once more: work that came after it had looked may have been left to
// it. True: it has a P again, and spins again.
bool recheck(M& m) {
  Sched& sched = m.sched;
  bool work = sched.global.sizeHint() != 0 || sched.timers.due();
  for (std::uint32_t i = 0; i < sched.procs && !work; ++i) work = !sched.ps[i].queue.empty();
  if (!work) return false;
  m.trace.begin();
  sched.lock.lock();
  const bool got = acquireIdleP(m);
  sched.lock.unlock();
  m.trace.end();
  if (got) becomeSpinning(m);
  return got;
}

// After a sleep: a P if one is idle, to look for work with.
bool comeBack(M& m) {
  m.trace.begin();
  m.sched.lock.lock();
  const bool got = !m.sched.gate.load(std::memory_order_relaxed) && acquireIdleP(m);
  m.sched.lock.unlock();
  m.trace.end();
  return got;
}

// Under the lock, the last look at the global queue before the P is given up.
enum class Last : std::uint8_t { GotWork, MustSpin, GaveUp };
Last giveUp(M& m, G*& found) {
  Sched& sched = m.sched;
  m.trace.begin();
  sched.lock.lock();
  Last last = Last::GaveUp;
  if (!sched.gate.load(std::memory_order_relaxed) && (found = takeGlobal(m, 0)) != nullptr)
    last = Last::GotWork;
  else if (!m.spinning && sched.needSpinning.load(std::memory_order_relaxed) &&
           !sched.gate.load(std::memory_order_relaxed))
    last = Last::MustSpin;
  else {
    GMPSCOPE_CHECK(m.p->queue.empty());  // only its owner puts, and we found nothing
    releaseP(m);
  }
  sched.lock.unlock();
  m.trace.end();
  return last;
}

}  // namespace

G* findRunnable(M& m) {
  Sched& sched = m.sched;
  for (;;) {
    if (sched.gate.load(std::memory_order_relaxed)) return nullptr;
    runTimers(m);
    m.trace.begin();
    G* g = takeLocal(m);
    m.trace.end();
    if (g != nullptr) return g;

    // At most half of the busy Ps' number of Ms spin.
    if (m.spinning || 2 * sched.spinning.load(std::memory_order_relaxed) <
                          sched.procs - sched.idlePCount.load(std::memory_order_relaxed)) {
      if (!m.spinning) becomeSpinning(m);
      if (sched.timers.due()) continue;
      g = stealWork(m);
      if (g != nullptr) return g;
    }

    const Last last = giveUp(m, g);
    if (last == Last::GotWork) return g;
    if (last == Last::MustSpin) {
      becomeSpinning(m);
      continue;
    }
    if (m.spinning) {
      stopSpinning(m, false);
      if (recheck(m)) continue;
    }
    if (sleepUntilTimer(m) && comeBack(m)) continue;
    if (!stopM(m)) return nullptr;
  }
}

void runTimers(M& m) {
  Sched& sched = m.sched;
  if (!sched.timers.due()) return;
  const Deadline now = monotonicNow();
  for (;;) {
    m.trace.begin();
    Timers::Entry entry;
    sched.timers.lock.lock();
    const bool due = sched.timers.takeDue(now, entry);
    const std::uint32_t sequence = due ? sched.timers.sequence++ : 0;
    sched.timers.lock.unlock();
    if (!due) {
      m.trace.end();
      return;
    }
    ready(m, sched.gs[entry.g], trace::kTimersObject, sequence);
  }
}

}  // namespace gmp::rt

namespace gmp {

using namespace rt;  // NOLINT: the public functions below are the runtime's own

void sleep_for(duration d) {
  const ApiCall call("sleep_for");
  M& m = call.m();
  if (d <= duration::zero()) return;
  const Deadline now = monotonicNow();
  const auto wanted = std::chrono::duration_cast<std::chrono::nanoseconds>(d).count();
  // kNever is "no timer": a sleep for ever still waits on one.
  const Deadline when = wanted < kNever - 1 - now ? now + wanted : kNever - 1;
  G& g = *m.curg;
  Timers& timers = m.sched.timers;
  g.reason = trace::WaitReason::Sleep;
  g.status = GStatus::Waiting;
  m.trace.begin();
  timers.lock.lock();
  tell(m, trace::EventKind::GBlock, g, trace::kTimersObject, timers.sequence++, static_cast<std::uint32_t>(g.reason));
  timers.add({when, g.slot});
  timers.lock.unlock();
  m.trace.end();
  timerAdded(m, when);
  m.trace.begin();
  leaveM(m, nullptr);
}

void sleep_until(time_point t) { sleep_for(t - std::chrono::steady_clock::now()); }

}  // namespace gmp
