#pragma once
// The global run queue: first in, first out, under the scheduler's lock. Positions count all puts and takes of the
// run; they are what events carry. Its length may be read by anyone as a hint.

#include <atomic>
#include <cstdint>
#include <utility>
#include <vector>

namespace gmp::rt {

class GlobalQueue {
 public:
  [[nodiscard]] std::uint32_t head() const { return head_; }
  [[nodiscard]] std::uint32_t tail() const { return tail_; }
  [[nodiscard]] std::uint32_t size() const { return tail_ - head_; }

  void put(std::uint32_t g) {
    if (size() == ring_.size()) grow();
    ring_[tail_ & (ring_.size() - 1)] = g;
    ++tail_;
    hint_.store(size(), std::memory_order_relaxed);
  }
  // Before all others: what stood in the queue of a P that is no more.
  void putFirst(std::uint32_t g) {
    if (size() == ring_.size()) grow();
    --head_;
    ring_[head_ & (ring_.size() - 1)] = g;
    hint_.store(size(), std::memory_order_relaxed);
  }
  std::uint32_t take() {
    const std::uint32_t g = ring_[head_ & (ring_.size() - 1)];
    ++head_;
    hint_.store(size(), std::memory_order_relaxed);
    return g;
  }

  // Any position from head to tail; for who looks at what stands there.
  [[nodiscard]] std::uint32_t peek(std::uint32_t position) const { return ring_[position & (ring_.size() - 1)]; }

  // Any M, without the lock. Relaxed: whoever acts on it takes the lock and looks again.
  [[nodiscard]] std::uint32_t sizeHint() const { return hint_.load(std::memory_order_relaxed); }

 private:
  void grow() {
    std::vector<std::uint32_t> larger(ring_.size() * 2);
    for (std::uint32_t at = head_; at != tail_; ++at) larger[at & (larger.size() - 1)] = ring_[at & (ring_.size() - 1)];
    ring_ = std::move(larger);
  }

  std::vector<std::uint32_t> ring_ = std::vector<std::uint32_t>(1024);
  std::uint32_t head_ = 0;
  std::uint32_t tail_ = 0;
  std::atomic<std::uint32_t> hint_{0};
};

}  // namespace gmp::rt
