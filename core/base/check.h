#pragma once
// Internal invariants: a broken one ends the process with what was seen. Async-signal-safe and free of
// allocation, so that the runtime may use it anywhere.

#include <unistd.h>

#include <cstdlib>
#include <cstring>

namespace gmpscope {

[[noreturn]] inline void checkFailed(const char* what, const char* file, int line) {
  char digits[16];
  int at = sizeof digits;
  digits[--at] = '\n';
  do {
    digits[--at] = static_cast<char>('0' + line % 10);
    line /= 10;
  } while (line > 0 && at > 0);
  const auto put = [](const char* text, std::size_t length) {
    if (::write(STDERR_FILENO, text, length) < 0) std::abort();
  };
  const char head[] = "gmpscope: invariant broken: ";
  put(head, sizeof head - 1);
  put(what, std::strlen(what));
  put(" at ", 4);
  put(file, std::strlen(file));
  put(":", 1);
  put(digits + at, sizeof digits - static_cast<std::size_t>(at));
  std::abort();
}

}  // namespace gmpscope

#define GMPSCOPE_CHECK(condition) \
  (static_cast<bool>(condition) ? void(0) : ::gmpscope::checkFailed(#condition, __FILE__, __LINE__))
