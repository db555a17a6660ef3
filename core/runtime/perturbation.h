#pragma once
// Random pauses of a thread at critical moments, and other ways for goroutines than they would take, so that tests meet
// what is rare. One per M, used by its thread only. Without a seed it does nothing, but for the moves between threads
// in builds with a sanitizer.

#include <cstdint>

#include "core/base/fast_rand.h"
#include "core/runtime/stack/fiber.h"  // defines which sanitizer it is

namespace gmp::rt {

class Perturbation {
 public:
  Perturbation(std::uint32_t seed, std::uint32_t m)
      : on_(seed != 0), moves_(on_ || kSanitized), rand_(std::uint64_t{seed} << 32 | (m + 1)) {}

  // A moment at which it matters who comes first.
  void here() {
    if (on_) [[unlikely]]
      pause();
  }
  // Whether the two below may say yes.
  [[nodiscard]] bool active() const { return moves_; }
  // Who could go to runnext goes to the end of the queue instead.
  [[nodiscard]] bool avoidsNext() { return on_ && rand_.below(2) == 0; }
  // Who leaves its M shall find another one there when it comes back: the M gives its P away.
  [[nodiscard]] bool movesOn() { return moves_ && rand_.below(8) == 0; }

 private:
#if defined(GMPSCOPE_ASAN) || defined(GMPSCOPE_TSAN)
  static constexpr bool kSanitized = true;
#else
  static constexpr bool kSanitized = false;
#endif

  void pause();

  const bool on_;
  const bool moves_;
  gmpscope::FastRand rand_;
};

}  // namespace gmp::rt
