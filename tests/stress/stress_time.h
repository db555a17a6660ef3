#pragma once
// How long a stress test goes on, and what it starts from.

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <random>

namespace gmpscope::test {

// A second, or GMPSCOPE_STRESS_SECONDS; of these a test with several parts gives each its share.
[[nodiscard]] inline std::chrono::steady_clock::time_point stressEnd(int parts = 1) {
  const char* seconds = std::getenv("GMPSCOPE_STRESS_SECONDS");
  const std::chrono::milliseconds all = std::chrono::seconds(seconds != nullptr ? std::atoi(seconds) : 1);
  return std::chrono::steady_clock::now() + all / parts;
}

// Another one each time, or GMPSCOPE_STRESS_SEED to see a failure again.
[[nodiscard]] inline std::uint32_t stressSeed() {
  const char* seed = std::getenv("GMPSCOPE_STRESS_SEED");
  return seed != nullptr ? static_cast<std::uint32_t>(std::strtoul(seed, nullptr, 10)) : std::random_device{}();
}

}  // namespace gmpscope::test
