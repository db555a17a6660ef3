#pragma once
// Sleeping on a 32-bit word, within one process. Leaves errno as it was: callers run on borrowed threads.

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <ctime>

namespace gmpscope {

// Sleeps while `word` holds `expected`; may return early for any reason. `deadline` is absolute CLOCK_MONOTONIC
// time, null means for ever. Returns false when the deadline has passed.
inline bool futexWait(std::atomic<std::uint32_t>& word, std::uint32_t expected, const timespec* deadline = nullptr) {
  const int saved = errno;
  const long rc =
      ::syscall(SYS_futex, &word, FUTEX_WAIT_BITSET_PRIVATE, expected, deadline, nullptr, FUTEX_BITSET_MATCH_ANY);
  const bool timedOut = rc < 0 && errno == ETIMEDOUT;
  errno = saved;
  return !timedOut;
}

inline void futexWake(std::atomic<std::uint32_t>& word, int count = 1) {
  const int saved = errno;
  ::syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, count, nullptr, nullptr, 0);
  errno = saved;
}

}  // namespace gmpscope
