// A million goroutines that all wait, within the kernel's default limit of mappings, each on a guarded stack.

#include <gmp/gmp.hpp>

#include <atomic>
#include <cstddef>
#include <fstream>
#include <limits>
#include <string>

#include "tests/support/traced_run.h"

namespace gmpscope::test {
namespace {

using trace::EventKind;

constexpr int kMany = 1'000'000;
constexpr std::size_t kNeeded = 8U << 20;  // kB
constexpr std::size_t kMaxMappings = 65'530;

std::size_t kilobytesAvailable() {
  std::ifstream file("/proc/meminfo");
  std::string name;
  for (std::size_t value = 0; file >> name >> value; file.ignore(std::numeric_limits<std::streamsize>::max(), '\n'))
    if (name == "MemAvailable:") return value;
  return 0;
}

std::size_t mappings() {
  std::ifstream file("/proc/self/maps");
  std::size_t lines = 0;
  for (std::string line; std::getline(file, line);) ++lines;
  return lines;
}

class Million : public TracedRun {};
INSTANTIATE_TEST_SUITE_P(P, Million, ::testing::Values(2));

TEST_P(Million, GoroutinesWaitAtOnce) {
  if (kAddressSanitizer || kThreadSanitizer) GTEST_SKIP() << "a million stacks are too many for a sanitizer";
#ifndef NDEBUG
  GTEST_SKIP() << "in optimised builds only";
#endif
  if (const std::size_t there = kilobytesAvailable(); there < kNeeded)
    GTEST_SKIP() << "needs 8 GB of memory, and there are " << there / 1024 << " MB";
  RunSettings settings;
  settings.keepEvents = false;
  settings.arenaBytes = 1U << 30;
  settings.options.stack_size = 64 * 1024;
  std::size_t mapped = 0;
  int woken = 0;
  std::uint32_t guard = ~0U;
  settings.onEvent = [&guard](const trace::Event& event) {
    if (event.kind() == EventKind::StackGuard) guard = event.a;
  };
  const RunRecord record = runWith(settings, [&] {
    const gmp::Chan<int> gate(0);
    gmp::WaitGroup group;
    std::atomic<int> here{0}, done{0};
    for (int i = 0; i < kMany; ++i)
      group.go([&] {
        ++here;
        if (!gate.recv()) ++done;
      });
    while (here < kMany) gmp::gosched();
    mapped = mappings();
    gate.close();
    group.wait();
    woken = done;
  });
  EXPECT_EQ(record.code, 0);
  EXPECT_EQ(woken, kMany);
  EXPECT_LT(mapped, kMaxMappings);
  EXPECT_LE(guard, 2U) << "the trace doesn't tell how stacks are guarded";
}

}  // namespace
}  // namespace gmpscope::test
