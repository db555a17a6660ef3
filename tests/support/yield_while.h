#pragma once
// Waiting for other goroutines by yielding, with pauses: a loop of nothing but yields writes more events in a second
// than a busy machine can read.

#include <gmp/gmp.hpp>

#include <immintrin.h>

namespace gmpscope::test {

template <class Condition>
void yieldWhile(Condition&& holds) {
  while (holds()) {
    for (int i = 0; i < 100; ++i) _mm_pause();
    gmp::gosched();
  }
}

}  // namespace gmpscope::test
