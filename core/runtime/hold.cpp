#include "core/runtime/hold.h"

#include <algorithm>
#include <utility>

#include "core/base/futex.h"
#include "core/runtime/sched.h"

namespace gmp::rt {
namespace {

using trace::EventKind;

// It comes back from its call as if nobody had been there. Release: as where the tick was made odd.
void letCallGo(P& p) {
  if (std::exchange(p.callHeld, false)) p.syscallTick.fetch_sub(1, std::memory_order_release);
}

// Stands until somebody has let it go. Takes the lock from its caller and comes back with it.
void stand(M& m, HeldAt where) GMPSCOPE_NO_TSA {
  Sched& sched = m.sched;
  endTicket(m);
  m.held = true;
  m.heldAt = where;
  if (m.p != nullptr) m.p->held = true;
  sched.holds.ms.push_back(&m);
  m.holdNote.store(0, std::memory_order_relaxed);  // nobody else writes it until we are on the list
  // Only now: what the stamp says comes after all that was done before.
  m.trace.begin();
  m.trace.put(EventKind::MHold, m.p != nullptr ? m.p->id : trace::Event::kNoP, 0, sched.holds.sequence++,
              static_cast<std::uint32_t>(where));
  wakeNote(*sched.sysmon);
  sched.lock.unlock();
  m.trace.end();
  m.trace.rest();
  // Acquire: pairs with the release in letGo.
  while (m.holdNote.load(std::memory_order_acquire) == 0) gmpscope::futexWait(m.holdNote, 0);
  sched.lock.lock();
  m.trace.begin();
  m.trace.put(EventKind::MGoOn, m.p != nullptr ? m.p->id : trace::Event::kNoP, 0, sched.holds.sequence++);
  m.trace.end();
  if (sched.holds.ticketOf == &m) sched.holds.ticketSince = monotonicNow();
}

}  // namespace

bool isHeldRun(const Sched& sched) {
  return (sched.gate.load(std::memory_order_relaxed) & (kHeld | kRunOver)) == kHeld;
}

bool standsStill(const P& p) {
  return p.held || p.callHeld || p.idle.load(std::memory_order_relaxed) || p.stopped.load(std::memory_order_relaxed);
}

bool allStandStill(const Sched& sched) GMPSCOPE_NO_TSA {
  if (!isHeldRun(sched) || sched.holds.ticketOf != nullptr || sched.holds.loose > 0) return false;
  for (std::uint32_t i = 0; i < sched.procCount(); ++i)
    if (!standsStill(sched.ps[i])) return false;
  return true;
}

bool mustHold(const M& m) {
  return (m.sched.gate.load(std::memory_order_relaxed) & kHeld) != 0 &&
         m.ticket.load(std::memory_order_relaxed) == Ticket::None;
}

void hold(M& m, HeldAt where) {
  const gmpscope::SpinGuard guard(m.sched.lock);
  holdLocked(m, where);
}

void holdLocked(M& m, HeldAt where) GMPSCOPE_NO_TSA {
  while (isHeldRun(m.sched)) {
    // One that has been spent is over at the gate.
    const Ticket ticket = m.ticket.load(std::memory_order_relaxed);
    if (ticket == Ticket::Whole || (ticket == Ticket::Spent && where != HeldAt::Gate)) return;
    stand(m, where);
    if (where != HeldAt::Gate) return;  // a ticket that has ended meanwhile is seen at the next gate
  }
}

void endTicket(M& m) GMPSCOPE_NO_TSA {
  if (m.sched.holds.ticketOf != &m) return;
  m.sched.holds.ticketOf = nullptr;
  m.ticket.store(Ticket::None, std::memory_order_relaxed);
  wakeNote(*m.sched.sysmon);
}

void spendTicket(M& m) {
  if (m.ticket.load(std::memory_order_relaxed) != Ticket::Whole) [[likely]]
    return;
  const gmpscope::SpinGuard guard(m.sched.lock);
  if (m.sched.holds.ticketOf != &m) return;
  m.ticket.store(Ticket::Spent, std::memory_order_relaxed);
  m.sched.holds.ticketSince = monotonicNow();
}

void letGo(Sched& sched, M& m) GMPSCOPE_NO_TSA {
  std::erase(sched.holds.ms, &m);
  m.held = false;
  if (m.p == nullptr) {
    ++sched.holds.loose;  // it comes back into its Loose
  } else {
    m.p->held = false;
    if (m.heldAt == HeldAt::Call) letCallGo(*m.p);
  }
  m.holdNote.store(1, std::memory_order_release);
  gmpscope::futexWake(m.holdNote);
}

void endHold(M& teller) GMPSCOPE_NO_TSA {
  Sched& sched = teller.sched;
  sched.gate.fetch_and(~kHeld, std::memory_order_relaxed);
  const Deadline stood = monotonicNow() - sched.holds.since;
  sched.clock.start();
  teller.trace.put(EventKind::RunResume, trace::Event::kNoP, 0, sched.holds.sequence++,
                   static_cast<std::uint32_t>(stood), static_cast<std::uint32_t>(stood >> 32));
  if (M* m = sched.holds.ticketOf; m != nullptr) endTicket(*m);
  while (!sched.holds.ms.empty()) letGo(sched, *sched.holds.ms.front());
  for (std::uint32_t i = 0; i < sched.procCount(); ++i) letCallGo(sched.ps[i]);
  wakeSleeper(sched);
}

void holdWithoutP(M& m) GMPSCOPE_NO_TSA {
  while (isHeldRun(m.sched) && m.ticket.load(std::memory_order_relaxed) == Ticket::None) {
    stand(m, HeldAt::WithoutP);
    --m.sched.holds.loose;  // counted by who let it go
  }
}

Loose::Loose(M& m) : m_(m) {
  const gmpscope::SpinGuard guard(m.sched.lock);
  holdWithoutP(m);
  ++m.sched.holds.loose;
}

Loose::~Loose() {
  const gmpscope::SpinGuard guard(m_.sched.lock);
  --m_.sched.holds.loose;
}

}  // namespace gmp::rt
