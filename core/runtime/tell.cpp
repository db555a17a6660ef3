// Events that name goroutines, and what is said anew after events were lost.

#include <array>

#include "core/runtime/sched.h"

namespace gmp::rt {

using trace::EventKind;

void tellTraced(M& m, std::uint32_t p, EventKind kind, G& g, std::uint32_t a, std::uint32_t b, std::uint32_t c,
                std::uint32_t d) {
  m.perturbation.here();  // what the event tells has been done
  if (g.traceEpoch.load(std::memory_order_relaxed) != m.trace.epoch()) [[unlikely]] {
    g.traceEpoch.store(m.trace.epoch(), std::memory_order_relaxed);
    if (kind != EventKind::GCreate && kind != EventKind::GCreateTail)
      m.trace.put(EventKind::GStatus, p, g.slot, static_cast<std::uint32_t>(g.goid));
  }
  m.trace.put(kind, p, g.slot, a, b, c, d);
}

void describeQueue(M& m) {
  P& p = *m.p;
  p.traceEpoch = m.trace.epoch();
  const RunQueue::Seen seen = p.queue.seen();
  const RunQueue::Next next = p.queue.next();
  m.trace.put(EventKind::PStatus, p.id, next.g, seen.head, seen.tail, next.generation, m.sched.procCount());
  for (std::uint32_t at = seen.head; at != seen.tail;) {
    std::array<std::uint32_t, 4> slots{};
    const std::uint32_t first = at;
    for (std::uint32_t& slot : slots)
      if (at != seen.tail) slot = p.queue.peek(at++);
    m.trace.put(EventKind::PSlots, p.id, first, slots[0], slots[1], slots[2], slots[3]);
  }
}

}  // namespace gmp::rt
