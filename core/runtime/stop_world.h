#pragma once
// Stopping the world: while a WorldStop lives no goroutine runs but the one that made it.
//
// The stopper raises the gate, takes the idle Ps and those whose goroutines are in system calls, and asks the others'
// goroutines to leave. An M that comes to the gate gives its P to the stopper and sleeps. A P may be stopped from
// elsewhere too: whoever would hand one over, or put it on the idle list, stops it instead. A goroutine in a system
// call goes on with that, and waits for a P if it comes back early.

#include <cstdint>

#include "core/runtime/sched.h"
#include "core/runtime/time/deadline.h"

namespace gmp::rt {

// Why the world stops. The numbers stand in traces.
enum class StopCause : std::uint32_t {
  Procs,       // the number of Ps changes
  Inspection,  // somebody wants to see it stand still
  Knob,        // a knob changes
};

// For a goroutine, within a call of the runtime: nothing preempts it meanwhile. One stops the world at a time, others
// wait for their turn. If the run ends before the world stands, the goroutine doesn't come back.
class WorldStop {
 public:
  // Returns when the world stands; the goroutine may be on another M then.
  WorldStop(M& m, StopCause cause);
  // The world goes on: who left work on a P goes on with it, the other Ps are idle.
  ~WorldStop();
  WorldStop(const WorldStop&) = delete;
  WorldStop& operator=(const WorldStop&) = delete;

  [[nodiscard]] M& m() const { return *m_; }
  // From now on there are so many Ps, 1 to PSlab::kMax. Returns how many there were. procs.cpp
  std::uint32_t resize(std::uint32_t procs);

 private:
  void stop(StopCause cause);
  void seizeIdle();
  void seizeCalls();
  void preemptAll();
  void start();
  void giveBack(P& p);
  void drain(P& p);

  M* m_;
  Deadline asked_ = 0;    // when it was to stop
  Deadline stopped_ = 0;  // since when it stands
};

// The M's P is the stopper's from now on. `sleeps`: the M waits for it. Inside a step; holds the lock; the world is
// being stopped.
void stopP(M& m, bool sleeps) GMPSCOPE_REQUIRES(m.sched.lock);
// The M comes to the gate: without its P until the world goes on. False: the run is over. On g0, outside a step.
bool stopForWorld(M& m);

}  // namespace gmp::rt
