#pragma once
// The switch records of all threads of a process, from perf: one event per online core, merged by time.
// A core that comes online later isn't watched.

#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/kernel/clock_sync.h"
#include "core/kernel/perf_event.h"
#include "core/kernel/thread_watch.h"

namespace gmpscope::kernel {

class PerfSwitches final : public ThreadWatch {
 public:
  // The error's `expected` tells a person why the kernel refuses, and what would allow it.
  static Result<std::unique_ptr<PerfSwitches>> open(int pid);

  [[nodiscard]] Source source() const override { return Source::Perf; }
  [[nodiscard]] std::string hint() const override { return {}; }
  std::uint64_t drain(std::vector<SwitchRecord>& out) override;
  [[nodiscard]] double clockErrorNs() const override { return clock_.errorNs(); }

 private:
  PerfSwitches(int pid, std::vector<PerfEvent> events);

  void collect(PerfEvent& event);

  int pid_;
  std::vector<PerfEvent> events_;
  ClockSync clock_;
  std::vector<SwitchRecord> pending_;  // read, but perhaps not yet preceded by all that is earlier
  std::uint64_t edge_ = 0;             // ticks; everything before has been handed out
};

}  // namespace gmpscope::kernel
