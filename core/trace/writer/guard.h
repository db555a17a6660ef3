#pragma once
// How a goroutine's stack is guarded below, best first. The numbers stand in traces: append only.

#include <array>
#include <cstdint>
#include <string_view>

namespace gmpscope::trace {

enum class Guard : std::uint8_t {
  Advice,   // a page that the kernel guards without a mapping of its own (6.13)
  Protect,  // a page that may not be touched
  Canary,   // a word that is looked at when the goroutine leaves
};

inline constexpr std::array<std::string_view, 3> kGuardWords{"madvise", "mprotect", "canary"};
inline constexpr std::size_t kGuards = kGuardWords.size();

}  // namespace gmpscope::trace
