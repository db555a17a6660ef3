#pragma once
// A trace whose beginning is missing, as a flight recorder's. What is kept has epochs as if all before had been lost;
// before it stand, in a lossy epoch, those events that name what lives on, and what was written there before everything
// was said anew.

#include <cstdint>

#include "core/trace/writer/arena_layout.h"

namespace gmpscope::trace {

// So many events of an M stood before those that are there.
struct CutEvents {
  std::uint64_t m = 0;
  std::uint64_t events = 0;
};

inline constexpr std::uint32_t kCutEpoch = 1;        // of the events that name
inline constexpr std::uint32_t kEpochsAfterCut = 2;  // what is kept is later by so many than it was recorded
static_assert(lossy(kCutEpoch) && !lossy(kEpochsAfterCut));

}  // namespace gmpscope::trace
