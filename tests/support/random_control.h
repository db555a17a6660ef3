#pragma once
// Asks a run for one thing after another, at random, and at last that it goes on.

#include <cstdint>
#include <random>

#include "core/runtime/control.h"

namespace gmpscope::test {

class RandomControl {
 public:
  RandomControl(gmp::rt::Control& control, std::uint32_t seed) : control_(control), random_(seed) {}

  // So many requests from a thread outside. False: one of them was never done.
  [[nodiscard]] bool ask(int requests);

 private:
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(random_() % bound); }
  gmp::rt::ControlRequest any();

  gmp::rt::Control& control_;
  std::minstd_rand random_;
};

}  // namespace gmpscope::test
