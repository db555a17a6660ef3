#include "core/runtime/perturbation.h"

#include <immintrin.h>
#include <sched.h>

#include <cerrno>
#include <ctime>

namespace gmp::rt {

void Perturbation::pause() {
  switch (rand_.below(32)) {
    case 0: {
      // Long enough for others to overtake by many steps.
      const timespec moment{0, 1000 + static_cast<long>(rand_.below(20'000))};
      const int goroutines = errno;
      ::nanosleep(&moment, nullptr);
      errno = goroutines;
      break;
    }
    case 1:
      ::sched_yield();
      break;
    case 2:
    case 3:
      for (std::uint32_t i = rand_.below(200); i > 0; --i) _mm_pause();
      break;
    default:
      break;
  }
}

}  // namespace gmp::rt
