#pragma once
// Strong types for what is numbered, so that an M can't be passed where a P is meant.

#include <cstdint>
#include <functional>

namespace gmpscope {

template <class Tag, class Rep>
struct Id {
  Rep value = kNone;

  static constexpr Rep kNone = static_cast<Rep>(-1);
  constexpr Id() = default;
  constexpr explicit Id(Rep v) : value(v) {}
  [[nodiscard]] constexpr bool valid() const { return value != kNone; }
  friend constexpr auto operator<=>(Id, Id) = default;
};

using MId = Id<struct MTag, std::uint32_t>;        // an OS thread of the run, in order of creation
using PId = Id<struct PTag, std::uint32_t>;        // a processor
using LifeId = Id<struct LifeTag, std::uint32_t>;  // one life of a goroutine, in order of creation in a trace (G slots
                                                   // are reused, lives are not)
using CoreId = Id<struct CoreTag, std::uint32_t>;  // a core of the machine, as the kernel numbers it

using Nanos = std::int64_t;  // nanoseconds since the start of a trace, or a length

}  // namespace gmpscope
