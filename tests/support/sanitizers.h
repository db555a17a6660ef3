#pragma once
// What a sanitizer changes for a test: less room, less speed.

#include "core/runtime/stack/fiber.h"  // defines which sanitizer it is

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

}  // namespace gmpscope::test
