#pragma once
// Asks a running workload to come to its end. Any thread may request it; goroutines look.

#include <atomic>

namespace gmpscope::workload {

class StopFlag {
 public:
  // Relaxed: nothing else is handed over with it, and a look that comes a little late is harmless.
  void request() { requested_.store(true, std::memory_order_relaxed); }
  [[nodiscard]] bool requested() const { return requested_.load(std::memory_order_relaxed); }

 private:
  std::atomic<bool> requested_{false};
};

}  // namespace gmpscope::workload
