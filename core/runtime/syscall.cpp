// System calls. A goroutine that may block in the kernel keeps its M, and its P until somebody needs it: coming back
// early costs one compare-and-swap. Whoever takes the P meanwhile lets another M go on with it.

#include <gmp/runtime.hpp>

#include <utility>

#include "core/runtime/api_call.h"
#include "core/runtime/preempt_count.h"
#include "core/runtime/sched.h"

namespace gmp::rt {
namespace {

using trace::EventKind;

// The thread that called gmp::run must be able to return from there, so it doesn't enter calls that may block: another
// M goes on with its P and the goroutine.
void leaveFirstM(M& m) {
  m.trace.begin();
  if (m.sched.knobs.runnext)
    putNext(m, *m.curg, EventKind::GYieldNext, 0, 0);
  else
    putLast(m, *m.curg);
  m.trace.end();
  leaveToAnother(m);
}

void enterCall(M& m) {
  G& g = *m.curg;
  P& p = *m.p;
  g.status = GStatus::Syscall;
  m.calling = &g;
  m.curg = nullptr;
  m.trace.begin();
  // Relaxed: only the owner makes it odd.
  const std::uint32_t tick = p.syscallTick.load(std::memory_order_relaxed);
  tell(m, EventKind::GSyscall, g, tick);
  m.syscallTick = tick + 1;
  p.running.store(false, std::memory_order_relaxed);
  p.syscallTick.store(tick + 1, std::memory_order_release);
  m.trace.end();
  m.trace.rest();
}

// Makes an odd tick even: the P is the caller's.
bool takeTick(P& p, std::uint32_t tick) {
  return p.syscallTick.compare_exchange_strong(tick, tick + 1, std::memory_order_acq_rel, std::memory_order_relaxed);
}

// The run is over and didn't wait: nothing of it but this thread and its stacks may be touched.
[[noreturn]] void endLeft(M& m) {
  m.p = nullptr;
  m.curg = m.calling;
  abandonM(m);
}

// Its former P, if that is in another M's system call now; or an idle one. Null: all are in use, and the goroutine was
// put into the global queue.
bool findP(M& m, G& g) {
  P& former = *std::exchange(m.p, nullptr);
  const Loose loose(m);
  const std::uint32_t tick = former.syscallTick.load(std::memory_order_relaxed);
  if (tick % 2 != 0 && retakeP(m, former, tick, RetakeCause::Returned)) return true;
  Sched& sched = m.sched;
  m.trace.begin();
  const gmpscope::SpinGuard guard(sched.lock);
  const bool found = !sched.over() && acquireIdleP(m);
  if (!found) {
    g.status = GStatus::Runnable;
    tellWith(m, trace::Event::kNoP, EventKind::GSyscallQueue, g, sched.global.tail());
    sched.global.put(g.slot);
  }
  m.trace.end();
  return found;
}

// Release: pairs with waitForCalls, which then sees where the M or its goroutine is.
void endReturn(M& m) { m.systemCall.store(SystemCall::None, std::memory_order_release); }

void goOn(M& m, G& g) {
  endReturn(m);
  g.status = GStatus::Running;
  m.calling = nullptr;
  m.curg = &g;
  m.p->running.store(true, std::memory_order_relaxed);
}

// Its P's tick was made even only so that the M stands here: it has done so, if it still must, and looks again.
bool stoodAtCall(M& m) {
  const P& p = *m.p;
  const gmpscope::SpinGuard guard(m.sched.lock);
  // Relaxed: nobody else would say that it is this M's.
  if (p.m.load(std::memory_order_relaxed) != &m) return false;
  // Let go already.
  if (!p.callHeld) return p.syscallTick.load(std::memory_order_relaxed) == m.syscallTick;
  // Still under the lock: a step may give the P to another M until this one stands.
  holdLocked(m, HeldAt::Call);
  return true;
}

void leaveCall(M& m) {
  G& g = *m.calling;
  P& p = *m.p;
  do {
    m.trace.begin();
    m.perturbation.here();
    if (takeTick(p, m.syscallTick)) {
      tell(m, EventKind::GSyscallExit, g, m.syscallTick);
      m.trace.end();
      goOn(m, g);
      return;
    }
    m.trace.end();
  } while (stoodAtCall(m));
  if (findP(m, g)) {
    m.sched.pins.settle(m);
    m.trace.begin();
    tell(m, EventKind::GSyscallBack, g);
    m.trace.end();
    m.p->preempt.store(false, std::memory_order_relaxed);  // meant for whoever had it before
    goOn(m, g);
    return;
  }
  endReturn(m);
  m.calling = nullptr;
  m.curg = &g;
  leaveWithoutP(m);
}

}  // namespace

bool retakeP(M& m, P& p, std::uint32_t tick, RetakeCause cause) {
  m.trace.begin();
  const bool taken = takeTick(p, tick);
  if (taken) {
    // Whoever it was had said so before it entered.
    const M& from = *p.m.load(std::memory_order_acquire);
    m.trace.put(EventKind::PRetake, p.id, 0, tick, from.id, static_cast<std::uint32_t>(cause));
    takeP(m, p);
  }
  m.trace.end();
  return taken;
}

bool holdCall(P& p) {
  const std::uint32_t tick = p.syscallTick.load(std::memory_order_relaxed);
  p.callHeld = tick % 2 != 0 && takeTick(p, tick);
  return p.callHeld;
}

void retakeHeldCall(M& m, P& p) {
  p.callHeld = false;
  const M& from = *p.m.load(std::memory_order_acquire);
  const std::uint32_t tick = p.syscallTick.load(std::memory_order_relaxed) - 1;
  m.trace.put(EventKind::PRetake, p.id, 0, tick, from.id, static_cast<std::uint32_t>(RetakeCause::Waited));
  takeP(m, p);
}

void handOffP(M& m) {
  Sched& sched = m.sched;
  if (!m.p->queue.empty() || sched.global.sizeHint() != 0) return startM(m, false);
  // Nobody looks for work, and there is no idle P with which somebody could begin to.
  std::uint32_t none = 0;
  const bool spins = sched.knobs.spinning;
  if (sched.idlePCount.load(std::memory_order_seq_cst) == 0 &&
      (!spins ||
       sched.spinning.compare_exchange_strong(none, 1, std::memory_order_seq_cst, std::memory_order_relaxed))) {
    sched.needSpinning.store(false, std::memory_order_relaxed);
    return startM(m, spins);
  }
  m.trace.begin();
  sched.lock.lock();
  // The last P, and nobody waits in the poll: someone must poll.
  const bool mustPoll =
      sched.netpoll.waiters() != 0 && sched.sleeper == nullptr && sched.idlePs.size() + 1 == sched.procCount();
  // If the world stops, startM does what is to be done.
  const bool work =
      sched.global.size() != 0 || mustPoll || (sched.gate.load(std::memory_order_relaxed) & kTakesPs) == kStopping;
  if (!work) releaseP(m);
  sched.lock.unlock();
  m.trace.end();
  if (work) return startM(m, false);
  // Whoever runs timers may have been waiting for this P.
  if (const Deadline next = earliestTimer(sched); next != kNever) timerAdded(m, next);
}

}  // namespace gmp::rt

namespace gmp::detail {

using namespace rt;  // NOLINT: the public functions below are the runtime's own

BlockingCall::BlockingCall() {
  const ApiCall call("blocking");
  for (;;) {
    M& m = *currentM();
    if (m.id == 0 && m.tie == Tie::None) {
      leaveFirstM(m);
      continue;
    }
    m.systemCall.store(SystemCall::Inside, std::memory_order_seq_cst);
    if (!m.sched.over(std::memory_order_seq_cst)) break;
    m.systemCall.store(SystemCall::None, std::memory_order_relaxed);
    yieldGlobal(m);  // for ever: the run is over
  }
  forbidPreemption();  // until the call is over
  enterCall(*currentM());
}

BlockingCall::~BlockingCall() {
  M& m = *currentM();
  const int error = *m.errnoAt;
  SystemCall inside = SystemCall::Inside;
  if (!m.systemCall.compare_exchange_strong(inside, SystemCall::Returns, std::memory_order_seq_cst)) endLeft(m);
  leaveCall(m);
  leaveRuntime();
  *currentM()->errnoAt = error;
}

}  // namespace gmp::detail
