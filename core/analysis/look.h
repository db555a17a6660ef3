#pragma once
// Who looks at a model keeps its writer from giving details up meanwhile, and the writer never waits: it tries again
// later, and until it has got through whoever begins a look gives it a moment. A thread may hold several looks.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>
#include <utility>

namespace gmpscope::analysis {

class LookCount {
 public:
  // Writer. True: nobody looks, and who begins to waits until endAlone.
  [[nodiscard]] bool tryAlone() {
    std::int32_t nobody = 0;
    // Acquire: pairs with the release of the last look's end.
    const bool got =
        count_.compare_exchange_strong(nobody, kAlone, std::memory_order_acquire, std::memory_order_relaxed);
    wanted_.store(!got, std::memory_order_relaxed);  // a hint, which orders nothing
    return got;
  }
  void endAlone() {
    // Release: pairs with the acquire in begin, which then sees what is left.
    count_.store(0, std::memory_order_release);
    count_.notify_all();
  }

 private:
  friend class Look;
  static constexpr std::int32_t kAlone = -1;
  static constexpr std::chrono::milliseconds kMoment{4};  // the writer of a live run comes by each millisecond

  void begin() {
    if (wanted_.load(std::memory_order_relaxed)) std::this_thread::sleep_for(kMoment);
    for (std::int32_t count = count_.load(std::memory_order_relaxed);;) {
      if (count == kAlone) {
        count_.wait(kAlone, std::memory_order_relaxed);
        count = count_.load(std::memory_order_relaxed);
      } else if (count_.compare_exchange_weak(count, count + 1, std::memory_order_acquire, std::memory_order_relaxed)) {
        return;
      }
    }
  }
  void end() { count_.fetch_sub(1, std::memory_order_release); }

  std::atomic<std::int32_t> count_{0};
  std::atomic<bool> wanted_{false};
};

class [[nodiscard]] Look {
 public:
  explicit Look(LookCount& count) : count_(&count) { count.begin(); }
  Look(Look&& other) noexcept : count_(std::exchange(other.count_, nullptr)) {}
  Look& operator=(Look&&) = delete;
  ~Look() {
    if (count_ != nullptr) count_->end();
  }

 private:
  LookCount* count_;
};

}  // namespace gmpscope::analysis
