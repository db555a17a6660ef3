#pragma once
// What the one who reads a trace while it is written says of itself, many times a second: how far it was behind the
// writers, what the writers had dropped, what it cost. FORMAT.md has the bytes.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace gmpscope::trace {

struct TracerSample {
  static constexpr std::uint64_t kUnknown = ~std::uint64_t{0};

  // Since the run's start, the times never decreasing.
  std::uint64_t ticks = 0;
  std::uint64_t readerCpu = 0;         // ns of CPU time of the threads that read, order and record the trace
  std::uint64_t workerCpu = kUnknown;  // ns of CPU time of the process that writes it, which includes its writing
  std::uint64_t dropped = 0;           // events, of all Ms
  // The worst since the sample before.
  std::uint64_t lagNanos = 0;   // from an instant until the reader had put everything before it into order
  std::uint64_t lagEvents = 0;  // published but not in order yet

  struct Drops {
    std::uint32_t m = 0;
    std::uint64_t dropped = 0;  // events of this M since the run's start
  };
  std::vector<Drops> drops;  // of the Ms that have dropped any since the sample before
};

// Replaces what is in `bytes`.
void pack(const TracerSample& sample, std::vector<std::byte>& bytes);
// Nothing if they aren't whole numbers of Ms that can be.
[[nodiscard]] std::optional<TracerSample> unpackTracerSample(std::span<const std::byte> bytes);

}  // namespace gmpscope::trace
