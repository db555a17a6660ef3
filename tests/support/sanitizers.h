#pragma once
// What a sanitizer changes for a test: less room, less speed, and leaks that a test makes on purpose.

#include "core/runtime/fiber.h"  // defines which sanitizer it is

#ifdef GMPSCOPE_ASAN
#include <sanitizer/lsan_interface.h>
#endif

namespace gmpscope::test {

#ifdef GMPSCOPE_TSAN
inline constexpr bool kThreadSanitizer = true;
#else
inline constexpr bool kThreadSanitizer = false;
#endif
#ifdef GMPSCOPE_ASAN
inline constexpr bool kAddressSanitizer = true;
#else
inline constexpr bool kAddressSanitizer = false;
#endif

// `full` of something, or a tenth of it where everything takes ten times as long.
[[nodiscard]] constexpr int scaled(int full) { return kThreadSanitizer || kAddressSanitizer ? (full + 9) / 10 : full; }

// What this thread allocates from now on may stay behind: a goroutine that is abandoned never frees what it has.
inline void allowLeaks() {
#ifdef GMPSCOPE_ASAN
  __lsan_disable();
#endif
}

}  // namespace gmpscope::test
