// Starting, stopping and running timers: what of it needs the scheduler.

#include "core/runtime/time/timer.h"

#include <algorithm>

#include "core/runtime/sched.h"
#include "core/runtime/wait_queue.h"

namespace gmp::rt {

using trace::EventKind;

namespace {

void putFired(M& m, const Timer& timer, std::uint32_t owner, Deadline late) {
  const auto nanos = static_cast<std::uint64_t>(late);
  m.trace.put(EventKind::TimerFire, m.p->id, 0, owner, static_cast<std::uint32_t>(timer.ops->kind),
              static_cast<std::uint32_t>(nanos), static_cast<std::uint32_t>(nanos >> 32));
}

// Stands in no heap, and shall.
void putTimer(M& m, Timer& timer) {
  P& p = *m.p;
  p.timers.lock.lock();
  const Deadline first = p.timers.add(timer);
  p.timers.lock.unlock();
  m.sched.timerMask.set(p.id);
  if (first != kNever) timerAdded(m, first);
}

}  // namespace

void beginAwait(M& m, Timer& timer) {
  bool homeless = false;
  Deadline first = kNever;
  timer.lock.lock();
  if (++timer.awaiting == 1 && timer.when != 0) {
    homeless = timer.heap == nullptr;
    if (!homeless && timer.heap->changed(timer)) first = timer.when;
  }
  timer.lock.unlock();
  if (homeless) putTimer(m, timer);
  if (first != kNever) timerAdded(m, first);
}

void endAwait(Timer& timer) {
  const gmpscope::SpinGuard guard(timer.lock);
  if (--timer.awaiting == 0 && timer.heap != nullptr) timer.heap->stopped(timer);
}

void tellFired(M& m, const Timer& timer, std::uint32_t owner, Deadline late) {
  m.trace.begin();
  putFired(m, timer, owner, late);
  m.trace.end();
}

bool resetTimer(M& m, Timer& timer, Deadline when, Deadline period) {
  const Timer::Change change = timer.set(when, period);
  if (change.homeless) putTimer(m, timer);
  if (change.first) timerAdded(m, when);
  return change.pending;
}

bool runTimers(M& m, P& owner) {
  Timers& timers = owner.timers;
  const bool force = timers.manyZombies() && &owner == m.p;
  if (!force && !timers.due(m.sched.clock)) return false;
  const Deadline now = m.sched.clock.now();
  bool ran = false;
  for (;; ran = true) {
    m.trace.begin();
    Firing firing;
    timers.lock.lock();
    const bool due = timers.takeDue(now, force, firing);
    timers.lock.unlock();
    if (!due) {
      m.trace.end();
      return ran;
    }
    Timer& timer = *firing.timer;
    if (timer.ops == nullptr) {
      const auto& sleep = static_cast<SleepTimer&>(timer);
      ready(m, sleep.g, sleep.room.object, sleep.room.sequence.fetch_add(1, std::memory_order_relaxed));
      continue;
    }
    putFired(m, timer, owner.id, now - firing.due);
    m.trace.end();
    m.perturbation.here();
    timer.ops->fire(m, firing);
    if (timer.ops->release != nullptr) timer.ops->release(timer);
  }
}

Deadline earliestTimer(const Sched& sched) {
  Deadline earliest = kNever;
  for (std::uint32_t i = 0; i < sched.procCount(); ++i)
    if (sched.timerMask.has(i)) earliest = std::min(earliest, sched.ps[i].timers.earliest());
  return earliest;
}

}  // namespace gmp::rt
