#pragma once
// The one table of events. Writer, reader, checker, words and files are driven by it.
//
// Naming: who it happens to, then what. An argument called "pre" is the value that the variable had before the
// change, as the change itself saw it: it orders the event among all changes of that variable (architecture: events
// are exact). "gen" is runnext's generation; "head", "tail" are 32-bit positions of a queue, which never wrap
// within a reader (it unwraps them). Everything else is a record of what was seen.
//
// C = checked: with another value some rule is broken. I = informative: nothing contradicts another value, be it that
// a rule judges by it (what a thief saw, what a knob says), or that it only says more (names, times, counts). A field
// of several parts has a letter for each.
//
// Append only: the numbers stand in traces.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gmpscope::trace {

// X(name, "word", "g", "a", "b", "c", "d")
#define GMPSCOPE_EVENTS(X)                                                                                           \
  /* the run */                                                                                                      \
  X(RunStart, "run.start", "", "gomaxprocs C", "", "", "")                                                           \
  X(RunEnd, "run.end", "", "exit code I", "", "", "")                                                                \
  X(Deadlock, "run.deadlock", "", "", "", "", "")                                                                    \
  X(Panic, "g.panic", "goroutine C", "text: string id I", "", "", "")                                                \
  X(StringPart, "string.part", "string id", "bytes I", "bytes I", "bytes I", "bytes I")                              \
  /* M: threads */                                                                                                   \
  X(MStart, "m.start", "", "tid I", "1: sysmon I", "", "")                                                           \
  X(MExit, "m.exit", "", "its events before this one C", "1 asleep, 2 spinning, 4 with its goroutine C", "", "")     \
  X(MPark, "m.park", "", "idle-M sequence, pre C", "", "", "")                                                       \
  X(MUnpark, "m.unpark", "", "M taken off the idle list C", "idle-M sequence, pre C", "spinning I", "")              \
  X(MSpawn, "m.spawn", "", "M created C", "spinning I", "", "")                                                      \
  X(MWake, "m.wake", "", "", "1 + turn, pre: of who slept for all C", "", "")                                        \
  X(MSleep, "m.sleep", "", "until the next timer, ns low I", "ns high I", "1 + turn, pre C", "")                     \
  X(SpinBegin, "m.spin", "", "", "", "", "")                                                                         \
  X(SpinEnd, "m.spin.end", "", "found work I", "", "", "")                                                           \
  X(StealSearch, "m.search", "", "start I", "stride I", "Ps looked at I", "1 ring, 2 runnext, 3 timers I")           \
  /* P: processors */                                                                                                \
  X(PAcquire, "p.acquire", "", "idle-P sequence, pre C", "M that gets it C", "", "")                                 \
  X(PRelease, "p.release", "", "idle-P sequence, pre C", "", "", "")                                                 \
  X(PStatus, "p.status", "runnext goroutine", "head", "tail", "gen", "Ps")                                           \
  X(PSlots, "p.slots", "position of the first", "goroutine", "goroutine", "goroutine", "goroutine")                  \
  /* G: life; its parent is the goroutine that ran on the M */                                                       \
  X(GCreate, "g.create", "new goroutine C", "name: string id, 0 none I", "goid I", "gen, pre C",                     \
    "kicked from runnext C")                                                                                         \
  X(GExit, "g.exit", "goroutine C", "", "", "", "")                                                                  \
  X(GStatus, "g.status", "goroutine", "goid", "", "", "")                                                            \
  /* G: queues */                                                                                                    \
  X(GPutLocal, "g.put.local", "goroutine C", "head seen I", "tail, pre C", "", "")                                   \
  X(GOverflow, "g.overflow", "goroutine that found no room C", "head, pre C", "tail seen C", "global tail, pre C",   \
    "moved from the ring C")                                                                                         \
  /* G: starts, by where it came from; one locked to another M is only taken, see GHandLocked */                     \
  X(GStartNext, "g.start.runnext", "goroutine C", "gen, pre C", "schedtick C", "1: locked C", "")                    \
  X(GStartLocal, "g.start.local", "goroutine C", "head, pre C", "tail seen C", "schedtick C", "1: locked C")         \
  X(GStartGlobal, "g.start.global", "goroutine C", "global head, pre C", "taken C, seen << 8 I", "own tail C",       \
    "schedtick, bit 31: 61st tick, bit 30: locked C")                                                                \
  X(GStartSteal, "g.start.steal", "goroutine C", "victim, taken << 16, bit 31: locked C", "victim's head, pre C",    \
    "victim's tail seen I", "own tail C")                                                                            \
  X(GStartStealNext, "g.start.steal.runnext", "goroutine C", "victim C", "gen, pre C", "1: locked C", "")            \
  /* G: stops */                                                                                                     \
  X(GBlock, "g.block", "goroutine C", "object C", "its sequence, pre C", "wait reason I",                            \
    "further objects, in a select C; how it stands in line, the upper three bits I")                                 \
  X(GReady, "g.ready", "goroutine C", "object C", "its sequence, pre C", "gen, pre C", "kicked from runnext C")      \
  X(GYield, "g.yield", "goroutine C", "global tail, pre C", "", "", "")                                              \
  /* preemption: asked of a P, refused by the M that was signalled, taken */                                         \
  X(PPreemptAsk, "p.preempt.ask", "", "M I", "cause: 0 slice, 1 end of the run, 2 world I",                          \
    "schedtick of the slice that is over I", "1 signalled, 2 again I")                                               \
  X(PreemptRefused, "m.preempt.refused", "", "last reason I", "signals since the last such event I", "", "")         \
  X(GPreempt, "g.preempt", "goroutine C", "global tail, pre C", "0 by signal, 1 at a call I", "", "")                \
  /* it hands a lock over and goes to the tail of its P's queue */                                                   \
  X(GYieldLocal, "g.yield.local", "goroutine C", "head seen I", "tail, pre C", "", "")                               \
  /* system calls: its P's tick is odd while it is in one with it */                                                 \
  X(GSyscall, "g.syscall", "goroutine C", "syscall tick, pre C", "", "", "")                                         \
  X(GSyscallExit, "g.syscall.exit", "goroutine C", "syscall tick, pre C", "", "", "")                                \
  X(GSyscallBack, "g.syscall.back", "goroutine C", "", "", "", "")                                                   \
  X(GSyscallQueue, "g.syscall.queue", "goroutine C", "global tail, pre C", "", "", "")                               \
  X(PRetake, "p.retake", "", "syscall tick, pre C", "M that loses it C",                                             \
    "cause: 0 needed, 1 slice, 2 its former M came back, 3 world I", "")                                             \
  X(PHandOff, "p.handoff", "", "M that takes over C", "", "", "")                                                    \
  /* the thread that called run leaves its P and this goroutine, which is about to enter a call, to another M */     \
  X(GYieldNext, "g.yield.runnext", "goroutine C", "", "", "gen, pre C", "kicked from runnext C")                     \
  X(MLeft, "m.left", "", "M that was in a system call when the run ended I", "", "", "")                             \
  /* timers: one that is no sleep fired, run by the P of the event */                                                \
  X(TimerFire, "timer.fire", "", "P whose it was, kNoP: seen by a receiver I",                                       \
    "0 function, 1 timer, 2 ticker, 3 network I", "late, ns low I", "ns high I")                                     \
  /* it blocked in a select, and waits on this object too */                                                         \
  X(GBlockAlso, "g.block.also", "goroutine C", "object C", "its sequence, pre C", "how it stands in line I", "")     \
  /* the network: an M waits in the poll, one has polled, whom it woke and where they went */                        \
  X(MPollWait, "m.poll.wait", "", "until the next timer, ns low I", "ns high I", "1 + turn, pre C", "")              \
  X(MPoll, "m.poll", "", "goroutines woken I", "descriptors ready I", "1: it waited I", "")                          \
  X(GReadyLocal, "g.ready.local", "goroutine C", "object C", "its sequence, pre C", "head seen I", "tail, pre C")    \
  X(GReadyGlobal, "g.ready.global", "goroutine C", "object C", "its sequence, pre C", "global tail, pre C", "")      \
  /* the world stops: who stops it, each P, when all are, that it goes on; a stopped P is the stopper's */           \
  X(WorldStop, "world.stop", "goroutine C", "world sequence, pre C", "cause: 0 Ps, 1 inspection, 2 a knob I",        \
    "Ps to stop I", "")                                                                                              \
  X(PStop, "p.stop", "", "world sequence, pre C", "M that stops the world C", "1: its M sleeps meanwhile I", "")     \
  X(WorldStopped, "world.stopped", "", "world sequence, pre C", "it took, ns low I", "ns high I", "")                \
  X(WorldStart, "world.start", "", "world sequence, pre C", "it stood, ns low I", "ns high I", "")                   \
  X(GPreemptNext, "g.preempt.runnext", "goroutine C", "0 by signal, 1 at a call I", "", "gen, pre C",                \
    "kicked from runnext C")                                                                                         \
  /* the number of Ps changes: what a P that goes has queued comes before the global queue's head */                 \
  X(ProcsChange, "procs.change", "", "world sequence, pre C", "Ps before C", "Ps C", "")                             \
  X(PDrain, "p.drain", "", "head, pre C", "goroutines C", "global head, pre C", "")                                  \
  X(PDrainNext, "p.drain.runnext", "goroutine C", "gen, pre C", "global head, pre C", "", "")                        \
  X(GChangeP, "g.change.p", "goroutine C", "", "", "", "")                                                           \
  /* locked to each other: a goroutine and its M. Who takes such a goroutine from a queue hands it to its M */       \
  X(GLock, "g.lock", "goroutine C", "", "", "", "")                                                                  \
  X(GUnlock, "g.unlock", "goroutine C", "", "", "", "")                                                              \
  X(GHandLocked, "g.hand.locked", "goroutine C", "M that it is locked to C", "", "", "")                             \
  X(MParkLocked, "m.park.locked", "goroutine C", "", "", "", "")                                                     \
  X(GStartLocked, "g.start.locked", "goroutine C", "schedtick C", "", "", "")                                        \
  /* what the run is set to, see knob_table.h, and how its stacks are guarded */                                     \
  X(Knob, "run.knob", "", "knob's number C", "value, low I", "value, high I", "of how many C")                       \
  X(StackGuard, "run.guard", "", "0 by advice, 1 by protection, 2 by a canary I", "stacks made before I", "", "")    \
  /* where runnext isn't used: it goes to the tail of the queue, which the next event of that M tells */             \
  X(GCreateTail, "g.create.tail", "new goroutine C", "name: string id, 0 none I", "goid I", "", "")                  \
  X(GReadyTail, "g.ready.tail", "goroutine C", "object C", "its sequence, pre C", "", "")                            \
  /* several were taken off an object at once; whom, the wake-ups that follow on that M tell */                      \
  X(GWakeMany, "g.wake.many", "", "object C", "its sequence, pre C", "goroutines C", "")                             \
  /* the run is held from outside: asked, each M that stands and goes on, that all stand, that they go on; a step    \
     lets one M do something */                                                                                      \
  X(RunPause, "run.pause", "", "hold sequence, pre C", "", "", "")                                                   \
  X(MHold, "m.hold", "", "hold sequence, pre C", "0 gate, 1 own code, 2 call, 3 without P, 4 stops world I", "", "") \
  X(RunHeld, "run.held", "", "hold sequence, pre C", "it took, ns low I", "ns high I", "")                           \
  X(MGoOn, "m.go.on", "", "hold sequence, pre C", "", "", "")                                                        \
  X(RunStep, "run.step", "", "hold sequence, pre C", "M that may go on, ~0 none C", "", "")                          \
  X(RunJump, "run.jump", "", "hold sequence, pre C", "its clock jumps by, ns low I", "ns high I", "")                \
  X(RunResume, "run.resume", "", "hold sequence, pre C", "held for, ns low I", "ns high I", "")                      \
  /* a knob is set anew while the world stands */                                                                    \
  X(KnobChange, "run.knob.change", "", "knob's number I", "value, low I", "value, high I", "world sequence, pre C")

enum class EventKind : std::uint8_t {
  None,
#define GMPSCOPE_ENUM(name, ...) name,
  GMPSCOPE_EVENTS(GMPSCOPE_ENUM)
#undef GMPSCOPE_ENUM
      kCount,
};

struct EventInfo {
  std::string_view word;
  std::array<std::string_view, 5> arguments;  // g, a, b, c, d; empty = unused
};

inline constexpr std::array<EventInfo, static_cast<std::size_t>(EventKind::kCount)> kEventTable{
    {{"none", {}},
#define GMPSCOPE_ROW(name, word, g, a, b, c, d) {word, {g, a, b, c, d}},
     GMPSCOPE_EVENTS(GMPSCOPE_ROW)
#undef GMPSCOPE_ROW
    }};

[[nodiscard]] constexpr bool known(EventKind kind) { return kind != EventKind::None && kind < EventKind::kCount; }
[[nodiscard]] constexpr const EventInfo& info(EventKind kind) {
  return kEventTable[known(kind) ? static_cast<std::size_t>(kind) : 0];
}

// The object ids under which sleeping goroutines wait: that of the timers of a P is kTimersOfP + P. (In traces from
// before each P had its own it is kTimersObject.) Channels and wait groups count from kFirstObject.
inline constexpr std::uint32_t kTimersObject = 1;
inline constexpr std::uint32_t kFirstObject = 2;
inline constexpr std::uint32_t kTimersOfP = 1U << 25;
inline constexpr std::uint32_t kMaxObjects = kTimersOfP + (1U << 12);
[[nodiscard]] constexpr bool isTimers(std::uint32_t object) { return object == kTimersObject || object >= kTimersOfP; }
// Waiting for a nil channel: on nothing that could wake it, so without a sequence.
inline constexpr std::uint32_t kNoObject = 0;

// How a goroutine stands in line. A channel has a line for those who send and one for those who receive; in a select it
// may stand in both. Whoever was woken in vain and waits again goes ahead of all others. GBlock has these in one number
// with its further objects.
inline constexpr std::uint32_t kFurtherObjects = (1U << 29) - 1;
inline constexpr std::uint32_t kStandsAhead = 1U << 29;
inline constexpr std::uint32_t kSends = 1U << 30;
inline constexpr std::uint32_t kReceives = 1U << 31;

}  // namespace gmpscope::trace
