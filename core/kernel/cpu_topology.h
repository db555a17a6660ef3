#pragma once
// Which cores there are, and which of them this process may use. Numbers are the kernel's.

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace gmpscope::kernel {

// The kernel's list format: "0-3,8". Ascending, without doubles.
[[nodiscard]] Result<std::vector<std::uint32_t>> parseCoreList(std::string_view text);

// Cores that are switched on. Without /sys, as many as the C library counts, from 0.
[[nodiscard]] std::vector<std::uint32_t> onlineCores();

// Cores on which the calling thread may run (its affinity mask); never empty.
[[nodiscard]] std::vector<std::uint32_t> allowedCores();

}  // namespace gmpscope::kernel
