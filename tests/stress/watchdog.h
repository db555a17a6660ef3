#pragma once
// Ends the process when a test makes no progress any more, and says where it was.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "core/base/message.h"

namespace gmpscope::test {

class Watchdog {
 public:
  explicit Watchdog(const char* what) : what_(what), thread_([this] { watch(); }) {}
  ~Watchdog() {
    {
      const std::lock_guard guard(mutex_);
      over_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  // A new stage, named by its seed.
  void progress(std::uint32_t seed) {
    seed_.store(seed, std::memory_order_relaxed);
    stages_.fetch_add(1, std::memory_order_relaxed);
  }

 private:
  // A stage takes milliseconds; nothing but a hang takes so long.
  static constexpr std::chrono::seconds kPatience{120};

  void watch() {
    std::unique_lock lock(mutex_);
    std::uint64_t seen = stages_.load(std::memory_order_relaxed);
    while (!wake_.wait_for(lock, kPatience, [this] { return over_; })) {
      const std::uint64_t now = stages_.load(std::memory_order_relaxed);
      if (now == seen) {
        message("{} hangs in stage {} with seed {}", what_, now, seed_.load(std::memory_order_relaxed));
        std::abort();
      }
      seen = now;
    }
  }

  const char* const what_;
  std::atomic<std::uint32_t> seed_{0};
  std::atomic<std::uint64_t> stages_{0};
  std::mutex mutex_;
  std::condition_variable wake_;
  bool over_ = false;
  std::thread thread_;
};

}  // namespace gmpscope::test
