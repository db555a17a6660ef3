#pragma once
// One run's scheduler: everything that Ms share. Nothing of it is global to the process.
//
// Lock ranks, outermost first: wait queues (channels, wait groups) < heaps of timers < timers < sched < free Gs,
// stacks, names.

#include <gmp/runtime.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/spin_lock.h"
#include "core/runtime/errand.h"
#include "core/runtime/g_pool.h"
#include "core/runtime/global_queue.h"
#include "core/runtime/hold.h"
#include "core/runtime/knobs.h"
#include "core/runtime/m.h"
#include "core/runtime/names.h"
#include "core/runtime/net/netpoll.h"
#include "core/runtime/p_slab.h"
#include "core/runtime/pin.h"
#include "core/runtime/stack/stack_pool.h"
#include "core/runtime/sync/sema.h"
#include "core/runtime/time/run_clock.h"
#include "core/runtime/time/timer_mask.h"
#include "core/trace/writer/arena.h"

namespace gmp::rt {

// Sched::gate, of which each may be up.
enum Gate : std::uint32_t {
  kRunOver = 1,   // go to g0 and end
  kStopping = 2,  // go to g0 and stop: somebody stops the world, see stop_world.h
  kHeld = 4,      // stand still where you are, see hold.h
  kErrand = 8,    // whoever comes first starts the goroutines that control asks for, see errand.h
};
// Those that take an M's P away from it.
inline constexpr std::uint32_t kTakesPs = kRunOver | kStopping;

struct Sched {
  Sched(const Options& options, trace::Arena* arena, Control* control);
  ~Sched();
  Sched(const Sched&) = delete;
  Sched& operator=(const Sched&) = delete;

  Knobs knobs;  // some change while the run goes on, see knobs.h
  // Tells this run from others in the same process: wait queues outlive runs.
  const std::uint32_t runTag;
  trace::Arena* const arena;
  Control* const control;  // who asks sysmon for what; may be null

  PSlab ps;
  std::vector<std::uint32_t> coprimes;  // strides that visit every P, see stealWork; for who holds a P
  GPool gs;
  StackPool stacks;
  Pins pins;
  TimerMask timerMask;
  Netpoll netpoll;
  Names names;

  RunClock clock;  // changed under the lock

  gmpscope::SpinLock lock;
  GlobalQueue global;                                         // put and take under lock
  std::vector<P*> idlePs GMPSCOPE_GUARDED_BY(lock);           // last in, first out
  std::vector<M*> idleMs GMPSCOPE_GUARDED_BY(lock);           // last in, first out
  std::uint32_t idlePSequence GMPSCOPE_GUARDED_BY(lock) = 0;  // changes of the list so far
  std::uint32_t idleMSequence GMPSCOPE_GUARDED_BY(lock) = 0;
  std::vector<std::unique_ptr<M>> ms GMPSCOPE_GUARDED_BY(lock);  // M1 is sysmon
  // Ms whose threads have ended, or are about to, with the goroutines locked to them: taken again for new threads.
  std::vector<M*> endedMs GMPSCOPE_GUARDED_BY(lock);
  // Ms that do nothing of their own accord, besides the idle ones: sysmon, who waits for a goroutine locked to it, who
  // has ended. A run in which all others are idle is dead.
  std::size_t quietMs GMPSCOPE_GUARDED_BY(lock) = 1;
  bool dead GMPSCOPE_GUARDED_BY(lock) = false;  // it was, and somebody reports it
  // For whom sysmon is to make threads, see startThreadFor.
  std::vector<M*> threadless GMPSCOPE_GUARDED_BY(lock);
  // Sleeps until the next timer or until the network has something; not on the idle list.
  M* sleeper GMPSCOPE_GUARDED_BY(lock) = nullptr;
  std::uint32_t sleeperTurn = 0;                       // how often it went to sleep and woke; the sleeper's own
  bool sysmonWaits GMPSCOPE_GUARDED_BY(lock) = false;  // all Ps are idle, and it sleeps until one isn't
  int exitCode GMPSCOPE_GUARDED_BY(lock) = 0;

  M* sysmon = nullptr;  // written before its thread starts
  // The main goroutine is there, the first of all: control may ask for others. Release by M0, which then wakes sysmon.
  std::atomic<bool> begun{false};
  // SIGQUIT came: sysmon ends the run, and then the process with a dump. Relaxed: its handler runs on sysmon's thread.
  std::atomic<bool> quitting{false};
  // All others have ended. Release by M0, which then wakes it.
  std::atomic<bool> sysmonStops{false};

  // The wake-up protocol's two counters. Seq_cst wherever one side writes its own and then reads the other's.
  alignas(64) std::atomic<std::uint32_t> idlePCount{0};
  std::atomic<std::uint32_t> spinning{0};
  // Somebody wanted a spinning M when no P was idle: the next M to give up its P spins first.
  std::atomic<bool> needSpinning{false};
  // When the sleeper will wake by itself. Seq_cst: see Timers::earliest.
  std::atomic<Deadline> sleeperDeadline{kNever};
  // The gate: one relaxed load per scheduling round; bits of Gate. What must be seen with it is under the lock.
  std::atomic<std::uint32_t> gate{0};
  [[nodiscard]] bool over(std::memory_order order = std::memory_order_relaxed) const {
    return (gate.load(order) & kRunOver) != 0;
  }

  // How many Ps there are: those below. Stays the same as long as one holds a P. Acquire: pairs with setProcs.
  [[nodiscard]] std::uint32_t procCount() const { return procs_.load(std::memory_order_acquire); }
  // They exist. At the start, and while the world stands (then under the lock). procs.cpp
  void setProcs(std::uint32_t count);

  // Stopping the world: a permit for who does, changes so far, who it is, Ps that are still to be stopped.
  Sema world;
  std::uint32_t worldSequence GMPSCOPE_GUARDED_BY(lock) = 0;
  M* stopper GMPSCOPE_GUARDED_BY(lock) = nullptr;
  std::uint32_t stopWait GMPSCOPE_GUARDED_BY(lock) = 0;
  // The stopper sleeps on it. 1: the last P is stopped. Release by who stopped it, acquire by the stopper.
  std::atomic<std::uint32_t> stopNote{0};

  Holds holds GMPSCOPE_GUARDED_BY(lock);
  std::vector<Errand> errands GMPSCOPE_GUARDED_BY(lock);    // to be started
  std::uint32_t openErrands GMPSCOPE_GUARDED_BY(lock) = 0;  // those, and the ones that aren't done yet

  alignas(64) std::atomic<std::uint64_t> nextGoid{1};
  std::atomic<std::uint32_t> nextObject{trace::kFirstObject};
  // 1 + the weakest Guard of a stack that the trace was told of. Relaxed: it only grows, and who raises it tells.
  std::atomic<std::uint8_t> guardTold{0};
  bool mainExited = false;  // by goexit; written by main, read after all others have stopped

 private:
  std::atomic<std::uint32_t> procs_{0};
};

// Under ThreadSanitizer signals are delivered where it intercepts calls only, so there is no preemption by signal.
#ifdef GMPSCOPE_TSAN
inline constexpr bool kCanPreempt = false;
#else
inline constexpr bool kCanPreempt = true;
#endif

// The gate is up for an M that holds a P: it comes to it before it does anything else. Not so for one that has a whole
// ticket of a run that is held. Relaxed: see Sched::gate.
[[nodiscard]] inline bool mayNotGoOn(const M& m) {
  const std::uint32_t gate = m.sched.gate.load(std::memory_order_relaxed);
  return gate != 0 && (gate != kHeld || m.ticket.load(std::memory_order_relaxed) != Ticket::Whole);
}

// --- schedule.cpp: running goroutines --------------------------------------------------------------------------

// An M's life on its own stack, until the run is over. On g0.
void scheduleLoop(M& m);
// The next goroutine by the rules, without stealing: 61st tick, runnext, ring, global queue. Emits its start. Null:
// all are empty. Inside a step; holds a P.
G* takeLocal(M& m);
// The same for a goroutine that leaves its M; null also if that takes g0: the gate is up or a timer is due.
G* pickLocal(M& m);
// The next one if by the same rules it comes from the global queue, so that who holds its lock anyway needn't take it
// again; null if that isn't so, or if something else is to be done first. Inside a step; holds a P, and the lock.
G* takeGlobalOnly(M& m) GMPSCOPE_REQUIRES(m.sched.lock);
// One batch from the global queue; null if it is empty. `limit` 0: by the rule. Inside a step; holds a P, and the lock.
G* takeGlobal(M& m, std::uint32_t limit) GMPSCOPE_REQUIRES(m.sched.lock);
// The current goroutine, already queued somewhere, gives its M to another. Unlocks `held` first, if any. Ends the
// step. Returns when it runs again, perhaps on another M. On the goroutine's stack.
void leaveM(M& m, gmpscope::SpinLock* held) GMPSCOPE_NO_TSA;
// The same with the next one chosen already; null: by g0.
void leaveTo(M& m, G* next);
// The same for one whose M has no P any more: the M goes to sleep. No step.
void leaveWithoutP(M& m);
// The same, and another M goes on with the P. No step.
void leaveToAnother(M& m);
// The current goroutine will never run again, and its stack is not reused. On its stack.
[[noreturn]] void abandonM(M& m);
// The current goroutine, whose frames have all been unwound, ends. On its stack.
[[noreturn]] void endUnwound(M& m);

// --- lock_thread.cpp: goroutines and threads that belong together ----------------------------------------------

// The M of a locked goroutine sleeps until somebody hands it that goroutine, with a P; its own P, if any, goes to
// others. False: the run is over. On g0.
bool waitForG(M& m);
// A goroutine that was taken from a queue is locked to another M, which gets it with this M's P. On g0.
void handToItsM(M& m, G& g);
// The M's thread ends with the goroutine that was locked to it; the thread that called run sleeps until the run is
// over. On g0.
void leaveForGood(M& m);

// --- tell.cpp: events that name goroutines ---------------------------------------------------------------------

// What the two below do in a run with an arena.
void tellTraced(M& m, std::uint32_t p, trace::EventKind kind, G& g, std::uint32_t a, std::uint32_t b, std::uint32_t c,
                std::uint32_t d);
// Emits an event of goroutine g with that P, or Event::kNoP for none; after lost events first says who g is. Inside a
// step.
inline void tellWith(M& m, std::uint32_t p, trace::EventKind kind, G& g, std::uint32_t a = 0, std::uint32_t b = 0,
                     std::uint32_t c = 0, std::uint32_t d = 0) {
  if (m.trace.on()) tellTraced(m, p, kind, g, a, b, c, d);
}
// The same with this M's P, if any.
inline void tell(M& m, trace::EventKind kind, G& g, std::uint32_t a = 0, std::uint32_t b = 0, std::uint32_t c = 0,
                 std::uint32_t d = 0) {
  if (m.trace.on()) tellTraced(m, m.p != nullptr ? m.p->id : trace::Event::kNoP, kind, g, a, b, c, d);
}
// After lost events: what the P's queue holds. Inside a step; holds a P.
void describeQueue(M& m);

// --- find_runnable.cpp -----------------------------------------------------------------------------------------

// A goroutine to run, with a P to run it; parks the M while there is none. Null: the run is over. On g0.
G* findRunnable(M& m);
// Half of some P's queue. Null: nothing found. Outside a step; holds a P.
G* stealWork(M& m);

// --- timer.cpp -------------------------------------------------------------------------------------------------

// Runs what is due of the timers of a P, its own or another's. True: something was. Outside a step; holds a P. On g0.
bool runTimers(M& m, P& owner);
// The earliest time at which a timer of any P may be due; kNever: none is started.
Deadline earliestTimer(const Sched& sched);

// --- wake.cpp: idle Ps and Ms ----------------------------------------------------------------------------------

// There may be work that nobody looks for: starts one spinning M if there is an idle P. Outside a step.
void wakeP(M& m);
// Looks for work from now on, counted. Outside a step.
void becomeSpinning(M& m);
// No longer counted as spinning. Outside a step; whoever found work then calls wakeP.
void stopSpinning(M& m, bool foundWork);
// The P goes to the idle list. Inside a step; holds the lock and a P.
void releaseP(M& m) GMPSCOPE_REQUIRES(m.sched.lock);
// An idle P for this M; false if there is none. Inside a step; holds the lock, no P.
bool acquireIdleP(M& m) GMPSCOPE_REQUIRES(m.sched.lock);
// Sleeps on the idle list until somebody hands over a P. False: the run is over. No P.
bool stopM(M& m);
// Sleeps until its note is set, with the P that it was given then. False: the run is over. No P; nobody has set the
// note since it was cleared but for that.
bool awaitP(M& m);
// So many goroutines came to the global queue at once: starts an M for each, as long as there are idle Ps. Outside a
// step.
void startIdleMs(M& m, std::uint32_t goroutines);
// A thread of this M's own, which does `body(&m)`.
void createThread(M& m, void* (*body)(void*));
// sysmon, which runs no goroutine, makes the threads that others must not: theirs would have what a goroutine did to
// its thread.
void createThreadless(Sched& sched);
// Nothing will ever wake an M: true once, for whoever then reports it. By who has just become quiet, or has put a P
// onto the idle list without being one of those who look for work. Holds the lock.
bool hasDied(Sched& sched) GMPSCOPE_REQUIRES(sched.lock);
// Somebody sleeps until its note is set.
void wakeNote(M& m);
// The P is this M's. Whoever had it before no longer uses it.
void takeP(M& m, P& p);
// Gives this M's P to an idle M, or to a new one. Outside a step.
void startM(M& m, bool spinning);
// A P is idle no more: sysmon has something to watch again. Holds the lock.
void wakeSysmon(Sched& sched) GMPSCOPE_REQUIRES(sched.lock);
// Wakes every M that sleeps; the gate is up. Holds the lock.
void wakeAll(Sched& sched) GMPSCOPE_REQUIRES(sched.lock);

// --- sleeper.cpp: who sleeps for all ----------------------------------------------------------------------------

// Sleeps until the next timer is due or the network wakes somebody, unless another M does. True: it has a P again. No
// P.
bool sleepUntilEvent(M& m);
// The first descriptor was registered: whoever sleeps until the next timer has to listen to the network too.
void networkOpened(Sched& sched);
// So many fewer goroutines wait for the network, now that they are in a queue. Nobody goes on sleeping for none.
void networkWoke(Sched& sched, std::uint32_t goroutines);
// A timer was started or set that is earlier than all others of its P: whoever sleeps longer is woken. Outside a step.
void timerAdded(M& m, Deadline when);
// Whoever sleeps until the next timer or event looks again. Holds the lock.
void wakeSleeper(Sched& sched) GMPSCOPE_REQUIRES(sched.lock);
// No timer is started, and nobody waits for the network.
[[nodiscard]] bool nothingToSleepFor(const Sched& sched);

// --- park.cpp: what goroutines do to each other ----------------------------------------------------------------

// The goroutine goes to runnext of this P; the slot's former occupant goes to the
// ring. Emits `kind` with a, b and what runnext showed. Inside a step.
void putNext(M& m, G& g, trace::EventKind kind, std::uint32_t a, std::uint32_t b);
// A new or woken goroutine (`kind` is GCreate or GReady): to runnext, or to the end of the queue where that isn't used.
// Inside a step.
void putRunnable(M& m, G& g, trace::EventKind kind, std::uint32_t a, std::uint32_t b);
// The current goroutine goes to the end of its P's queue, or to the global one if that is full. Inside a step.
void putLast(M& m, G& g);
// The current goroutine goes to the end of its P's queue (to the global one if that is full), so that who stands in
// runnext runs before it. On its stack, outside a step.
void yieldLocal(M& m);

// A new goroutine, which takes the callable at `task`, goes to runnext. Outside a step; holds a P. On a goroutine's
// stack, whose child it then is, or on g0.
void createGoroutine(M& m, const detail::TaskOps& ops, void* task, std::string_view name);

// The current goroutine goes to the end of the global queue. On its stack, outside a step.
void yieldGlobal(M& m);

// --- syscall.cpp: goroutines that may block in the kernel ------------------------------------------------------

// The numbers stand in traces.
enum class RetakeCause : std::uint32_t {
  Waited,    // it was in the same call at two looks of sysmon, and the P is needed
  Slice,     // the slice is used up
  Returned,  // its former M came back from a call of its own
  WorldStops,
};
// Takes the P of an M that is in a system call, if it still is in the one with that tick. Outside a step; no P.
bool retakeP(M& m, P& p, std::uint32_t tick, RetakeCause cause);
// The run is held: if the M that holds the P is in a system call, it stands at its end (true), since its P's tick is
// even from now on. Nobody else may be in the same moment at the P's tick. Holds the lock.
bool holdCall(P& p);
// The P of such a call becomes this M's after all. Inside a step; holds the lock, no P.
void retakeHeldCall(M& m, P& p);
// This M can't go on with its P: another does if there may be work, otherwise the P is idle. Outside a step.
void handOffP(M& m);

// --- sysmon.cpp ------------------------------------------------------------------------------------------------

// The life of sysmon's thread; its argument is its M.
void* sysmonMain(void* argument);

// --- run.cpp ---------------------------------------------------------------------------------------------------

// The calling thread becomes this M, and ceases to be it.
void startThread(M& m);
void endThread(M& m);

// --- ends.cpp --------------------------------------------------------------------------------------------------

// The run is over with this code (the first call counts): raises the gate and wakes all who sleep.
void endRun(M& m, int code);
// Ends the process.
[[noreturn]] void reportFatal(const std::string& text);
// All Ms are idle and nothing will ever wake one. On g0, no lock held.
void reportDeadlock(M& m);
// Panics of this process's goroutines are reported by us, other terminations go on to whoever handled them before.
// Counted: the first run in the process installs the handler, the last one takes it away.
void installPanicHandler();
void removePanicHandler();

}  // namespace gmp::rt
