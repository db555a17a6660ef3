#pragma once
// Measures the tracing of a live run while it goes on: how far the reader is behind, what the writers drop, and the CPU
// time that the reader takes and the worker. What of the worker's time goes into writing events isn't told apart: to
// measure it at each event would cost more than it does.
//
// Used by the reader thread, whose CPU time it counts.

#include <chrono>
#include <cstdint>
#include <vector>

#include "app/session/worker_process.h"
#include "core/analysis/model.h"
#include "core/kernel/thread_watch.h"
#include "core/trace/reader/arena_reader.h"
#include "core/trace/reader/tracer_sample.h"

namespace gmpscope::app {

class TracerMeter {
 public:
  using Clock = std::chrono::steady_clock;

  // All of them outlive it.
  TracerMeter(WorkerProcess& worker, const kernel::ThreadWatch& watch, const trace::ArenaReader& reader,
              const analysis::RunInfo& run);

  // All before `frontier` (ticks) has just been put into order; so many events had been published and weren't.
  void ordered(std::uint64_t frontier, std::uint64_t events);
  // Every kSampleEvery.
  [[nodiscard]] bool due(Clock::time_point now);
  [[nodiscard]] trace::TracerSample sample();

 private:
  static constexpr auto kSampleEvery = std::chrono::milliseconds(20);

  WorkerProcess& worker_;
  const kernel::ThreadWatch& watch_;
  const trace::ArenaReader& reader_;
  const double nanosPerTick_;
  std::uint64_t frontier_;  // ticks: all before it is in order
  std::uint64_t worstTicks_ = 0;
  std::uint64_t worstEvents_ = 0;
  std::uint64_t workerCpu_ = 0;
  Clock::time_point sampled_{};
  std::vector<std::uint64_t> dropped_;  // by M, as told
};

}  // namespace gmpscope::app
