#pragma once
// All G records: a dense slab (slot -> record is an addition) that only grows, and the free slots that no P caches.

#include <atomic>
#include <cstdint>
#include <vector>

#include "core/base/spin_lock.h"
#include "core/runtime/g.h"

namespace gmp::rt {

class GPool {
 public:
  GPool();
  ~GPool();
  GPool(const GPool&) = delete;
  GPool& operator=(const GPool&) = delete;

  // Slot 0 means "none".
  [[nodiscard]] G& operator[](std::uint32_t slot) const { return slab_[slot]; }

  // A record that was never used. Any M.
  G& fresh();
  // Any M.
  std::uint32_t takeFree(std::uint32_t* out, std::uint32_t wanted);
  void giveFree(const std::uint32_t* slots, std::uint32_t count);

  // Slots [1, used()) have been given out at some time.
  [[nodiscard]] std::uint32_t used() const { return next_.load(std::memory_order_acquire); }

 private:
  static constexpr std::uint32_t kMaxGs = 1U << 24;

  G* slab_;
  std::atomic<std::uint32_t> next_{1};
  gmpscope::SpinLock lock_;  // rank: free Gs, taken last
  std::vector<std::uint32_t> free_ GMPSCOPE_GUARDED_BY(lock_);
};

}  // namespace gmp::rt
