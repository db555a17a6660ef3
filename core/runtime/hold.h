#pragma once
// Holding a run: each M stands still where it is, keeping its goroutine and its P, until it is let go. sysmon raises
// the gate (control.h); an M that holds a P stops at its next scheduling round, or in the signal's handler, in the
// goroutine's own code. One without a P stops before it does anything to a queue: it comes in through a Loose. A system
// call goes on and stops at its end: sysmon has taken its tick meanwhile.
//
// A ticket lets one M go on: one that stands at the gate until it comes there again, having started a goroutine or
// having found none and parked; one that stands elsewhere until it comes to the gate.

#include <cstdint>
#include <vector>

#include "core/base/spin_lock.h"
#include "core/runtime/m.h"
#include "core/runtime/time/deadline.h"

namespace gmp::rt {

struct P;
struct Sched;

// Who takes longer to stand still is in foreign code, or the machine gives its thread no core: requests and steps don't
// wait for it.
inline constexpr Deadline kHoldPatience = 30'000'000;

// Under the scheduler's lock.
struct Holds {
  std::uint32_t sequence = 0;  // changes so far, for the trace
  Deadline since = 0;          // when the run was asked to stand, by the machine's clock
  std::vector<M*> ms;          // who stands, since longest first
  std::uint32_t loose = 0;     // Ms without a P that are about to do something
  M* ticketOf = nullptr;       // who may go on, until it stands, parks or sleeps
  Deadline ticketSince = 0;    // when it spent the ticket, by the machine's clock
};

// It is held, and not over. What follows from it is done under the lock.
[[nodiscard]] bool isHeldRun(const Sched& sched);
// Nobody goes on with it until he is let go or it is given to somebody. Holds the lock.
[[nodiscard]] bool standsStill(const P& p);
// So it is with all, nobody has a ticket, and nobody without a P is on his way. Holds the lock.
[[nodiscard]] bool allStandStill(const Sched& sched);
// Whether the M is to stop at its next scheduling round; a hint, what counts is under the lock.
[[nodiscard]] bool mustHold(const M& m);
// Stands until it is let go, if it must. Holds a P; outside a step, no lock held.
void hold(M& m, HeldAt where);
// The same under the scheduler's lock, with which it comes back.
void holdLocked(M& m, HeldAt where);
// The same without a P. Outside a step; comes back with the lock, and what the caller does before it unlocks is done
// before the run is taken for standing still. Holds the lock.
void holdWithoutP(M& m);
// It has parked, sleeps, or stands: that was all that its ticket was for. Holds the lock.
void endTicket(M& m);
// It has chosen: what is left of its ticket is the way to the gate.
void spendTicket(M& m);
// Lets one that stands go on. By sysmon, or at the run's end. Holds the lock.
void letGo(Sched& sched, M& m);
// The run is held no more: all go on, and the clock. Inside a step of `teller`, which says so; holds the lock.
void endHold(M& teller);

// While it lives the M, which has no P, may change queues: nobody takes the run for standing still. First it stands as
// long as it must. Outside a step, no lock held.
class Loose {
 public:
  explicit Loose(M& m);
  ~Loose();
  Loose(const Loose&) = delete;
  Loose& operator=(const Loose&) = delete;

 private:
  M& m_;
};

}  // namespace gmp::rt
