#pragma once
// How many threads and descriptors this process has: no run may leave any behind.

#include <cstddef>

namespace gmpscope::test {

struct ProcessState {
  std::size_t threads = 0;
  std::size_t descriptors = 0;

  [[nodiscard]] static ProcessState now();
};

// Fails the current test unless the process is back in that state. A thread that was joined stands in /proc for a
// moment longer: it is waited for.
void expectBackTo(const ProcessState& before);

}  // namespace gmpscope::test
