#pragma once
// The fixture of tests of timers. How late something comes is the machine's affair: they have lower bounds only, and
// wait for what must come.

#include <gmp/gmp.hpp>

#include <functional>

#include "tests/support/traced_run.h"
#include "tests/support/yield_while.h"

namespace gmpscope::test {

class TimerRun : public TracedRun {
 protected:
  // Nobody can wait for the goroutine that calls a function: main ends after all others.
  static RunRecord run(const std::function<void()>& mainFn) {
    return TracedRun::run([&mainFn] {
      mainFn();
      yieldWhile([&] { return gmp::num_goroutine() > 1; });
    });
  }
};

}  // namespace gmpscope::test
