#pragma once
// The rules that the checker holds every trace to. Append only: ids stand in scripts and in translations.

#include <array>
#include <cstdint>
#include <string_view>

namespace gmpscope::trace {

enum class RuleId : std::uint8_t {
  OnePlace,      // each goroutine is in exactly one place
  Fifo,          // a queue gives what was put at that position
  Runnext,       // runnext gives and kicks what was put there
  OneRunning,    // a goroutine runs on one M with one P, and an M or P runs one goroutine
  OwnP,          // only the M that holds a P puts into its queues or runs with it
  Capacity,      // a ring holds no more than it may
  StealHalf,     // a steal takes half of what it saw, rounded up, or what the knob says
  OverflowHalf,  // an overflow moves half of the ring
  GlobalBatch,   // a batch from the global queue has the size that the rule gives
  Tick61,        // the global queue is asked first on each 61st tick (or as the knob says), and then gives one
  IdleLists,     // idle lists give what was put on them, last in first out
  WakeWaiter,    // a wake-up has a waiter, in that waiting room
  Order,         // an order consistent with all recorded values exists
  KnownEvent,    // the event's kind and numbers are within their ranges
  PreemptAsked,  // who is preempted runs with a P of which that was asked
  SystemCall,    // who enters, leaves, or loses its P in a system call was running, or in one, with that P or without
  StopWorld,     // while the world stands only the goroutine that stopped it runs, and only then does the number of Ps
                 // change
  LockedThread,  // a locked goroutine runs on its M only, and that M runs no other
  Knobs,         // what a knob has switched off doesn't happen
  OneSleeper,    // one M at a time sleeps until the next timer or waits for the network
  ThreadLife,    // an M begins once it was made, wakes from the sleep that it is in, does nothing asleep, and ends last
  Spinning,      // an M begins to spin and ends in turn, and spins no more when it runs on, leaves or sleeps
  Slice,         // a P's tick grows with each start but that from runnext, which inherits the slice
  PreemptCause,  // who is asked to leave for its slice has run that long; for the world, while that is being stopped
  HandOver,      // who waits in a line of an object is woken in the order of that line
  Complete,      // outside gaps nothing is lost: each M has written as many events as it says, and all come to an end
  Held,          // while a run is held nothing changes but by whom a step lets go on
  kCount,
};

inline constexpr std::size_t kRules = static_cast<std::size_t>(RuleId::kCount);
inline constexpr std::array<std::string_view, kRules> kRuleNames{
    "one-place",     "fifo",         "runnext",       "one-running",   "own-p",       "capacity",    "steal-half",
    "overflow-half", "global-batch", "tick-61",       "idle-lists",    "wake-waiter", "order",       "known-event",
    "preempt-asked", "system-call",  "stop-world",    "locked-thread", "knobs",       "one-sleeper", "thread-life",
    "spinning",      "slice",        "preempt-cause", "hand-over",     "complete",    "held"};

[[nodiscard]] constexpr std::string_view name(RuleId rule) { return kRuleNames[static_cast<std::size_t>(rule)]; }

}  // namespace gmpscope::trace
