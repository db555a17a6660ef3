#pragma once
// All that the interface knows of a trace: lanes of spans, queue histories, counters, the state at any instant.
// Built by ModelBuilder on the reader's thread; read by window, painters and statistics without locks.
//
// Threads: one writer; everything const is for any thread. Only what lies before edge() is final. In the model of a run
// that goes on, details of long ago are folded from time to time, but not while somebody holds a Look.

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/kernel_log.h"
#include "core/analysis/look.h"
#include "core/analysis/queue_history.h"
#include "core/analysis/span_lane.h"
#include "core/analysis/step_series.h"
#include "core/analysis/tracer_history.h"
#include "core/base/append_log.h"
#include "core/kernel/switch_record.h"
#include "core/trace/writer/event.h"
#include "core/trace/writer/guard.h"
#include "core/trace/writer/knob_table.h"

namespace gmpscope::analysis {

// Known when the run starts, fixed afterwards.
struct RunInfo {
  std::string preset;  // id, or the file's name
  int gomaxprocs = 0;
  int cores = 0;  // cores that the worker may use
  std::vector<std::uint32_t> coreIds;
  kernel::Source kernelSource = kernel::Source::None;
  std::string kernelHint;  // why nothing better, and the line that would allow it
  std::uint64_t startTicks = 0;
  double nanosPerTick = 1;
};

// What the run said of itself, as far as it did.
struct RunSetup {
  std::array<std::optional<std::uint64_t>, trace::kKnobs> knobs;  // by trace::Knob
  std::optional<trace::Guard> guard;                              // of stacks, the weakest in use
};

enum class EndReason : std::uint8_t { Running, Finished, Stopped, Deadlock, Panic, Signal, ExitCode, Truncated };

struct RunEnd {
  EndReason reason = EndReason::Running;
  int code = 0;             // exit code, or the signal's number
  std::string text;         // the worker's own report, first lines
  double clockErrorNs = 0;  // bound on the error between the kernel's clock and the events'
  // Of the whole trace, if the model is of a part of it alone: its length, and how many events were dropped.
  Nanos wholeLength = 0;
  std::uint64_t wholeDropped = 0;
};

struct OrderedEvent {
  trace::Event event;  // slots as recorded
  Nanos time = 0;      // monotone
  MId m;
  LifeId g;  // the life that event.g meant
};

struct Goroutine {  // immutable but for the atomics
  std::uint64_t goid = 0;
  LifeId parent;
  Nanos created = 0;
  std::atomic<std::uint32_t> name{0};  // index into names(), 0 = none
  std::atomic<Nanos> ended{-1};
  SpanLane lane;
};

struct Thread {
  std::atomic<std::uint32_t> tid{0};
  std::atomic<bool> sysmon{false};  // the one that holds no P and watches the others
  SpanLane lane;                    // executing, runnable, waiting, spinning
};

// The state at an instant, made on demand from the histories.
struct ProcessorState {
  MId m;                       // invalid: no M
  bool there = true;           // false: the run has fewer processors now
  std::uint32_t core = 0xfff;  // where its M executes; 0xfff unknown or off core
  bool idle = true;
  bool spinning = false;
  bool offCore = false;  // its M runs a goroutine but is off core
  bool calling = false;  // that goroutine is in a system call
  LifeId running;
  Nanos runningSince = 0;
  LifeId runnext;
  std::vector<LifeId> queue;  // head first
  bool queueKnown = true;     // false after a gap until its next status record
};
struct WaitingRoom {
  std::uint32_t object = 0;
  trace::WaitReason reason = trace::WaitReason::None;
  // In order of arrival, but who was woken in vain stands ahead; who waits in a select stands in several rooms.
  std::vector<LifeId> waiters;
};
struct BoardState {
  Nanos time = 0;
  bool folded = false;  // so nothing else is known
  std::vector<ProcessorState> processors;
  std::uint64_t queueSize = trace::info(trace::Knob::QueueSize).usual;  // a local queue's slots, but for runnext
  std::vector<LifeId> global;
  bool globalKnown = true;           // false after a gap until all that is older has been taken
  std::vector<std::uint32_t> idleP;  // the list's order, next to be taken last
  std::vector<MId> idleM;
  std::vector<MId> spinning;
  std::vector<WaitingRoom> rooms;  // the timers of each P are one, see trace::isTimers
  std::vector<LifeId> calls;       // in a system call, their P having been taken
  std::vector<LifeId> transit;
  std::uint32_t alive = 0;
  std::uint32_t running = 0, runnable = 0, waiting = 0, calling = 0;
  int executing = -1;  // threads on cores; -1: not known (no kernel records)
};

struct Counters {
  std::uint64_t events = 0, dropped = 0, gaps = 0;
  std::uint64_t created = 0, finished = 0, maxAlive = 0;
  std::uint64_t stealsTried = 0, stealsGot = 0, goroutinesStolen = 0;
  std::uint64_t switchesVoluntary = 0, switchesInvoluntary = 0, migrations = 0;
};

class TraceModel {
 public:
  TraceModel();
  ~TraceModel();
  TraceModel(const TraceModel&) = delete;
  TraceModel& operator=(const TraceModel&) = delete;

  [[nodiscard]] const RunInfo& run() const;
  [[nodiscard]] RunSetup setup() const;  // a copy
  [[nodiscard]] RunEnd end() const;      // a copy; Running while it goes on
  [[nodiscard]] Nanos edge() const;
  [[nodiscard]] Counters counters() const;  // a consistent copy
  // What lies before is folded, because it had become too much: lanes tell sums, lengths of queues their extents, and
  // nothing is known of events, of what stood in queues, and of goroutines that had ended. 0 if nothing is folded.
  [[nodiscard]] Nanos foldedBefore() const;
  // For as long as a thread holds one nothing is folded: what it has found stays. Not for long.
  [[nodiscard]] Look look() const;

  [[nodiscard]] std::size_t coreCount() const;
  [[nodiscard]] std::uint32_t coreId(std::size_t index) const;
  [[nodiscard]] const SpanLane& core(std::size_t index) const;
  [[nodiscard]] std::size_t processorCount() const;
  [[nodiscard]] const SpanLane& processor(std::size_t p) const;
  [[nodiscard]] const StepSeries& queueLength(std::size_t p) const;  // ring and runnext
  [[nodiscard]] const StepSeries& globalLength() const;
  [[nodiscard]] const QueueHistory& queue(std::size_t p) const;  // the ring alone
  [[nodiscard]] const QueueHistory& globalQueue() const;
  [[nodiscard]] LifeId runnext(std::size_t p, Nanos t) const;
  [[nodiscard]] std::size_t threadCount() const;
  [[nodiscard]] const Thread& thread(std::size_t m) const;
  [[nodiscard]] std::size_t goroutineCount() const;          // lives so far; LifeId 0 is the first
  [[nodiscard]] const Goroutine& goroutine(LifeId g) const;  // one without spans, goid 0, if g isn't known or folded
  [[nodiscard]] const StepSeries& concurrency() const;       // goroutines that are alive
  [[nodiscard]] const StepSeries& parallelism() const;       // Ms on cores; all 0 without switch records
  [[nodiscard]] const KernelLog& kernelLog() const;
  [[nodiscard]] std::size_t firstKernelEntry() const;  // that is kept
  [[nodiscard]] const TracerHistory& tracer() const;
  [[nodiscard]] std::string name(std::uint32_t index) const;
  [[nodiscard]] std::string label(LifeId g) const;  // "G17 hash"
  // In order; those that aren't kept are none.
  [[nodiscard]] const AppendLog<OrderedEvent>& events() const;
  [[nodiscard]] std::size_t firstEvent() const;      // that is kept
  [[nodiscard]] std::size_t eventAt(Nanos t) const;  // index of the first event at or after t, of those
  // Null if there is none, or it isn't kept.
  [[nodiscard]] const OrderedEvent* event(std::size_t index) const;
  struct Gap {
    Nanos from, to;
    std::uint64_t dropped;
  };
  [[nodiscard]] std::vector<Gap> gaps() const;
  // Where a trace begins whose beginning wasn't kept, as a flight recorder's; else 0.
  [[nodiscard]] Nanos keptFrom() const;
  // When the run stood still because somebody held it, steps included; `to` is -1 while it lasts.
  struct Hold {
    Nanos from, to;
  };
  [[nodiscard]] std::vector<Hold> holds() const;
  // From when it was asked to stand still until it was let go on: holds and the way there. Each is one range.
  [[nodiscard]] std::vector<Hold> controlled() const;
  [[nodiscard]] bool standsStill() const;  // at the edge
  // Of the last event so far: nothing has happened since. 0: there is none.
  [[nodiscard]] Nanos lastEvent() const;
  [[nodiscard]] Nanos firstSteal() const;  // -1: none yet

  [[nodiscard]] BoardState stateAt(Nanos t) const;

 private:
  friend class ModelBuilder;
  friend class ModelFiller;  // of the tests: models by hand
  struct Parts;              // model_parts.h
  std::unique_ptr<Parts> parts_;
};

}  // namespace gmpscope::analysis
