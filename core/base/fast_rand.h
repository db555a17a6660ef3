#pragma once
// A small, fast generator for scheduling decisions (xorshift64*). Not for secrets. One owner at a time.

#include <cstdint>

namespace gmpscope {

class FastRand {
 public:
  explicit FastRand(std::uint64_t seed) : state_(seed * 0x9e37'79b9'7f4a'7c15U | 1U) {}

  std::uint32_t next() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return static_cast<std::uint32_t>(state_ * 0x2545'f491'4f6c'dd1dU >> 32);
  }
  // In [0, bound), bound > 0; the bias below 2^-20 doesn't matter for choosing victims.
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(std::uint64_t{next()} * bound >> 32); }

 private:
  std::uint64_t state_;
};

}  // namespace gmpscope
