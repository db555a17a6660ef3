#pragma once
// What a TraceModel is made of. For the model builder and the model's own source files alone.

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "core/analysis/alive_index.h"
#include "core/analysis/model.h"
#include "core/analysis/name_table.h"
#include "core/analysis/queue_tracker.h"
#include "core/analysis/stack_history.h"
#include "core/analysis/value_history.h"

namespace gmpscope::analysis {

struct Processor {
  SpanLane lane;
  StepSeries length;  // ring and runnext
  QueueTracker ring;
  ValueHistory<LifeId> runnext;
  ValueHistory<bool> runnextKnown{true};  // false after a gap
  bool unknownInRunnext = false;          // the writer's: somebody stands there, nobody knows who
  ValueHistory<MId> holder;
  ValueHistory<bool> there{true};  // false while the run has fewer processors
};

// An event before all that are kept, because of which somebody was in what it was in when the rest was folded.
struct KeptEvent {
  std::size_t index = 0;
  OrderedEvent event;
};

struct ModelParts {
  // Null: there is none, or it isn't kept.
  [[nodiscard]] const OrderedEvent* event(std::size_t index) const;

  // Set before readers exist.
  RunInfo run;
  std::vector<std::unique_ptr<SpanLane>> cores;  // as run.coreIds

  std::atomic<Nanos> edge{0};
  std::atomic<Nanos> foldedBefore{0};
  std::atomic<Nanos> firstSteal{-1};
  std::atomic<bool> standsStill{false};
  mutable LookCount lookers;  // while there are any, nothing is folded, nor these three change
  std::size_t firstEvent = 0;
  std::vector<KeptEvent> keptEvents;  // by index
  std::size_t firstKernelEntry = 0;
  AppendLog<OrderedEvent> events;
  AppendLog<std::unique_ptr<Processor>> processors;
  AppendLog<std::unique_ptr<Thread>> threads;
  AppendLog<std::unique_ptr<Goroutine>> goroutines;  // null: folded
  QueueTracker global;
  StepSeries globalLength;
  StackHistory idleP;
  StackHistory idleM;
  AliveIndex alive;
  StepSeries concurrency;
  StepSeries parallelism;
  KernelLog kernelLog;
  TracerHistory tracer;
  NameTable names;

  mutable std::mutex rare;  // guards what follows
  RunSetup setup;
  RunEnd end;
  Counters counters;
  std::vector<TraceModel::Gap> gaps;
  std::vector<TraceModel::Hold> holds;
  std::vector<TraceModel::Hold> controlled;
};

struct TraceModel::Parts : ModelParts {};

}  // namespace gmpscope::analysis
