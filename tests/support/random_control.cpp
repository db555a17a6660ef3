#include "tests/support/random_control.h"

#include <chrono>
#include <thread>

namespace gmpscope::test {

using namespace gmp::rt;  // NOLINT: all that is asked for is its
using gmpscope::trace::Knob;

ControlRequest RandomControl::any() {
  constexpr std::uint32_t kMostPs = 8;
  switch (below(10)) {
    case 0:
    case 1:
      return PauseRequest{};
    case 2:
    case 3:
      return StepRequest{1 + below(5), {}};
    case 4:
      return StepRequest{1 + below(3), below(kMostPs)};
    case 5:
      return SlowRequest{50'000 + below(1'000'000)};
    case 6:
      return ProcsRequest{1 + below(kMostPs)};
    case 7:
      // Also those that may not change, and values that are out of their ranges.
      return KnobRequest{static_cast<Knob>(below(trace::kKnobs)),
                         below(2) == 0 ? below(3) : 1'000'000 + below(1 << 20)};
    default:
      return ResumeRequest{};
  }
}

bool RandomControl::ask(int requests) {
  using namespace std::chrono_literals;
  for (int i = 0; i < requests; ++i) {
    control_.request(any());
    if (below(8) == 0) std::this_thread::sleep_for(std::chrono::microseconds(below(1000)));
    // Now and then whoever controls goes, and another comes.
    if (below(50) == 0) control_.abandon();
    if (below(10) == 0 && !control_.waitUntilDone(100s)) return false;
  }
  control_.request(ResumeRequest{});
  return control_.waitUntilDone(100s);
}

}  // namespace gmpscope::test
