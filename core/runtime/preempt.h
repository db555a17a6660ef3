#pragma once
// Taking a goroutine off its M although it doesn't ask for it. sysmon requests it of a P (`requestPreempt`): a flag
// that the goroutine sees at the end of its next call of this library, and a signal to its thread. The signal's handler
// runs on the goroutine's own stack and, where that is safe, leaves the M from within; resumed, perhaps on another M,
// it returns, and the kernel's frame restores every register.
//
// Safe means: in the program's own code (user_text.h), in no call of the runtime and no NoPreempt scope
// (preempt_count.h), with room on the stack.

#include <cstdint>

namespace gmp::rt {

struct M;
struct P;

// The numbers stand in traces.
enum class PreemptCause : std::uint32_t {
  Slice,   // it has run for the whole slice
  RunEnd,  // the run is over
  WorldStops,
};
enum class PreemptedHow : std::uint32_t {
  BySignal,
  AtCall,  // at the end of a call of this library
};
enum class PreemptRefusal : std::uint32_t {
  None,
  NoGoroutine,  // the M was in the scheduler
  InRuntime,    // in a call of this library, or a NoPreempt scope
  OtherCode,    // not in the program's own code: libc, another library
  NoRoom,       // not on the goroutine's stack, or too near its end
};

// The process's handler for the signal: counted, the first run installs it, the last one puts back what was before.
void installPreemptHandler();
void removePreemptHandler();

// Lets the calling thread receive the signal; or sees to it that none comes any more, and puts its mask back. M's own
// thread, as an M.
void openToPreemption(M& m);
void closeToPreemption(M& m);

// Asks that the goroutine which runs with p, another than the caller's, leave its M. Emits the request, which tells the
// P's tick as the caller saw it when it decided. Outside a step.
void requestPreempt(M& m, P& p, PreemptCause cause, bool bySignal, std::uint32_t tick);

// Lets the M, which runs a goroutine, look whether it must hold. Any thread while the M can't end.
void signalToHold(M& target);

// The current goroutine goes to the end of the global queue; if the world stops, to runnext, so that it goes on where
// it was. On its stack, with a reason not to preempt it.
void yieldPreempted(M& m, PreemptedHow how);

// Emits how often signals were refused since the last time, if they were. Inside a step.
void tellRefusals(M& m);

}  // namespace gmp::rt
