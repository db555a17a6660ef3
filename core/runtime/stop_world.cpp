#include "core/runtime/stop_world.h"

#include <utility>

#include "core/base/futex.h"
#include "core/runtime/preempt.h"
#include "core/runtime/sched.h"

namespace gmp::rt {
namespace {

using trace::EventKind;

// Who still runs was in libc, or has just begun: it is asked often.
constexpr Deadline kAskAgain = 100'000;

// The run is over: this goroutine does nothing any more. Another M that looked at the gate before may take it once.
[[noreturn]] void neverAgain(M& m) {
  for (M* at = &m;; at = currentM()) yieldGlobal(*at);
}

void tellTime(M& m, EventKind kind, Deadline since) GMPSCOPE_REQUIRES(m.sched.lock) {
  const auto nanos = static_cast<std::uint64_t>(monotonicNow() - since);
  m.trace.put(kind, m.p->id, 0, m.sched.worldSequence++, static_cast<std::uint32_t>(nanos),
              static_cast<std::uint32_t>(nanos >> 32));
}

}  // namespace

void stopP(M& m, bool sleeps) {
  Sched& sched = m.sched;
  P& p = *std::exchange(m.p, nullptr);
  p.stopped.store(true, std::memory_order_relaxed);
  p.m.store(nullptr, std::memory_order_relaxed);
  if (sleeps) p.sleeper = &m;
  m.trace.put(EventKind::PStop, p.id, 0, sched.worldSequence++, sched.stopper->id, sleeps ? 1 : 0);
  if (--sched.stopWait > 0) return;
  // Release: pairs with the stopper's acquire, it sees all that the others did.
  sched.stopNote.store(1, std::memory_order_release);
  gmpscope::futexWake(sched.stopNote);
}

bool stopForWorld(M& m) {
  Sched& sched = m.sched;
  if (m.spinning) stopSpinning(m, false);
  m.trace.begin();
  sched.lock.lock();
  const std::uint32_t gate = sched.gate.load(std::memory_order_relaxed) & kTakesPs;
  // Work in its queue: it will go on with that, so it waits beside it. Nobody else puts there.
  const bool sleeps = !m.p->queue.empty();
  if (gate == kStopping) {
    m.note.store(0, std::memory_order_relaxed);  // nobody else writes it until the P is stopped
    m.asleep = sleeps;
    stopP(m, sleeps);
    if (sleeps) endTicket(m);
  }
  sched.lock.unlock();
  m.trace.end();
  if (gate != kStopping) return gate == 0;
  m.trace.rest();
  return sleeps ? awaitP(m) : stopM(m);
}

WorldStop::WorldStop(M& m, StopCause cause) : m_(&m) {
  m.sched.world.acquire(m, trace::WaitReason::World);
  m_ = currentM();
  stop(cause);
}

WorldStop::~WorldStop() {
  start();
  m_->sched.world.release(m_);
}

void WorldStop::stop(StopCause cause) {
  M& m = *m_;
  Sched& sched = m.sched;
  asked_ = monotonicNow();
  m.trace.begin();
  sched.lock.lock();
  const bool over = sched.over();
  if (!over) {
    const std::uint32_t others = sched.procCount() - 1;
    sched.stopper = &m;
    sched.stopWait = others;
    sched.stopNote.store(others == 0 ? 1 : 0, std::memory_order_relaxed);
    // What it guards is under the lock; see Sched::gate.
    sched.gate.fetch_or(kStopping, std::memory_order_seq_cst);
    tell(m, EventKind::WorldStop, *m.curg, sched.worldSequence++, static_cast<std::uint32_t>(cause), others);
  }
  sched.lock.unlock();
  m.trace.end();
  if (over) neverAgain(m);
  seizeIdle();
  // Acquire: pairs with the release in stopP.
  while (seizeCalls(), sched.stopNote.load(std::memory_order_acquire) == 0) {
    preemptAll();
    if (mustHold(m)) hold(m, HeldAt::StopsWorld);
    const timespec deadline = asTimespec(monotonicNow() + kAskAgain);
    gmpscope::futexWait(sched.stopNote, 0, &deadline);
    if (sched.over()) neverAgain(m);
  }
  stopped_ = monotonicNow();
  m.trace.begin();
  {
    const gmpscope::SpinGuard guard(sched.lock);
    tellTime(m, EventKind::WorldStopped, asked_);
  }
  m.trace.end();
}

// With the gate up nobody puts a P on the idle list any more.
void WorldStop::seizeIdle() {
  P* own = m_->p;
  for (bool found = true; found;) {
    m_->trace.begin();
    {
      const gmpscope::SpinGuard guard(m_->sched.lock);
      found = acquireIdleP(*m_);
      if (found) stopP(*m_, false);
    }
    m_->trace.end();
    m_->p = own;
  }
}

void WorldStop::seizeCalls() {
  M& m = *m_;
  P* own = m.p;
  for (std::uint32_t i = 0; i < m.sched.procCount(); ++i) {
    P& p = m.sched.ps[i];
    // Relaxed: the compare-and-swap that takes it decides.
    const std::uint32_t tick = p.syscallTick.load(std::memory_order_relaxed);
    if (tick % 2 == 0 || !retakeP(m, p, tick, RetakeCause::WorldStops)) continue;
    m.trace.begin();
    {
      const gmpscope::SpinGuard guard(m.sched.lock);
      stopP(m, false);
    }
    m.trace.end();
    m.p = own;
  }
}

void WorldStop::preemptAll() {
  M& m = *m_;
  for (std::uint32_t i = 0; i < m.sched.procCount(); ++i) {
    P& p = m.sched.ps[i];
    if (&p == m.p || p.stopped.load(std::memory_order_relaxed)) continue;
    const bool running = p.running.load(std::memory_order_relaxed);
    if (running) requestPreempt(m, p, PreemptCause::WorldStops, m.sched.knobs.asyncPreemption, p.tick());
  }
}

void WorldStop::start() {
  M& m = *m_;
  Sched& sched = m.sched;
  pollNetwork(m);
  m.trace.begin();
  {
    const gmpscope::SpinGuard guard(sched.lock);
    sched.gate.fetch_and(~kStopping, std::memory_order_seq_cst);
    tellTime(m, EventKind::WorldStart, stopped_);
  }
  m.trace.end();
  P* own = m.p;
  for (std::uint32_t i = sched.procCount(); i > 0; --i)
    if (P& p = sched.ps[i - 1]; &p != own) giveBack(p);
  m.p = own;
  wakeP(m);
}

// To the M that sleeps beside it, to another if there is work, or to the idle list.
void WorldStop::giveBack(P& p) {
  M& m = *m_;
  Sched& sched = m.sched;
  m.p = &p;
  p.stopped.store(false, std::memory_order_relaxed);
  m.trace.begin();
  sched.lock.lock();
  M* sleeper = std::exchange(p.sleeper, nullptr);
  const bool works = sleeper == nullptr && !p.queue.empty();
  if (sleeper != nullptr)
    m.trace.put(EventKind::PHandOff, p.id, 0, sleeper->id);
  else if (!works)
    releaseP(m);
  sched.lock.unlock();
  m.trace.end();
  if (works) return startM(m, false);
  if (sleeper == nullptr) return;
  sleeper->nextP = &p;
  sleeper->nextSpinning = false;
  wakeNote(*sleeper);
}

}  // namespace gmp::rt
