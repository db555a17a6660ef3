#pragma once
// Results of system calls as exceptions. Outside calls of the runtime only: what is thrown runs the caller's code.

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <system_error>

namespace gmp::rt {

// A count, or -errno, which it throws.
inline std::size_t checked(const char* operation, ssize_t result) {
  if (result < 0)
    throw std::system_error(static_cast<int>(-result), std::generic_category(), std::string("gmp::") + operation);
  return static_cast<std::size_t>(result);
}

}  // namespace gmp::rt
