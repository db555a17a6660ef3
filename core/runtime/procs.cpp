// Changing how many Ps there are, while the world stands.

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/runtime/api_call.h"
#include "core/runtime/sched.h"
#include "core/runtime/stop_world.h"

namespace gmp::rt {
namespace {

using trace::EventKind;

// The stopper's goroutine goes on with P0, its own being one of those that go.
void changeP(M& m, P& p) {
  P& own = *m.p;
  own.running.store(false, std::memory_order_relaxed);
  own.m.store(nullptr, std::memory_order_relaxed);
  own.stopped.store(true, std::memory_order_relaxed);
  p.stopped.store(false, std::memory_order_relaxed);
  p.running.store(true, std::memory_order_relaxed);
  takeP(m, p);
  m.sched.pins.settle(m);
  m.trace.begin();
  tell(m, EventKind::GChangeP, *m.curg);
  m.trace.end();
}

// The P is no more: who sleeps beside it gets none.
void dismiss(P& p) {
  M* sleeper = std::exchange(p.sleeper, nullptr);
  if (sleeper == nullptr) return;
  sleeper->nextP = nullptr;
  wakeNote(*sleeper);
}

// Timers come to the caller's P, whatever else was cached to all.
void emptyCaches(M& m, P& p) {
  P& own = *m.p;
  {
    const gmpscope::SpinGuard guard(own.timers.lock);
    const gmpscope::SpinGuard theirs(p.timers.lock);
    own.timers.takeAll(p.timers);
  }
  m.sched.timerMask.clear(p.id);
  m.sched.gs.giveFree(p.freeGs, std::exchange(p.freeGCount, 0));
  m.sched.stacks.giveRested(p.freeStacks, std::exchange(p.freeStackCount, 0));
  own.alive.store(own.alive.load(std::memory_order_relaxed) + p.alive.exchange(0, std::memory_order_relaxed),
                  std::memory_order_relaxed);
}

}  // namespace

// Before the run, or while the world stands.
void Sched::setProcs(std::uint32_t count) {
  // Release: pairs with procCount's acquire, whoever sees the number sees the Ps.
  procs_.store(count, std::memory_order_release);
  ps[0].queue.setAlone(count == 1);
  coprimes.clear();
  for (std::uint32_t i = 1; i <= count; ++i)
    if (std::gcd(i, count) == 1) coprimes.push_back(i);
}

// What stands in its queue goes to the head of the global queue, runnext first.
void WorldStop::drain(P& p) {
  M& m = *m_;
  Sched& sched = m.sched;
  RunQueue::Owner own(p.queue);
  m.trace.begin();
  {
    const gmpscope::SpinGuard guard(sched.lock);
    std::uint32_t slots[RunQueue::kSize];
    std::uint32_t count = 0;
    const std::uint32_t head = p.queue.seen().head;
    while (const std::uint32_t slot = own.takeHead().g) slots[count++] = slot;
    if (count > 0) m.trace.put(EventKind::PDrain, p.id, 0, head, count, sched.global.head());
    while (count > 0) sched.global.putFirst(slots[--count]);
    if (const RunQueue::Next next = own.takeNext(); next.g != 0) {
      tellWith(m, p.id, EventKind::PDrainNext, sched.gs[next.g], next.generation, sched.global.head());
      sched.global.putFirst(next.g);
    }
  }
  m.trace.end();
}

std::uint32_t WorldStop::resize(std::uint32_t procs) {
  M& m = *m_;
  Sched& sched = m.sched;
  const std::uint32_t before = sched.procCount();
  if (procs == before) return before;
  sched.ps.grow(procs);
  for (std::uint32_t i = before; i < procs; ++i) sched.ps[i].stopped.store(true, std::memory_order_relaxed);
  if (m.p->id >= procs) {
    {
      const gmpscope::SpinGuard guard(sched.lock);
      dismiss(sched.ps[0]);
    }
    changeP(m, sched.ps[0]);
  }
  for (std::uint32_t i = procs; i < before; ++i) {
    P& p = sched.ps[i];
    drain(p);
    emptyCaches(m, p);
    const gmpscope::SpinGuard guard(sched.lock);
    dismiss(p);
  }
  m.trace.begin();
  {
    const gmpscope::SpinGuard guard(sched.lock);
    sched.setProcs(procs);
    m.trace.put(EventKind::ProcsChange, m.p->id, 0, sched.worldSequence++, before, procs);
  }
  m.trace.end();
  // Whoever sleeps may have looked while they were on their way.
  if (const Deadline first = m.p->timers.earliest(); first != kNever) {
    sched.timerMask.set(m.p->id);
    timerAdded(m, first);
  }
  return before;
}

}  // namespace gmp::rt

namespace gmp {

using namespace rt;  // NOLINT: the public functions below are the runtime's own

int gomaxprocs(int n) {
  const ApiCall call;
  if (call.maybe() == nullptr) return 0;
  const std::uint32_t before = call.m().sched.procCount();
  if (n <= 0 || static_cast<std::uint32_t>(n) == before) return static_cast<int>(before);
  WorldStop world(call.m(), StopCause::Procs);
  return static_cast<int>(world.resize(std::min(static_cast<std::uint32_t>(n), PSlab::kMax)));
}

}  // namespace gmp
