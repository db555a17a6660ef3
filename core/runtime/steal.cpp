// Stealing: four passes over all Ps in a random order; timers and runnext only in the last.

#include <ctime>

#include "core/runtime/sched.h"

namespace gmp::rt {
namespace {

using trace::EventKind;

constexpr std::uint32_t kPasses = 4;  // of one who doesn't spin: only the last

// Nanoseconds. Go says 3 µs, which the kernel makes some 55 of, with the slack that timers of other threads have. Ours
// have none; a thief that is back after 3 µs finds nothing, goes to sleep, and is woken by the next goroutine that is
// made ready: a pair at P = 2 then spends a tenth of its time waking it.
constexpr long kMoment = 50'000;

enum class Found : std::uint32_t { Nothing, Ring, Next, Timers };

// The order of victims follows from start and stride, so one event tells the whole search.
struct Search {
  std::uint32_t start = 0;
  std::uint32_t stride = 1;
  std::uint32_t looked = 0;
};

void tellSearch(M& m, const Search& search, Found found) {
  m.trace.put(EventKind::StealSearch, m.p->id, 0, search.start, search.stride, search.looked,
              static_cast<std::uint32_t>(found));
}

// The last of the stolen runs at once, the others go to the thief's ring.
G* stealHalf(M& m, P& victim, const Search& search) {
  if (victim.queue.seen().head == victim.queue.seen().tail) return nullptr;
  RunQueue::Owner own(m.p->queue);
  m.trace.begin();
  const RunQueue::Half half =
      RunQueue::Thief(victim.queue).takeHalf(own, m.sched.knobs.stealHalf ? RunQueue::kSize : 1);
  m.perturbation.here();
  if (half.count == 0) {
    m.trace.end();
    return nullptr;
  }
  const std::uint32_t tail = own.tail();
  const std::uint32_t slot = m.p->queue.peek(tail + half.count - 1);
  if (half.count > 1) own.publishTail(tail + half.count - 1);
  tellSearch(m, search, Found::Ring);
  G& g = m.sched.gs[slot];
  tell(m, EventKind::GStartSteal, g, victim.id | half.count << 16 | (g.locked ? 1U << 31 : 0U), half.seen.head,
       half.seen.tail, tail);
  m.trace.end();
  return &g;
}

G* stealNext(M& m, P& victim, const Search& search) {
  const RunQueue::Next before = victim.queue.next();
  if (before.g == 0) return nullptr;
  // A running victim is about to run it itself: a wake-up followed by a wait is the common case. Give it a moment, and
  // leave it what it has put there since.
  if (victim.running.load(std::memory_order_relaxed)) {
    const timespec moment{0, kMoment};
    ::nanosleep(&moment, nullptr);
    if (victim.queue.next().generation != before.generation) return nullptr;
  }
  m.trace.begin();
  const RunQueue::Next next = RunQueue::Thief(victim.queue).takeNext();
  if (next.g != 0) {
    tellSearch(m, search, Found::Next);
    G& g = m.sched.gs[next.g];
    tell(m, EventKind::GStartStealNext, g, victim.id, next.generation, g.locked ? 1 : 0);
  }
  m.trace.end();
  return next.g != 0 ? &m.sched.gs[next.g] : nullptr;
}

// Whom the victim's timers make ready stands in this P's own queue. Its start is not a theft.
G* stealTimers(M& m, P& victim, const Search& search) {
  if (!runTimers(m, victim)) return nullptr;
  m.trace.begin();
  tellSearch(m, search, Found::Timers);
  G* g = takeLocal(m);
  m.trace.end();
  return g;
}

}  // namespace

G* stealWork(M& m) {
  Sched& sched = m.sched;
  Search search;
  const std::uint32_t procs = sched.procCount();
  search.start = m.rand.below(procs);
  search.stride = sched.coprimes[m.rand.below(static_cast<std::uint32_t>(sched.coprimes.size()))];
  for (std::uint32_t pass = sched.knobs.spinning ? 0 : kPasses - 1; pass < kPasses; ++pass) {
    std::uint32_t at = search.start;
    for (std::uint32_t i = 0; i < procs; ++i, at = (at + search.stride) % procs) {
      if (mayNotGoOn(m)) return nullptr;
      P& victim = sched.ps[at];
      ++search.looked;
      if (pass == kPasses - 1 && sched.timerMask.has(at)) {
        if (G* g = stealTimers(m, victim, search)) return g;
      }
      if (!sched.knobs.steal || &victim == m.p || victim.idle.load(std::memory_order_relaxed)) continue;
      G* g = stealHalf(m, victim, search);
      if (g == nullptr && pass == kPasses - 1) g = stealNext(m, victim, search);
      if (g == nullptr) continue;
      if (!g->locked) m.p->advanceTick();
      return g;
    }
  }
  m.trace.begin();
  tellSearch(m, search, Found::Nothing);
  m.trace.end();
  return nullptr;
}

}  // namespace gmp::rt
