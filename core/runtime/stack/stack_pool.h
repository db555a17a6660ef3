#pragma once
// Stacks: reserved in slabs, guarded below, memory taken as it is touched, never given back before the run's end
// (they are reused last in, first out, which keeps them warm).
//
// Guards, best first: MADV_GUARD_INSTALL (no mapping of its own, kernel 6.13), mprotect up to a budget of mappings,
// and beyond it a canary that is checked whenever the goroutine leaves its stack. guard() says which is in use.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/spin_lock.h"
#include "core/runtime/stack/fiber.h"
#include "core/trace/writer/guard.h"

namespace gmp::rt {

using gmpscope::trace::Guard;

class StackPool {
 public:
  explicit StackPool(std::size_t stackSize);
  ~StackPool();
  StackPool(const StackPool&) = delete;
  StackPool& operator=(const StackPool&) = delete;

  // Up to `wanted` rested stacks into `out`; returns how many. Any M.
  std::uint32_t takeRested(StackRecord** out, std::uint32_t wanted);
  // Any M.
  void giveRested(StackRecord* const* stacks, std::uint32_t count);
  // A stack that has never run, with a context made. Any M.
  StackRecord* fresh();

  // Relaxed: it only gets weaker.
  [[nodiscard]] Guard guard() const { return guard_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::uint32_t made();

  // A canary stack that was written below its end ends the process.
  static void checkCanary(const StackRecord& stack);

 private:
  static constexpr std::uint32_t kSlabStacks = 64;
  // Two mappings per guard; the kernel's default limit is 65,530 and others need some.
  static constexpr std::uint32_t kProtectBudget = 16'000;

  void addSlab() GMPSCOPE_REQUIRES(lock_);
  void installGuard(char* page) GMPSCOPE_REQUIRES(lock_);
  void weaken(Guard to) { guard_.store(to, std::memory_order_relaxed); }

  const std::size_t usable_;
  const std::size_t stride_;
  gmpscope::SpinLock lock_;  // rank: stacks, taken last
  std::vector<char*> slabs_ GMPSCOPE_GUARDED_BY(lock_);
  std::vector<StackRecord*> rested_ GMPSCOPE_GUARDED_BY(lock_);
  std::uint32_t made_ GMPSCOPE_GUARDED_BY(lock_) = 0;
  std::atomic<Guard> guard_{Guard::Advice};  // written under the lock
};

}  // namespace gmp::rt
