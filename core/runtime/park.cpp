// What goroutines do to each other: wait, wake, yield, create.

#include <algorithm>
#include <stdexcept>
#include <string>

#include "core/base/check.h"
#include "core/runtime/api_call.h"
#include "core/runtime/sched.h"
#include "core/runtime/wait_queue.h"

namespace gmp::rt {
namespace {

using trace::EventKind;

// A full ring: its first half and g go to the global queue. False if a thief made room meanwhile. Inside a step.
bool overflow(M& m, std::uint32_t g, const RunQueue::Seen& seen) {
  std::uint32_t moved[RunQueue::kSize / 2];
  if (!RunQueue::Owner(m.p->queue).takeHalf(seen, moved)) return false;
  const std::uint32_t half = m.p->queue.limit() / 2;
  Sched& sched = m.sched;
  const gmpscope::SpinGuard guard(sched.lock);
  tell(m, EventKind::GOverflow, sched.gs[g], seen.head, seen.tail, sched.global.tail(), half);
  for (std::uint32_t i = 0; i < half; ++i) sched.global.put(moved[i]);
  sched.global.put(g);
  return true;
}

// Inside a step; owner only.
void putLocal(M& m, std::uint32_t g) {
  RunQueue::Owner own(m.p->queue);
  for (;;) {
    RunQueue::Seen seen;
    if (own.putTail(g, seen)) {
      tell(m, EventKind::GPutLocal, m.sched.gs[g], seen.head, seen.tail);
      return;
    }
    if (overflow(m, g, seen)) return;
  }
}

G& newG(M& m) {
  P& p = *m.p;
  if (p.freeGCount == 0) p.freeGCount = m.sched.gs.takeFree(p.freeGs, P::kCache / 2);
  if (p.freeGCount == 0) return m.sched.gs.fresh();
  return m.sched.gs[p.freeGs[--p.freeGCount]];
}

// Text goes in parts of 16 bytes, padded with zeros. Inside a step.
void putText(M& m, std::uint32_t id, std::string_view text) {
  for (std::uint32_t part = 0; part * 16 < text.size() || part == 0; ++part) {
    std::uint32_t words[4] = {};
    text.copy(reinterpret_cast<char*>(words), 16, std::min<std::size_t>(part * 16, text.size()));
    m.trace.put(EventKind::StringPart, part, id, words[0], words[1], words[2], words[3]);
  }
}

}  // namespace

void putRunnable(M& m, G& g, EventKind kind, std::uint32_t a, std::uint32_t b) {
  if (m.mayAvoidNext) [[unlikely]] {
    m.perturbation.here();
    if (!m.sched.knobs.runnext || m.perturbation.avoidsNext()) {
      g.status = GStatus::Runnable;
      tell(m, kind == EventKind::GReady ? EventKind::GReadyTail : EventKind::GCreateTail, g, a, b);
      putLocal(m, g.slot);
      return RunQueue::Owner(m.p->queue).announceTail();
    }
  }
  putNext(m, g, kind, a, b);
}

void putNext(M& m, G& g, EventKind kind, std::uint32_t a, std::uint32_t b) {
  g.status = GStatus::Runnable;
  const RunQueue::Next before = RunQueue::Owner(m.p->queue).putNext(g.slot);
  tell(m, kind, g, a, b, before.generation, before.g);
  if (before.g != 0) putLocal(m, before.g);
}

void putLast(M& m, G& g) {
  g.status = GStatus::Runnable;
  RunQueue::Seen seen;
  if (RunQueue::Owner(m.p->queue).putTail(g.slot, seen)) {
    tell(m, EventKind::GYieldLocal, g, seen.head, seen.tail);
  } else {
    const gmpscope::SpinGuard guard(m.sched.lock);
    tell(m, EventKind::GYield, g, m.sched.global.tail());
    m.sched.global.put(g.slot);
  }
}

void yieldLocal(M& m) {
  m.trace.begin();
  putLast(m, *m.curg);
  leaveM(m, nullptr);
}

void yieldGlobal(M& m) {
  G& g = *m.curg;
  m.trace.begin();
  g.status = GStatus::Runnable;
  G* next = nullptr;
  {
    const gmpscope::SpinGuard guard(m.sched.lock);
    tell(m, EventKind::GYield, g, m.sched.global.tail());
    m.sched.global.put(g.slot);
    // The long way leads past what perturbs.
    if (!m.perturbation.active()) next = takeGlobalOnly(m);
  }
  if (next != nullptr)
    leaveTo(m, next);
  else
    leaveM(m, nullptr);
}

bool enter(M& m, Waitable& waitable) {
  if (waitable.runTag == m.sched.runTag) [[likely]]
    return false;
  waitable.runTag = m.sched.runTag;
  waitable.object = m.sched.nextObject.fetch_add(1, std::memory_order_relaxed);
  waitable.sequence = 0;
  return true;
}

void park(M& m, Waitable& waitable, trace::WaitReason reason, std::uint32_t line) {
  G& g = *m.curg;
  g.reason = reason;
  g.status = GStatus::Waiting;
  tell(m, EventKind::GBlock, g, waitable.object, waitable.sequence++, static_cast<std::uint32_t>(reason), line);
  leaveM(m, &waitable.lock);
}

void ready(M& m, G& g, std::uint32_t object, std::uint32_t sequence) {
  putRunnable(m, g, EventKind::GReady, object, sequence);
  m.trace.end();
  wakeP(m);
}

Woken takeOff(M& m, Waitable& waitable, WaitList waiters) {
  const std::uint32_t count = waiters.size();
  const std::uint32_t before = waitable.sequence;
  if (count > 0) m.trace.begin();
  waitable.sequence += count;
  // While their wake-ups are told one by one, others may change the object already.
  if (count > 1 && m.trace.on()) {
    m.perturbation.here();
    m.trace.put(EventKind::GWakeMany, m.p->id, 0, waitable.object, before, count);
  }
  return {std::move(waiters), waitable.object, before};
}

void readyAll(M& m, Woken woken) {
  // A wake-up and the kick that it may cause are two events; after lost events each of them first says who it is about.
  // The first event of all says how many there are.
  constexpr std::uint32_t kBatch = (trace::EventWriter::kMaxStep - 1) / 4;
  while (!woken.waiters.empty()) {
    for (std::uint32_t i = 0; i < kBatch && !woken.waiters.empty(); ++i)
      putRunnable(m, *woken.waiters.pop().g, EventKind::GReady, woken.object, woken.sequence++);
    m.trace.end();
    wakeP(m);
    if (!woken.waiters.empty()) m.trace.begin();
  }
}

}  // namespace gmp::rt

namespace gmp {

using namespace rt;  // NOLINT: the public functions below are the runtime's own

void detail::spawn(const TaskOps& ops, void* task, std::string_view name) {
  const ApiCall call("go");
  createGoroutine(call.m(), ops, task, name);
}

void rt::createGoroutine(M& m, const detail::TaskOps& ops, void* task, std::string_view name) {
  Sched& sched = m.sched;
  P& p = *m.p;
  const Names::Id named = name.empty() ? Names::Id{} : sched.names.idOf(name);
  G& g = newG(m);
  if (p.nextGoid == p.goidEnd) {
    p.nextGoid = sched.nextGoid.fetch_add(16, std::memory_order_relaxed);
    p.goidEnd = p.nextGoid + 16;
  }
  g.goid = p.nextGoid++;
  g.task = &ops;
  ops.move(g.closure, task);
  g.name = named.value;
  g.savedErrno = 0;
  g.savedNoPreempt = 1;
  g.exceptionState[0] = g.exceptionState[1] = nullptr;
  p.alive.store(p.alive.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);

  m.trace.begin();
  if (named.isNew && m.trace.on()) putText(m, named.value, name.substr(0, Names::kMaxLength));
  putRunnable(m, g, trace::EventKind::GCreate, named.value, static_cast<std::uint32_t>(g.goid));
  m.trace.end();
  wakeP(m);
}

void gosched() {
  const ApiCall call("gosched");
  yieldGlobal(call.m());
}

std::uint64_t goid() {
  const ApiCall call;
  return call.maybe() != nullptr ? call.m().curg->goid : 0;
}

int num_goroutine() {
  const ApiCall call;
  if (call.maybe() == nullptr) return 0;
  const Sched& sched = call.m().sched;
  std::int64_t sum = 0;
  for (std::uint32_t i = 0; i < sched.procCount(); ++i) sum += sched.ps[i].alive.load(std::memory_order_relaxed);
  return static_cast<int>(sum);
}

}  // namespace gmp
