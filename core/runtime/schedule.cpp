// Running goroutines: choosing the next locally, switching to it, and what a stack does from its first goroutine on.

#include <immintrin.h>
#include <sched.h>

#include <algorithm>

#include "core/base/check.h"
#include "core/runtime/preempt.h"
#include "core/runtime/preempt_count.h"
#include "core/runtime/sched.h"

namespace gmp::rt {

using trace::EventKind;

extern "C" {
__thread M* gmp_rt_current_m __attribute__((tls_model("initial-exec"))) = nullptr;
__thread std::uint32_t gmp_rt_no_preempt __attribute__((tls_model("initial-exec"))) = 0;
}

namespace {

// What is a thread's and travels with a goroutine: errno, the state of exceptions, the reasons not to preempt it.
void saveState(M& m, G& g) {
  g.exceptionState[0] = m.exceptionStateAt[0];
  g.exceptionState[1] = m.exceptionStateAt[1];
  g.savedErrno = *m.errnoAt;
  g.savedNoPreempt = preemptCount();
}
void loadState(M& m, const G& g) {
  m.exceptionStateAt[0] = g.exceptionState[0];
  m.exceptionStateAt[1] = g.exceptionState[1];
  *m.errnoAt = g.savedErrno;
  setPreemptCount(g.savedNoPreempt);
}

// Tells how stacks are guarded whenever that changes: it only gets worse. Outside a step.
StackRecord* freshStack(M& m) {
  Sched& sched = m.sched;
  StackRecord* stack = sched.stacks.fresh();
  const auto now = static_cast<std::uint8_t>(1 + static_cast<std::uint8_t>(sched.stacks.guard()));
  std::uint8_t told = sched.guardTold.load(std::memory_order_relaxed);
  while (told < now && !sched.guardTold.compare_exchange_weak(told, now, std::memory_order_relaxed)) {
  }
  if (told < now) {
    m.trace.begin();
    m.trace.put(EventKind::StackGuard, m.p->id, 0, now - 1U, stack->index);
    m.trace.end();
  }
  return stack;
}

void bindStack(M& m, G& g) {
  P& p = *m.p;
  if (p.freeStackCount == 0) p.freeStackCount = m.sched.stacks.takeRested(p.freeStacks, P::kCache / 2);
  g.stack = p.freeStackCount > 0 ? p.freeStacks[--p.freeStackCount] : freshStack(m);
  g.context = g.stack->resting;
}

// The stack may still be running on this M: only this M takes it from its P's cache, and only once it has left it.
void restStack(M& m, StackRecord* stack) {
  P& p = *m.p;
  if (p.freeStackCount == P::kCache) {
    m.sched.stacks.giveRested(p.freeStacks, P::kCache / 2);
    std::copy(p.freeStacks + P::kCache / 2, p.freeStacks + P::kCache, p.freeStacks);
    p.freeStackCount = P::kCache / 2;
  }
  p.freeStacks[p.freeStackCount++] = stack;
}

void freeG(M& m, G& g) {
  P& p = *m.p;
  g.status = GStatus::Dead;
  g.onCpu.store(false, std::memory_order_relaxed);
  g.stack = nullptr;
  g.context = nullptr;
  g.locked = false;
  p.alive.store(p.alive.load(std::memory_order_relaxed) - 1, std::memory_order_relaxed);
  if (p.freeGCount == P::kCache) {
    m.sched.gs.giveFree(p.freeGs, P::kCache / 2);
    std::copy(p.freeGs + P::kCache / 2, p.freeGs + P::kCache, p.freeGs);
    p.freeGCount = P::kCache / 2;
  }
  p.freeGs[p.freeGCount++] = g.slot;
}

// g runs on this M from now on; its stack is bound.
void claim(M& m, G& g) {
  loadState(m, g);
  g.status = GStatus::Running;
  g.onCpu.store(true, std::memory_order_relaxed);  // only the one M that took it from a queue writes
  m.curg = &g;
  m.p->preempt.store(false, std::memory_order_relaxed);
  m.p->running.store(true, std::memory_order_relaxed);
}

// First thing on any stack after a switch: the one who left may now be resumed by others. Release: pairs with the
// acquire of who waits for onCpu, they see the saved context.
void afterSwitch(M& m) {
  if (G* previous = m.previous) {
    m.previous = nullptr;
    previous->onCpu.store(false, std::memory_order_release);
  }
}

// From a goroutine's stack to `next`, or to g0 if there is none, if `next` is another M's, or if it is still leaving
// its old M: to wait for that here would block the M that may be waiting for us.
void switchFrom(M& m, void** save, StackRecord& stack, G* next) {
  if (next != nullptr && next->stack == nullptr) bindStack(m, *next);
  if (next != nullptr && !next->locked && !next->onCpu.load(std::memory_order_acquire)) {
    claim(m, *next);
    switchTo(save, stack, next->context, *next->stack);
  } else {
    m.next = next;
    m.curg = nullptr;
    m.p->running.store(false, std::memory_order_relaxed);
    switchTo(save, stack, m.g0Context, m.g0Stack);
  }
  afterSwitch(*currentM());
}

// What ends with every goroutine, except for its stack. Begins a step, which pickLocal's caller ends.
void retire(M& m, G& g) {
  m.trace.begin();
  tell(m, EventKind::GExit, g);
  if (g.stack->canary) StackPool::checkCanary(*g.stack);
  if (g.locked) m.tie = Tie::Ends;
  freeG(m, g);
}

void runTask(G& g) {
  // From here to the end of its function it may be preempted.
  allowPreemption();
  g.task->run(g.closure);
  forbidPreemption();
  M& m = *currentM();
  if (g.isMain) {
    endRun(m, 0);
    m.trace.begin();
    m.trace.put(EventKind::RunEnd, m.p->id, 0, 0);
    m.trace.end();
  }
}

// Who has found work looks for it no more, and another does.
void foundWork(M& m) {
  if (!m.spinning) return;
  stopSpinning(m, true);
  wakeP(m);
}

// Runs a goroutine that was taken from a queue. On g0.
void execute(M& m, G& g) {
  if (g.stack == nullptr) bindStack(m, g);
  // Acquire: pairs with afterSwitch on the M that it leaves.
  for (int spins = 0; g.onCpu.load(std::memory_order_acquire); ++spins) {
    if (spins < 64)
      _mm_pause();
    else
      ::sched_yield();
  }
  claim(m, g);
  switchTo(&m.g0Context, m.g0Stack, g.context, *g.stack);
  afterSwitch(m);
  // g0 handles no exception.
  m.exceptionStateAt[0] = nullptr;
  m.exceptionStateAt[1] = nullptr;
}

}  // namespace

G* takeGlobal(M& m, std::uint32_t limit) {
  Sched& sched = m.sched;
  P& p = *m.p;
  const std::uint32_t size = sched.global.size();
  if (size == 0) return nullptr;
  std::uint32_t n = std::min({size, size / sched.procCount() + 1, p.queue.limit() / 2});
  if (limit != 0) n = std::min(n, limit);
  RunQueue::Owner own(p.queue);
  const std::uint32_t position = sched.global.head();
  const std::uint32_t tail = own.tail();
  G* first = &sched.gs[sched.global.take()];
  for (std::uint32_t i = 1; i < n; ++i) own.fill(tail + i - 1, sched.global.take());
  if (n > 1) own.publishTail(tail + n - 1);
  tell(m, EventKind::GStartGlobal, *first, position, n | std::min(size, 0xff'ffffU) << 8, tail,
       p.tick() | (limit == 1 ? 1U << 31 : 0U) | (first->locked ? 1U << 30 : 0U));
  if (!first->locked) p.advanceTick();
  return first;
}

G* takeGlobalOnly(M& m) {
  const P& p = *m.p;
  const bool plain = p.traceEpoch == m.trace.epoch() && m.refused.load(std::memory_order_relaxed) == 0 &&
                     !m.sched.knobs.globalCheck.due(p.tick()) && m.sched.gate.load(std::memory_order_relaxed) == 0 &&
                     m.tie == Tie::None && !p.timers.due(m.sched.clock);
  return plain && p.queue.empty() ? takeGlobal(m, 0) : nullptr;
}

G* pickLocal(M& m) {
  // Relaxed: whoever raised the gate also wakes those who sleep, and what it guards is under the lock.
  if (m.sched.gate.load(std::memory_order_relaxed) != 0 || m.tie != Tie::None || m.p->timers.due(m.sched.clock))
      [[unlikely]]
    return nullptr;
  return takeLocal(m);
}

G* takeLocal(M& m) {
  Sched& sched = m.sched;
  P& p = *m.p;
  if (p.traceEpoch != m.trace.epoch()) [[unlikely]]
    describeQueue(m);
  if (m.refused.load(std::memory_order_relaxed) != 0) [[unlikely]]
    tellRefusals(m);
  if (sched.knobs.globalCheck.due(p.tick()) && sched.global.sizeHint() != 0) {
    const gmpscope::SpinGuard guard(sched.lock);
    if (G* g = takeGlobal(m, 1)) return g;
  }
  RunQueue::Owner own(p.queue);
  if (const RunQueue::Next next = own.takeNext(); next.g != 0) {
    // It inherits the slice: no tick.
    G& g = sched.gs[next.g];
    tell(m, EventKind::GStartNext, g, next.generation, p.tick(), g.locked ? 1 : 0);
    return &g;
  }
  if (const RunQueue::Taken taken = own.takeHead(); taken.g != 0) {
    G& g = sched.gs[taken.g];
    tell(m, EventKind::GStartLocal, g, taken.seen.head, taken.seen.tail, p.tick(), g.locked ? 1 : 0);
    if (!g.locked) p.advanceTick();
    return &g;
  }
  if (sched.global.sizeHint() == 0) return nullptr;
  const gmpscope::SpinGuard guard(sched.lock);
  return takeGlobal(m, 0);
}

void leaveM(M& m, gmpscope::SpinLock* held) {
  if (held != nullptr) held->unlock();
  if (m.perturbation.active()) [[unlikely]] {
    m.perturbation.here();
    // Not who is locked to its thread, nor while Ps are being stopped.
    if (m.tie == Tie::None && m.sched.gate.load(std::memory_order_relaxed) == 0 && m.perturbation.movesOn()) {
      m.trace.end();
      return leaveToAnother(m);
    }
  }
  leaveTo(m, pickLocal(m));
}

void leaveTo(M& m, G* next) {
  G& g = *m.curg;
  m.trace.end();
  if (next == &g) {  // it was woken meanwhile, or yielded with nobody before it
    g.status = GStatus::Running;
    return;
  }
  if (g.stack->canary) StackPool::checkCanary(*g.stack);
  saveState(m, g);
  m.previous = &g;
  switchFrom(m, &g.context, *g.stack, next);
}

void leaveWithoutP(M& m) {
  G& g = *m.curg;
  if (g.stack->canary) StackPool::checkCanary(*g.stack);
  saveState(m, g);
  m.previous = &g;
  m.curg = nullptr;
  switchTo(&g.context, *g.stack, m.g0Context, m.g0Stack);
  afterSwitch(*currentM());
}

void leaveToAnother(M& m) {
  m.p->running.store(false, std::memory_order_relaxed);
  startM(m, false);
  leaveWithoutP(m);
}

void abandonM(M& m) {
  G& g = *m.curg;
  m.curg = nullptr;
  if (m.p != nullptr) m.p->running.store(false, std::memory_order_relaxed);
  switchTo(&g.context, *g.stack, m.g0Context, m.g0Stack);
  gmpscope::checkFailed("an abandoned goroutine was resumed", __FILE__, __LINE__);
}

void endUnwound(M& m) {
  G& g = *m.curg;
  StackRecord* stack = g.stack;
  if (g.isMain) m.sched.mainExited = true;
  retire(m, g);
  G* next = pickLocal(m);
  m.trace.end();
  stack->resting = makeContext(*stack);
  restStack(m, stack);
  void* never = nullptr;
  switchFrom(m, &never, *stack, next);
  gmpscope::checkFailed("an ended stack was resumed", __FILE__, __LINE__);
}

// A stack's life: it runs a goroutine, then takes over the next that never ran without a switch, or rests.
void onFreshStack() {
  afterSwitch(*currentM());
  for (;;) {
    G& g = *currentM()->curg;
    StackRecord* stack = g.stack;
    runTask(g);
    M& m = *currentM();
    retire(m, g);
    G* next = pickLocal(m);
    m.trace.end();
    if (next != nullptr && next->stack == nullptr) {
      next->stack = stack;
      claim(m, *next);
      continue;
    }
    restStack(m, stack);
    switchFrom(m, &stack->resting, *stack, next);
  }
}

void scheduleLoop(M& m) {
  for (;;) {
    if (m.tie != Tie::None) [[unlikely]] {
      if (m.systemCall.load(std::memory_order_relaxed) == SystemCall::Left) return;
      if (m.tie == Tie::Ends) return leaveForGood(m);
      if (!waitForG(m)) return;
      spendTicket(m);
      execute(m, *m.lockedG);
      continue;
    }
    if (m.p == nullptr && (m.systemCall.load(std::memory_order_relaxed) == SystemCall::Left || !stopM(m))) return;
    G* g = m.next;
    m.next = nullptr;
    if (g == nullptr) g = findRunnable(m);
    if (g == nullptr) return;
    spendTicket(m);
    foundWork(m);
    if (g->locked)
      handToItsM(m, *g);
    else
      execute(m, *g);
  }
}

}  // namespace gmp::rt
