#pragma once
// A trace in numbers, or a part of it: exact sums over spans, events and the kernel's records. Computed anew at each
// call, O(events + spans + records); holds a histogram per P, M, core and wait reason, and one at a time of names and
// goroutines.
//
// What belongs to a range [from, to): of a span, the part that lies in it. Of what happens at an instant, that instant:
// a latency counts where the start is, a run where it ends, a wait where it ends; their lengths are whole, also if
// they began before. So the numbers of ranges that follow each other add up to those of the whole.
//
// Time in which the run was held from outside, steps included, is in no length and no sum (measured_range.h). What
// happened in it is counted.
//
// For any thread, at any time; of a live run, what lies before edge().

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/analysis/log_histogram.h"
#include "core/analysis/measured_range.h"
#include "core/analysis/model.h"
#include "core/trace/writer/event_table.h"
#include "core/trace/writer/wait_reason.h"

namespace gmpscope::analysis {

inline constexpr std::size_t kWaitReasons = static_cast<std::size_t>(trace::WaitReason::kCount);

// Scheduling latency: from runnable to running, of each start. Run length: from a start until it blocks, yields, is
// preempted, ends or comes back from a system call without a P; without the time in system calls.
struct Lengths {
  LogHistogram latency, run;
};
struct LengthsInShort {
  Distribution latency, run;
};

// A thread that runs a goroutine was off its core: by the kernel's switch records, 0 without.
struct Stolen {
  Nanos total = 0;
  Nanos preempted = 0;  // of it: though it could have gone on; otherwise it waited in the kernel
};

struct ProcessorStatistics {
  Nanos running = 0;  // a goroutine, whether or not its thread is on a core
  Nanos spinning = 0;
  Nanos calling = 0;  // its goroutine is in a system call
  Nanos idle = 0;     // nothing of that, and nothing lost
  Nanos lost = 0, absent = 0, faulted = 0;
  Stolen stolen;                // of running
  std::uint64_t scheduled = 0;  // goroutines started
  std::uint64_t stealsTried = 0, stealsGot = 0, goroutinesStolen = 0;
  std::uint64_t preempted = 0;
  Lengths lengths;
};

// Ms on and off their cores, from m.start to m.exit.
struct ThreadStatistics {
  std::uint32_t tid = 0;
  // Spinning is executing. With the source Sampled, runnable is what sampling saw.
  Nanos executing = 0, runnable = 0, waiting = 0;
  Nanos spinning = 0;  // of executing
  Stolen stolen;
  std::uint64_t voluntary = 0, involuntary = 0, migrations = 0;  // switches of the kernel
  std::uint64_t scheduled = 0;
  Lengths lengths;
};

// One life of a thread as the kernel told it, whoever it was: an M, or one of a child process. With the source Sampled
// only runnable and involuntary, of those that had to wait for a core.
struct KernelThreadStatistics {
  std::uint32_t tid = 0, pid = 0;
  MId m;  // the last that it was
  Nanos executing = 0, runnable = 0, waiting = 0;
  std::uint64_t voluntary = 0, involuntary = 0, migrations = 0;
};

struct CoreStatistics {
  std::uint32_t id = 0;  // the kernel's number
  Nanos executing = 0;   // Ms
  Nanos others = 0;      // other threads of ours
  Nanos notOurs = 0;     // idle, or another process
  Nanos lost = 0;        // records were lost
  Stolen stolen;         // from goroutines that ran here
  std::uint64_t scheduled = 0;
  std::uint64_t switches = 0;    // threads of ours that came
  std::uint64_t migrations = 0;  // of them from another core
  Lengths lengths;
};

enum class StateAtEnd : std::uint8_t { Unknown, Running, Runnable, Waiting, Finished, Calling };

// Life = running + runnable + calling + all waiting + faulted + unknown.
struct GoroutineTimes {
  Nanos life = 0;     // from its creation to its end
  Nanos running = 0;  // has a P; its thread may be off core
  Nanos runnable = 0, calling = 0, faulted = 0;
  Nanos unknown = 0;  // in gaps
  std::array<Nanos, kWaitReasons> waiting{};
  Stolen stolen;  // of running
  std::uint64_t starts = 0;

  [[nodiscard]] Nanos waitingAll() const;
  void add(const GoroutineTimes& other);
};

struct GoroutineStatistics : GoroutineTimes {
  LifeId g;
  LengthsInShort lengths;
  StateAtEnd atEnd = StateAtEnd::Unknown;
};

// All goroutines of one name.
struct NameStatistics : GoroutineTimes {
  std::uint32_t name = 0;  // as in TraceModel::name
  std::uint64_t goroutines = 0;
  LengthsInShort lengths;
};

struct WaitStatistics {
  Nanos time = 0;
  LogHistogram wait;  // of the waits that ended
  Lengths after;      // of the starts that followed
};

// The numbers stand in traces.
inline constexpr std::array<std::string_view, 5> kPreemptRefusalWords{"unknown", "no goroutine", "in the runtime",
                                                                      "other code", "no room on the stack"};
inline constexpr std::array<std::string_view, 3> kPreemptCauseWords{"slice", "end of the run", "world"};

struct Counts {
  std::uint64_t events = 0;
  std::array<std::uint64_t, static_cast<std::size_t>(trace::EventKind::kCount)> byKind{};
  std::uint64_t created = 0, finished = 0, maxAlive = 0;
  std::uint64_t dropped = 0, gaps = 0;  // of the gaps that touch the range

  std::uint64_t stealsTried = 0, stealsGot = 0, goroutinesStolen = 0;
  std::uint64_t handOffs = 0;                // of Ps by Ms that can't go on with them
  std::uint64_t retakes = 0;                 // of Ps from Ms in system calls
  std::uint64_t spins = 0, spinsWasted = 0;  // that ended, and without work
  std::uint64_t goroutinesWoken = 0;
  std::uint64_t threadsWoken = 0, threadsSpawned = 0;

  std::uint64_t preemptionsAsked = 0, preemptionsTaken = 0, preemptionsRefused = 0;
  std::array<std::uint64_t, kPreemptCauseWords.size()> askedFor{};
  std::array<std::uint64_t, kPreemptRefusalWords.size()> refusedFor{};
  std::uint64_t takenBySignal = 0;

  // How goroutines left their Ms.
  std::uint64_t blocked = 0, yielded = 0, exited = 0;
  std::uint64_t calls = 0, callsWithoutP = 0;  // system calls, and those from which they came back without a P

  std::uint64_t voluntary = 0, involuntary = 0, migrations = 0;  // of Ms by the kernel
  std::uint64_t kernelLosses = 0;                                // of its records
};

// How long a number had which value; index = value.
struct DegreeStatistics {
  std::vector<Nanos> time;
  double mean = 0;
  std::uint32_t max = 0;
};

// The longest time that a goroutine's thread was off its core at a stretch.
struct LongestStolen {
  LifeId g;
  MId m;
  Nanos start = 0, length = 0;
};

struct Statistics {
  StatisticsRange range;
  Nanos measured = 0;  // of it: the run wasn't held
  Counts counts;
  Lengths lengths;
  Stolen stolen;
  std::optional<LongestStolen> longestStolen;
  // The kernel's switch records say who executes. Without them parallelism, stolen time, and executing and runnable of
  // threads, are the runtime's own word and at best a bound: not to be shown as known.
  bool executionKnown = false;
  DegreeStatistics parallelism;  // Ms on cores
  DegreeStatistics concurrency;  // goroutines alive
  // What tracing cost and how well it kept up; nothing if no sample of it lies in the range.
  std::optional<TracerHistory::Sums> tracer;
  std::vector<ProcessorStatistics> processors;
  std::vector<ThreadStatistics> threads;
  std::vector<KernelThreadStatistics> kernelThreads;
  std::vector<CoreStatistics> cores;            // as the model's
  std::vector<GoroutineStatistics> goroutines;  // that lived in the range, or ended where it begins, by life
  std::vector<NameStatistics> names;            // that longest ran first
  std::array<WaitStatistics, kWaitReasons> waits;
};

// Without a range: all before edge(), as far as it isn't folded.
[[nodiscard]] Statistics computeStatistics(const TraceModel& model, std::optional<StatisticsRange> range = {});

// The run that a span of a goroutine, or of the P that runs it, is part of: from the event that started it, or after
// which it went on, until it stopped or another such event. The kernel may have interrupted it.
[[nodiscard]] StatisticsRange runAround(const TraceModel& model, const Span& span);

// Of one goroutine, with its histograms: for who looks at it alone.
struct GoroutineInFull {
  GoroutineStatistics sums;
  Lengths lengths;
};
[[nodiscard]] GoroutineInFull goroutineStatistics(const TraceModel& model, LifeId g,
                                                  std::optional<StatisticsRange> range = {});

}  // namespace gmpscope::analysis
