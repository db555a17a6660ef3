#pragma once
// All Ps that a run may have: address space for the most, of which the first ones exist. One that the run gives up
// stays, for when it is used again.

#include <cstdint>

#include "core/runtime/p.h"

namespace gmp::rt {

class PSlab {
 public:
  // What an event can name, see Event::kNoP.
  static constexpr std::uint32_t kMax = 4094;

  // `queueSize`: of each P's ring, see BasicRunQueue::limit.
  PSlab(std::uint32_t count, std::uint32_t queueSize);
  ~PSlab();
  PSlab(const PSlab&) = delete;
  PSlab& operator=(const PSlab&) = delete;

  [[nodiscard]] P& operator[](std::uint32_t id) const { return slab_[id]; }
  [[nodiscard]] std::uint32_t made() const { return made_; }
  // From now on the first `count` exist, at most kMax. Nobody else calls it meanwhile.
  void grow(std::uint32_t count);

 private:
  P* slab_;
  const std::uint32_t queueSize_;
  std::uint32_t made_ = 0;
};

}  // namespace gmp::rt
