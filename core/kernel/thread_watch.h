#pragma once
// Watches all threads of one process (and of its children): by perf switch records where the kernel allows it,
// else by sampling /proc. One interface, so that the rest of the house doesn't care.
//
// Used by one thread (the reader). Open it before the watched process starts threads.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/kernel/switch_record.h"

namespace gmpscope::kernel {

class ThreadWatch {
 public:
  // Never fails: without permission it samples, without /proc/PID it watches nothing; source() and hint() say so.
  // `wanted` serves tests and comparisons, and so does GMPSCOPE_KERNEL_SOURCE=perf|sampled|none, which overrides it.
  static std::unique_ptr<ThreadWatch> open(int pid, Source wanted = Source::Perf);

  ThreadWatch() = default;
  ThreadWatch(const ThreadWatch&) = delete;
  ThreadWatch& operator=(const ThreadWatch&) = delete;
  virtual ~ThreadWatch() = default;

  [[nodiscard]] virtual Source source() const = 0;
  // Why the better source is refused and the line that would allow it; empty with perf.
  [[nodiscard]] virtual std::string hint() const = 0;
  // Appends the records since the last call to `out`, in the order of time also across calls. Returns the instant (TSC
  // ticks) before which no record is still to come; it never goes back.
  virtual std::uint64_t drain(std::vector<SwitchRecord>& out) = 0;
  // The bound on the error between the kernel's clock and the TSC seen so far, in ns.
  [[nodiscard]] virtual double clockErrorNs() const = 0;
  // CPU time of threads of its own so far, in ns.
  [[nodiscard]] virtual std::uint64_t cpuNanos() const { return 0; }
};

}  // namespace gmpscope::kernel
