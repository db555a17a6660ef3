#pragma once
// What the kernel says of threads: the common language of the perf source, the sampling fallback, trace files
// and the analysis. Times are TSC ticks, so that they merge with the runtime's events.

#include <cstdint>
#include <string_view>

namespace gmpscope::kernel {

enum class SwitchKind : std::uint8_t {
  In,           // the thread starts to execute on `core`
  OutWaiting,   // it leaves the core because it waits (voluntary)
  OutRunnable,  // it leaves the core although it could go on (preempted, sched_yield)
  Lost,         // of `core` nothing is known until the next record; a = how many records were lost before, as far as
                // that is known by now
  ThreadStart,  // `tid` was created by thread `a`
  ThreadEnd,
  RunDelay,  // sampled (fallback): since the last sample `tid` waited `a` ns for a core, was switched out `b` times
             // involuntarily
};

struct SwitchRecord {
  std::uint64_t time = 0;  // TSC ticks
  std::uint32_t tid = 0;
  std::uint32_t pid = 0;
  std::uint16_t core = 0;  // kNoCore if not known (all sampled records)
  SwitchKind kind = SwitchKind::In;
  std::uint8_t reserved = 0;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint32_t reserved2 = 0;
};
static_assert(sizeof(SwitchRecord) == 32);

inline constexpr std::uint16_t kNoCore = 0xffff;

enum class Source : std::uint8_t { None, Perf, Sampled };

// As in GMPSCOPE_KERNEL_SOURCE and in the statistics.
[[nodiscard]] constexpr std::string_view sourceWord(Source source) {
  switch (source) {
    case Source::None:
      return "none";
    case Source::Perf:
      return "perf";
    case Source::Sampled:
      return "sampled";
  }
  return "unknown";
}

}  // namespace gmpscope::kernel
