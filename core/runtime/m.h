#pragma once
// M: an OS thread that runs goroutines with a P. Its own stack (g0) looks for work, waits and ends; goroutines switch
// to each other directly where they can.

#include <pthread.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): sigset_t is not in <csignal>

#include <atomic>
#include <cstdint>
#include <memory>

#include "core/base/fast_rand.h"
#include "core/runtime/ends/stack_overflow.h"
#include "core/runtime/g.h"
#include "core/runtime/knobs.h"
#include "core/runtime/perturbation.h"
#include "core/runtime/stack/fiber.h"
#include "core/trace/writer/event_writer.h"

namespace gmp::rt {

struct P;
struct Sched;

// Whether an M is in a system call.
enum class SystemCall : std::uint8_t {
  None,
  Inside,
  Returns,  // until it has a P, or its goroutine is in a queue
  Left,     // the run was over meanwhile, and didn't wait for it
};

// Whether an M is tied to a goroutine, see lock_thread.cpp.
enum class Tie : std::uint8_t {
  None,
  Locked,  // runs lockedG only
  Ends,    // that goroutine has ended, and the thread ends with it
};

// How far an M may go on in a run that is held, see hold.h.
enum class Ticket : std::uint8_t {
  None,
  Whole,  // it may choose what to do next, and do that
  Spent,  // it has chosen: until it comes to the gate
};

// Where an M stands in a run that is held. The numbers stand in traces.
enum class HeldAt : std::uint32_t {
  Gate,     // before it looks for the next goroutine
  OwnCode,  // in the code of its goroutine
  Call,     // at the end of a system call
  WithoutP,
  StopsWorld,  // while it stops the world
};

struct alignas(128) M {
  M(Sched& owner, std::uint32_t number, const Knobs& knobs)
      : sched(owner),
        id(number),
        rand(std::uint64_t{knobs.seed} << 32 | (number * 77 + 1)),
        perturbation(knobs.seed, number),
        mayAvoidNext(!knobs.runnext || perturbation.active()) {}

  Sched& sched;
  P* p = nullptr;
  G* curg = nullptr;
  G* previous = nullptr;  // left its stack in the switch under way: its onCpu is cleared by whom it switched to
  G* next = nullptr;      // chosen by a goroutine that had to go through g0
  bool spinning = false;  // counted in Sched::spinning
  bool asleep = false;    // until somebody wakes it to go on with a P
  Tie tie = Tie::None;
  const std::uint32_t id;
  gmpscope::FastRand rand;
  Perturbation perturbation;
  bool mayAvoidNext;  // who is made runnable, by a knob or by the perturbation: see putRunnable

  // This thread's errno and exception state. Taken once: a compiler may keep their addresses across a switch.
  int* errnoAt = nullptr;
  void** exceptionStateAt = nullptr;

  void* g0Context = nullptr;
  StackRecord g0Stack;
  trace::EventWriter trace;

  // Handed over by whoever wakes this M: written before the note is set, read after.
  P* nextP = nullptr;
  bool nextSpinning = false;
  // 0: sleep, 1: go on. Release by the waker, acquire by the sleeper.
  alignas(64) std::atomic<std::uint32_t> note{0};
  pthread_t thread{};

  // Locked: the goroutine, how often it has asked for it, and whether the M sleeps until somebody hands it that
  // goroutine (under the scheduler's lock).
  G* lockedG = nullptr;
  std::uint32_t lockDepth = 0;
  bool waitsForG = false;

  // System calls: the goroutine that is in one (then curg is null), and what the P's tick became when it entered.
  G* calling = nullptr;
  std::uint32_t syscallTick = 0;
  // Seq_cst: the M says that it is inside and then looks at the gate; the end of the run raises the gate and then looks
  // who is inside.
  std::atomic<SystemCall> systemCall{SystemCall::None};
  std::shared_ptr<Sched> left;  // what an M that was left needs until it ends; written before it is left
  // Its thread exists. Release by who made it, acquire by who joins it.
  std::atomic<bool> created{false};
  // It had another before, which ended with its goroutine: to be joined before the next is made.
  bool hadThread = false;

  // Preemption. Release by the thread when it starts, acquire by who signals it.
  std::atomic<pid_t> tid{0};
  // A signal is on its way; see requestPreempt.
  std::atomic<bool> signalled{false};
  // Signals refused since the last step: the last PreemptRefusal in the upper 8 bits, how many in the lower 24. Only
  // this thread and its signal handler, so relaxed.
  std::atomic<std::uint32_t> refused{0};
  // Holding the run. The ticket is written under the scheduler's lock; relaxed, the M looks at it without as a hint.
  std::atomic<Ticket> ticket{Ticket::None};
  // Under the scheduler's lock.
  bool held = false;
  HeldAt heldAt = HeldAt::Gate;
  // 0: stand, 1: go on. Release by who lets it go, acquire by the M.
  std::atomic<std::uint32_t> holdNote{0};

  std::int64_t core = -1;     // that it is pinned to; -1: none
  sigset_t callersMask{};     // of the thread before it was an M
  int callersTimerSlack = 0;  // the same, nanoseconds
  SignalStack signalStack;
};

extern "C" {
extern __thread M* gmp_rt_current_m __attribute__((tls_model("initial-exec")));
}

// The M of the calling thread, null outside. Read anew at each call: a goroutine that was switched away may go on on
// another thread, and a compiler that knew this variable could keep its address.
inline M* currentM() {
  M* m = nullptr;
  asm volatile("movq gmp_rt_current_m@gottpoff(%%rip), %0\n\tmovq %%fs:(%0), %0" : "=r"(m)::"memory");
  return m;
}

}  // namespace gmp::rt
