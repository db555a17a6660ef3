#pragma once
// One perf event: the switch records of a process's threads on one core, with its ring buffer. Owns both.

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/kernel/perf_ring.h"

namespace gmpscope::kernel {

class PerfEvent {
 public:
  struct Opened;

  // Watches `pid` and all threads and processes that it starts from now on, while they are on `core`. The ring has
  // `ringBytes` (a power of two), or less where the kernel doesn't lend so much memory.
  static Opened open(pid_t pid, std::uint32_t core, std::size_t ringBytes);

  PerfEvent(PerfEvent&& other) noexcept;
  PerfEvent& operator=(PerfEvent&&) = delete;
  PerfEvent(const PerfEvent&) = delete;
  PerfEvent& operator=(const PerfEvent&) = delete;
  ~PerfEvent();

  [[nodiscard]] PerfRing& ring() { return ring_; }
  [[nodiscard]] std::uint32_t core() const { return core_; }

 private:
  PerfEvent(int fd, void* mapping, std::size_t bytes, std::size_t page, std::uint32_t core);

  int fd_;
  void* mapping_;
  std::size_t bytes_;
  std::uint32_t core_;
  PerfRing ring_;
};

// The event, or the errno with which the kernel refused it.
struct PerfEvent::Opened {
  std::optional<PerfEvent> event;
  int refusal = 0;
};

}  // namespace gmpscope::kernel
