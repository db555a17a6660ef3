// Sleeping: the goroutine waits in the room of the timers of its P.

#include <gmp/time.hpp>

#include "core/runtime/api_call.h"
#include "core/runtime/sched.h"

namespace gmp {

using namespace rt;  // NOLINT: the public functions below are the runtime's own

namespace {

// Nobody else knows of the timer before it is added.
void sleepUntil(M& m, Deadline when) GMPSCOPE_NO_TSA {
  G& g = *m.curg;
  P& p = *m.p;
  Timers& timers = p.timers;
  SleepTimer timer(g, timers);
  timer.when = when;
  g.reason = trace::WaitReason::Sleep;
  g.status = GStatus::Waiting;
  m.trace.begin();
  timers.lock.lock();
  tell(m, trace::EventKind::GBlock, g, timers.object, timers.sequence.fetch_add(1, std::memory_order_relaxed),
       static_cast<std::uint32_t>(g.reason));
  // From here on it may be made ready.
  const Deadline first = timers.add(timer);
  timers.lock.unlock();
  m.trace.end();
  m.sched.timerMask.set(p.id);
  if (first != kNever) timerAdded(m, first);
  m.trace.begin();
  leaveM(m, nullptr);
}

}  // namespace

void sleep_for(duration d) {
  const ApiCall call("sleep_for");
  if (d <= duration::zero()) return;
  sleepUntil(call.m(),
             deadlineIn(call.m().sched.clock.now(), std::chrono::duration_cast<std::chrono::nanoseconds>(d).count()));
}

void sleep_until(time_point t) {
  const ApiCall call("sleep_until");
  const Deadline when = std::chrono::duration_cast<std::chrono::nanoseconds>(t.time_since_epoch()).count();
  if (when <= monotonicNow()) return;
  sleepUntil(call.m(), call.m().sched.clock.fromReal(deadlineIn(0, when)));
}

}  // namespace gmp
