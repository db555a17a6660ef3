#pragma once
// A finished trace in numbers. Exact sums over spans and events; computed anew at each call, O(events + spans).

#include <array>
#include <cstdint>
#include <vector>

#include "core/analysis/model.h"
#include "core/trace/writer/event_table.h"
#include "core/trace/writer/wait_reason.h"

namespace gmpscope::analysis {

// Of lengths of time; percentiles are the nearest rank's.
struct Distribution {
  std::uint64_t count = 0;
  Nanos p50 = 0, p90 = 0, p99 = 0, p999 = 0, max = 0;
};
[[nodiscard]] Distribution distribution(std::vector<Nanos> values);

struct ProcessorStatistics {
  Nanos running = 0;  // a goroutine, whether or not its thread is on a core
  Nanos spinning = 0;
  Nanos calling = 0;            // its goroutine is in a system call
  Nanos idle = 0;               // nothing of that, and nothing lost
  std::uint64_t scheduled = 0;  // goroutines started
  std::uint64_t stealsGot = 0;
};

struct ThreadStatistics {
  std::uint32_t tid = 0;
  // Spinning is executing. With the source Sampled, runnable is what sampling saw.
  Nanos executing = 0, runnable = 0, waiting = 0;
};

enum class StateAtEnd : std::uint8_t { Unknown, Running, Runnable, Waiting, Finished, Calling };

struct GoroutineStatistics {
  Nanos running = 0, runnable = 0, calling = 0;
  std::array<Nanos, static_cast<std::size_t>(trace::WaitReason::kCount)> waiting{};
  std::uint64_t starts = 0;
  StateAtEnd atEnd = StateAtEnd::Unknown;
};

struct Statistics {
  Nanos duration = 0;
  std::uint64_t maxAlive = 0;
  std::uint64_t preemptionsAsked = 0, preemptionsTaken = 0, preemptionsRefused = 0;
  std::uint64_t handOffs = 0;  // of Ps by Ms that can't go on with them
  Distribution latency;        // from runnable to running, of each start
  // The kernel's switch records say who executes. Without them the next, and executing and runnable of threads, are
  // the runtime's own word and at best a bound: not to be shown as known.
  bool executionKnown = false;
  double parallelismMean = 0;  // threads on cores at the same time
  std::vector<ProcessorStatistics> processors;
  std::vector<ThreadStatistics> threads;
  std::vector<GoroutineStatistics> goroutines;  // by life
  std::array<std::uint64_t, static_cast<std::size_t>(trace::EventKind::kCount)> eventsByKind{};
};

[[nodiscard]] Statistics computeStatistics(const TraceModel& model);

}  // namespace gmpscope::analysis
