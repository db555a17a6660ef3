#pragma once
// A timer: calls a function on the scheduler's stack once it is due, or again and again with a period. It stands in the
// heap of the P on which it was started (timers.h); whoever looks for work runs what is due.
//
// Stopping and starting anew only mark the timer: the heap is put in order later, by whoever works on it. So a heap may
// point to a timer that was stopped long ago: see TimerOps::release.
//
// Lock ranks: a channel < Timers::lock < Timer::lock. Functions here may be called under a channel's lock.

#include <atomic>
#include <cstdint>

#include "core/base/spin_lock.h"
#include "core/runtime/time/deadline.h"

namespace gmp::rt {

struct G;
struct M;
struct Timer;
class Timers;

// A timer that was found due and taken out of its heap, or put to its next time.
struct Firing {
  Timer* timer = nullptr;
  Deadline due = 0;            // when it should have fired; periodic: the first time that wasn't served
  std::uint32_t sequence = 0;  // Timer::sequence then: another one now says that it was stopped or reset meanwhile
};

// What TimerFire events tell of a timer.
enum class TimerKind : std::uint8_t { Function, Timer, Ticker, Network };

// What a timer does. One constant object per kind of timer, which derives from Timer.
struct TimerOps {
  TimerKind kind;
  // On g0 of whatever M ran it, which holds a P; outside a step, no lock held. Must not block; may make goroutines
  // ready.
  void (*fire)(M& m, const Firing& firing);
  // A heap, or the call of `fire` under way, points to the timer, and ceases to. With a heap's lock or none held: they
  // count, and free memory, no more. Null: whoever owns the timer keeps it until the end of the run.
  void (*retain)(Timer& timer) noexcept = nullptr;
  void (*release)(Timer& timer) noexcept = nullptr;
  // The run is over and it is still started. No lock held. May be null.
  void (*abandon)(Timer& timer) noexcept = nullptr;
};

struct Timer {
  // Null: it ends a goroutine's sleep, see SleepTimer.
  explicit Timer(const TimerOps* what) : ops(what) {}
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  // In a heap; its entry there may be out of date; it shall leave the heap. Written under the lock; whoever cleans
  // a heap looks without it first (relaxed) and then under it.
  static constexpr std::uint8_t kHeaped = 1, kModified = 2, kZombie = 4;

  const TimerOps* const ops;
  gmpscope::SpinLock lock;
  std::atomic<std::uint8_t> state GMPSCOPE_GUARDED_BY(lock){0};
  // Stands in a heap only while somebody waits (a channel's timer, see timer_chan.h), and how many do.
  bool onlyAwaited = false;
  std::uint32_t awaiting GMPSCOPE_GUARDED_BY(lock) = 0;
  std::uint32_t sequence GMPSCOPE_GUARDED_BY(lock) = 0;  // grows with each start and stop
  // Of a channel's timer: firings of that sequence that haven't arrived. They are as good as still to come.
  std::uint32_t inFlight GMPSCOPE_GUARDED_BY(lock) = 0;
  Deadline when GMPSCOPE_GUARDED_BY(lock) = 0;       // 0: not started, or over
  Deadline period GMPSCOPE_GUARDED_BY(lock) = 0;     // 0: fires once
  Timers* heap GMPSCOPE_GUARDED_BY(lock) = nullptr;  // where it stands

  // The part of resetTimer that needs no M. Takes the lock.
  struct Change {
    bool pending;   // it was to fire
    bool homeless;  // stands in no heap, and shall
    bool first;     // earlier than all others in its heap
  };
  Change set(Deadline newWhen, Deadline newPeriod) GMPSCOPE_EXCLUDES(lock);

  // Shall stand in a heap.
  [[nodiscard]] bool wanted() const GMPSCOPE_REQUIRES(lock) { return when != 0 && (!onlyAwaited || awaiting > 0); }
};

// On the stack of the goroutine that sleeps. Its room is that of the timers where it went to sleep.
struct SleepTimer : Timer {
  SleepTimer(G& sleeper, Timers& where) : Timer(nullptr), g(sleeper), room(where) {}
  G& g;
  Timers& room;
};

// Waits for it begin and end: it stands in a heap meanwhile. Only for timers that are `onlyAwaited`.
void beginAwait(M& m, Timer& timer);
void endAwait(Timer& timer);

// Says that it fired. `owner`: the P in whose heap it stood, or kNoP. Outside a step; holds a P.
void tellFired(M& m, const Timer& timer, std::uint32_t owner, Deadline late);

// Starts it, or sets another time and period (0: none) if it has been started. True: it was to fire, and won't for
// that. On a goroutine or g0 that holds a P; outside a step.
bool resetTimer(M& m, Timer& timer, Deadline when, Deadline period = 0);
// False: it wasn't started, or has fired, or is about to: `fire` may still be under way or to come. Any thread.
bool stopTimer(Timer& timer);

}  // namespace gmp::rt
