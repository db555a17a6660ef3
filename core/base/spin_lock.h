#pragma once
// A lock for sections of a few dozen instructions. The waiter polls ever more rarely, so that the holder keeps the
// cache line, and then gives up its core: the holder may be off core.
//
// Lock and unlock are annotated for Clang's thread-safety analysis.

#include <immintrin.h>
#include <sched.h>

#include <atomic>

#include "core/base/thread_annotations.h"

namespace gmpscope {

class GMPSCOPE_CAPABILITY("mutex") SpinLock {
 public:
  void lock() GMPSCOPE_ACQUIRE() {
    // Acquire: pairs with the release in unlock, the section sees what the last holder wrote.
    if (locked_.exchange(true, std::memory_order_acquire)) [[unlikely]]
      lockSlowly();
  }
  // The same for a thread that knows that no other wants it meanwhile, without a locked operation.
  void lockAlone() GMPSCOPE_ACQUIRE() {
    if (locked_.load(std::memory_order_acquire)) [[unlikely]]
      lockSlowly();
    else
      locked_.store(true, std::memory_order_relaxed);
  }
  void unlock() GMPSCOPE_RELEASE() { locked_.store(false, std::memory_order_release); }

 private:
  __attribute__((noinline)) void lockSlowly() {
    int pauses = 8;
    while (locked_.load(std::memory_order_relaxed) || locked_.exchange(true, std::memory_order_acquire)) {
      for (int i = 0; i < pauses; ++i) _mm_pause();
      if (pauses < 256)
        pauses *= 2;
      else
        ::sched_yield();
    }
  }

  std::atomic<bool> locked_{false};
};

class GMPSCOPE_SCOPED_CAPABILITY SpinGuard {
 public:
  explicit SpinGuard(SpinLock& lock) GMPSCOPE_ACQUIRE(lock) : lock_(lock) { lock_.lock(); }
  ~SpinGuard() GMPSCOPE_RELEASE() { lock_.unlock(); }
  SpinGuard(const SpinGuard&) = delete;
  SpinGuard& operator=(const SpinGuard&) = delete;

 private:
  SpinLock& lock_;
};

}  // namespace gmpscope
