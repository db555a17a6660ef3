#pragma once
// What /proc says of one thread's scheduling, read again and again through one descriptor.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace gmpscope::kernel {

struct SchedTimes {
  std::uint64_t ranNanos = 0;
  std::uint64_t waitedNanos = 0;  // runnable, without a core; complete up to when it last got one
  std::uint64_t slices = 0;       // how often it got a core

  friend bool operator==(const SchedTimes&, const SchedTimes&) = default;
};

// The contents of /proc/PID/task/TID/schedstat.
[[nodiscard]] std::optional<SchedTimes> parseSchedstat(std::string_view text);
// From the contents of /proc/PID/task/TID/status.
[[nodiscard]] std::optional<std::uint64_t> parseInvoluntarySwitches(std::string_view text);

// The processes that a thread has started and that still are. None if the kernel doesn't tell.
[[nodiscard]] std::vector<int> childrenOf(int pid, int tid);

class ProcThread {
 public:
  // Nothing if the thread doesn't exist, or the kernel keeps no such figures.
  static std::optional<ProcThread> open(int pid, int tid);

  ProcThread(ProcThread&& other) noexcept;
  ProcThread& operator=(ProcThread&&) = delete;
  ProcThread(const ProcThread&) = delete;
  ProcThread& operator=(const ProcThread&) = delete;
  ~ProcThread();

  // Nothing once the thread has ended.
  [[nodiscard]] std::optional<SchedTimes> times() const;
  // Dearer than times(): the file is long.
  [[nodiscard]] std::optional<std::uint64_t> involuntarySwitches() const;

 private:
  ProcThread(int pid, int tid, int schedstat) : pid_(pid), tid_(tid), schedstat_(schedstat) {}

  int pid_, tid_;
  int schedstat_;
};

}  // namespace gmpscope::kernel
