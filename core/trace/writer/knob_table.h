#pragma once
// The one table of the scheduler's knobs: what a run was set to. Each run says all of them at its start, so that rules
// judge by what was meant. Names are the fields of gmp::Options.
//
// Append only: the numbers stand in traces.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gmpscope::trace {

enum class KnobUnit : std::uint8_t {
  Count,
  Bytes,
  Nanos,
  Words,  // the number of one of its words
};

// X(name, "field of gmp::Options", unit, Go's value, least, most, "its words, in the order of their numbers")
#define GMPSCOPE_KNOBS(X)                                                       \
  X(StackSize, "stack_size", Bytes, 256 * 1024, 16 * 1024, 1 << 30, "")         \
  X(AsyncPreemption, "async_preemption", Words, 1, 0, 1, "off on")              \
  X(Slice, "slice", Nanos, 10'000'000, 1, 3'600'000'000'000, "")                \
  X(MaxThreads, "max_threads", Count, 10'000, 1, 10'000, "")                    \
  X(Steal, "steal", Words, 2, 0, 2, "off one half")                             \
  X(Runnext, "runnext", Words, 1, 0, 1, "off on")                               \
  X(GlobalCheckInterval, "global_check_interval", Count, 61, 0, 1 << 20, "")    \
  X(QueueSize, "queue_size", Count, 256, 2, 256, "")                            \
  X(Spinning, "spinning", Words, 1, 0, 1, "off on")                             \
  X(SysmonPeriod, "sysmon_period", Nanos, 20'000, 1'000, 3'600'000'000'000, "") \
  X(Affinity, "affinity", Words, 0, 0, 1, "none pin")                           \
  X(PerturbationSeed, "perturbation_seed", Count, 0, 0, 0xffff'ffff, "")

enum class Knob : std::uint8_t {
#define GMPSCOPE_ENUM(name, ...) name,
  GMPSCOPE_KNOBS(GMPSCOPE_ENUM)
#undef GMPSCOPE_ENUM
      kCount,
};

inline constexpr std::size_t kKnobs = static_cast<std::size_t>(Knob::kCount);

struct KnobInfo {
  std::string_view name;
  KnobUnit unit;
  std::uint64_t usual;  // Go's
  std::uint64_t least, most;
  std::string_view words;
};

inline constexpr std::array<KnobInfo, kKnobs> kKnobTable{{
#define GMPSCOPE_ROW(name, field, unit, usual, least, most, words) {field, KnobUnit::unit, usual, least, most, words},
    GMPSCOPE_KNOBS(GMPSCOPE_ROW)
#undef GMPSCOPE_ROW
}};

[[nodiscard]] constexpr const KnobInfo& info(Knob knob) { return kKnobTable[static_cast<std::size_t>(knob)]; }

// Whether it may change while the run goes on.
[[nodiscard]] constexpr bool changesLive(Knob knob) {
  switch (knob) {
    case Knob::Steal:
    case Knob::Runnext:
    case Knob::Spinning:
    case Knob::GlobalCheckInterval:
    case Knob::Slice:
    case Knob::SysmonPeriod:
    case Knob::AsyncPreemption:
      return true;
    default:
      return false;
  }
}

// The numbers of the knob Steal.
inline constexpr std::uint64_t kStealOff = 0, kStealOne = 1, kStealHalf = 2;

// What each knob is set to; Go's values until told otherwise.
class KnobValues {
 public:
  constexpr KnobValues() {
    for (std::size_t i = 0; i < kKnobs; ++i) values_[i] = kKnobTable[i].usual;
  }
  [[nodiscard]] constexpr std::uint64_t operator[](Knob knob) const { return values_[static_cast<std::size_t>(knob)]; }
  [[nodiscard]] constexpr bool on(Knob knob) const { return (*this)[knob] != 0; }
  // The value, or the nearest that there is.
  constexpr void set(Knob knob, std::uint64_t value) {
    const KnobInfo& row = info(knob);
    values_[static_cast<std::size_t>(knob)] = value < row.least ? row.least : value > row.most ? row.most : value;
  }

 private:
  std::array<std::uint64_t, kKnobs> values_{};
};

}  // namespace gmpscope::trace
