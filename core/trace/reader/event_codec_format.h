#pragma once
// The bytes of a pack before zstd (FORMAT.md).

#include <cstddef>
#include <cstdint>

namespace gmpscope::trace {

// Then `runs` PackedRun, then the streams, each of so many bytes.
struct PackHeader {
  std::uint64_t time = 0;  // ticks from which each run's first event is told
  std::uint32_t runs = 0;
  std::uint32_t events = 0;  // of all runs; also the bytes of kinds and of marks
  std::uint32_t times = 0;   // bytes
  std::uint32_t places = 0;
  std::uint32_t values = 0;
  std::uint32_t zero = 0;
};
static_assert(sizeof(PackHeader) == 32);

struct PackedRun {
  std::uint32_t m = 0;
  std::uint32_t epoch = 0;
  std::uint32_t events = 0;
};
static_assert(sizeof(PackedRun) == 12);

// What of an event isn't as expected: bits of its mark.
inline constexpr unsigned kMarkTime = 1;   // a later time than the event before
inline constexpr unsigned kMarkPlace = 2;  // another core or P
inline constexpr unsigned kMarkField = 4;  // the first field; the others follow

}  // namespace gmpscope::trace
