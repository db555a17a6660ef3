#pragma once
// Synchronisation for goroutines.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <utility>

#include <gmp/mutex.hpp>
#include <gmp/runtime.hpp>

namespace gmp {

// Waits for a number of goroutines to be done. As soon as `wait` returns, the WaitGroup may be destroyed.
class WaitGroup {
 public:
  WaitGroup();
  ~WaitGroup();
  WaitGroup(const WaitGroup&) = delete;
  WaitGroup& operator=(const WaitGroup&) = delete;

  // Throws std::logic_error ("negative") if the counter would fall below zero; it is then left as it was.
  void add(int n);
  void done() { add(-1); }
  // Parks the goroutine until the counter is zero.
  void wait();

  // add(1), and a goroutine that runs f and then is done.
  template <class F>
  void go(F&& f) {
    add(1);
    gmp::go([this, f = std::forward<F>(f)]() mutable {
      struct Done {
        WaitGroup* group;
        ~Done() { group->done(); }
      } done{this};
      f();
    });
  }

 private:
  alignas(8) std::byte state_[56];
};

// Runs a function once, whoever calls; all callers return when it has run. One that leaves by an exception has run.
class Once {
 public:
  template <class F>
  void call(F&& f) {
    // Acquire: pairs with the release below; who sees it done sees what it did.
    if (done_.load(std::memory_order_acquire)) return;
    const std::lock_guard guard(mutex_);
    if (done_.load(std::memory_order_relaxed)) return;
    struct Done {
      std::atomic<bool>& done;
      ~Done() { done.store(true, std::memory_order_release); }
    } done{done_};
    std::forward<F>(f)();
  }

 private:
  std::atomic<bool> done_{false};
  Mutex mutex_;
};

// Waits for a condition that a lock protects. Signals are served in the order in which waiting began, and none is taken
// by who began later. Inside goroutines only.
class Cond {
 public:
  Cond();
  ~Cond();
  Cond(const Cond&) = delete;
  Cond& operator=(const Cond&) = delete;

  // Unlocks, waits for a signal, and locks again. The condition may be false again by then.
  template <class Lock>
  void wait(Lock& lock) {
    const std::int64_t ticket = draw();
    lock.unlock();
    waitFor(ticket);
    lock.lock();
  }
  // Whoever has waited longest goes on.
  void signal();
  void broadcast();

 private:
  std::int64_t draw();
  void waitFor(std::int64_t ticket);

  alignas(8) std::byte state_[56];
};

// Permits in any amount, first come first served. Not negative: std::logic_error ("negative") otherwise.
class Semaphore {
 public:
  explicit Semaphore(std::int64_t n);
  ~Semaphore();
  Semaphore(const Semaphore&) = delete;
  Semaphore& operator=(const Semaphore&) = delete;

  // Waits until n permits are there, and nobody who came before still waits.
  void acquire(std::int64_t n = 1);
  [[nodiscard]] bool try_acquire(std::int64_t n = 1);
  // Permits go straight to those who wait. Outside any goroutine it throws if somebody does.
  void release(std::int64_t n = 1);

 private:
  alignas(8) std::byte state_[56];
};

}  // namespace gmp
