#pragma once
// Real work of a wanted length: a chain of dependent multiplications, as many steps as took that long when it was
// measured on a free core. So the time it takes grows, as real work's does, when the thread is off its core.

#include <cstdint>

#include "core/workload/stop_flag.h"

namespace gmpscope::workload {

class Compute {
 public:
  // Measures how many steps fit into a nanosecond; takes about 10 ms. Once, before the work begins.
  static Compute calibrate();

  explicit Compute(double stepsPerNano) : stepsPerNano_(stepsPerNano) {}

  // Works for about `nanos` of core time, or until stop is requested (it looks every microsecond).
  // Returns the steps done.
  std::uint64_t run(std::int64_t nanos, const StopFlag& stop) const;

  [[nodiscard]] double stepsPerNano() const { return stepsPerNano_; }

 private:
  double stepsPerNano_;
};

}  // namespace gmpscope::workload
