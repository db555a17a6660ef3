#pragma once
// Which Ps may have timers. The M that holds a P sets its bit when it puts one and clears it when it gives up the P
// and there is none, so only Ps with timers are looked at by thieves and by who goes to sleep.

#include <atomic>
#include <cstdint>
#include <memory>

namespace gmp::rt {

class TimerMask {
 public:
  explicit TimerMask(std::uint32_t ps) : words_(std::make_unique<std::atomic<std::uint64_t>[]>(ps / 64 + 1)) {}

  [[nodiscard]] bool has(std::uint32_t p) const {
    return (words_[p / 64].load(std::memory_order_seq_cst) >> (p % 64) & 1) != 0;
  }
  // Seq_cst, as what the mask guards: an M that goes to sleep publishes that and then looks here.
  void set(std::uint32_t p) {
    if (!has(p)) words_[p / 64].fetch_or(std::uint64_t{1} << (p % 64), std::memory_order_seq_cst);
  }
  void clear(std::uint32_t p) {
    if (has(p)) words_[p / 64].fetch_and(~(std::uint64_t{1} << (p % 64)), std::memory_order_seq_cst);
  }

 private:
  std::unique_ptr<std::atomic<std::uint64_t>[]> words_;
};

}  // namespace gmp::rt
