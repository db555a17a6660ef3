#pragma once
// Which rule of the scheduler led to a decision, with what was observed: ids and parameters; `app/words` has the
// sentences. Says only what the events prove.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/analysis/model.h"

namespace gmpscope::analysis {

enum class ReasonId : std::uint8_t {
  Unknown,
  StartedFromRunnext,     // inherits the slice
  StartedFromLocal,       // head of its P's queue
  StartedFromGlobalTick,  // 61st tick
  StartedFromGlobal,      // a batch, own queue was empty
  StartedBySteal,         // last of the stolen half
  StartedByStealNext,     // the victim's runnext
  Blocked,                // gave up its M because it waits
  Yielded,
  Created,
  Readied,  // woken by another goroutine or a timer
  Exited,
  KernelPreempted,  // its thread was taken off the core although it could go on
  KernelWaited,
  ParkedIdle,  // no work found, M parked
  Spinning,
  // Append only: translations are ordered alike.
  KernelResumed,  // the kernel put its thread back on a core
  InScheduler,    // the thread executes and runs no goroutine
  ForeignThread,  // of our process, but no M
  NotOurs,
  EventsLost,
  Panicked,
  SleepsForTimer,    // no work found, M sleeps until the next timer
  Preempted,         // asked to leave its P
  Sysmon,            // the thread executes and is sysmon
  HandedOver,        // made room for whom it handed a lock
  InSystemCall,      // may block in the kernel
  CameBack,          // from a system call, with the P that it had
  CameBackWithP,     // from a system call, with another P, its own having been taken
  CameBackNoP,       // from a system call, and no P was free
  MovedOff,          // the thread that called run doesn't enter system calls
  PollsNetwork,      // no work found, M waits in the network poller
  PreemptedInPlace,  // the world stops: it goes on where it was
  WaitsForWorld,     // the world stands, M sleeps beside its P
  ChangedP,          // its P is one of those that go
  NoSuchP,           // the run has fewer Ps
  StartedLocked,     // handed to the M that it is locked to
  WaitsForItsG,      // the M sleeps until the goroutine locked to it can go on
};

struct Reason {
  ReasonId id = ReasonId::Unknown;
  Nanos time = 0;
  std::uint32_t event = 0;  // its event in the order
  // Name -> value: "goroutine" (a label), "processor", "thread", "victim", "taken", "goroutines" ("G41 G44 +3": three
  // more), "schedtick", "seen" (how many stood in the queue), "waits" (trace::WaitReason as a number), "object", "by"
  // (a goroutine's label, "timer", "network"), of whom the network woke "into" ("global", "local"), of a preemption
  // "cause" ("slice", "end", "world") and "at" ("signal", "call").
  std::vector<std::pair<std::string, std::string>> parameters{};
  // What came before in findRunnable's order, or waited too: step -> what was there. Steps: "tick" (the schedtick),
  // "runnext", "local", "global" (goroutines as above, or "" for empty), "passes" (over all Ps in vain), "victim".
  std::vector<std::pair<std::string, std::string>> candidates{};
  // How the goroutine came here: instant -> word and parameters, "g.create p=P0 by=G1". Words: an event's, or
  // "runnext", "local" and "global" for the queue into which it came ("before=3" stood there), "stolen".
  std::vector<std::pair<Nanos, std::string>> chain{};
};

// Why did this span start?
[[nodiscard]] Reason whyStarted(const TraceModel& model, const Span& span);

}  // namespace gmpscope::analysis
