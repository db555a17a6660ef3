#pragma once
// How long a stress test goes on, and what it starts from.

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <random>

namespace gmpscope::test {

// A second, or GMPSCOPE_STRESS_SECONDS.
[[nodiscard]] inline std::chrono::steady_clock::time_point stressEnd() {
  const char* seconds = std::getenv("GMPSCOPE_STRESS_SECONDS");
  return std::chrono::steady_clock::now() + std::chrono::seconds(seconds != nullptr ? std::atoi(seconds) : 1);
}

// Another one each time, or GMPSCOPE_STRESS_SEED to see a failure again.
[[nodiscard]] inline std::uint32_t stressSeed() {
  const char* seed = std::getenv("GMPSCOPE_STRESS_SEED");
  return seed != nullptr ? static_cast<std::uint32_t>(std::strtoul(seed, nullptr, 10)) : std::random_device{}();
}

}  // namespace gmpscope::test
