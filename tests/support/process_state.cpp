#include "tests/support/process_state.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>
#include <thread>

namespace gmpscope::test {
namespace {

std::size_t entriesOf(const char* folder) {
  const std::filesystem::directory_iterator entries(folder);
  return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

}  // namespace

// The iteration itself has a descriptor, at both times.
ProcessState ProcessState::now() {
  // ThreadSanitizer starts a thread of its own together with the first thread of the process: have it there before.
  [[maybe_unused]] static const bool started = [] {
    pid_t tid = 0;
    std::thread([&tid] { tid = ::gettid(); }).join();
    // Joined, it may stand in the list for a moment longer.
    while (std::filesystem::exists("/proc/self/task/" + std::to_string(tid))) std::this_thread::yield();
    return true;
  }();
  return {entriesOf("/proc/self/task"), entriesOf("/proc/self/fd")};
}

void expectBackTo(const ProcessState& before) {
  ProcessState now = ProcessState::now();
  for (int tries = 0; tries < 5000 && now.threads > before.threads; ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    now = ProcessState::now();
  }
  EXPECT_EQ(now.threads, before.threads) << "threads were left behind";
  EXPECT_EQ(now.descriptors, before.descriptors) << "descriptors were left behind";
}

}  // namespace gmpscope::test
