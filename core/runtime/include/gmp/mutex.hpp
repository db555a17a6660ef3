#pragma once
// Locks for goroutines: who has to wait parks, and no thread blocks. They go with std::lock_guard, std::unique_lock and
// std::shared_lock. After Go's sync.Mutex and sync.RWMutex.
//
// Locking outside any goroutine is allowed as long as nobody has to wait or to be woken; else it throws
// std::logic_error. So does the unlock of an unlocked mutex ("unlocked"), which leaves it as it was. As soon as an
// unlock lets another goroutine go on, that one may destroy the mutex.

#include <cstddef>

namespace gmp {

// Not recursive, and not owned: another goroutine may unlock it. Fair in the long run: who has waited for longer than a
// millisecond is served in order, before anyone who comes.
class Mutex {
 public:
  Mutex() noexcept;
  ~Mutex();
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

  void lock();
  // False also while others are served in order.
  [[nodiscard]] bool try_lock();
  void unlock();

 private:
  alignas(8) std::byte state_[48];
};

// Many readers or one writer. A writer that waits keeps new readers out, so a goroutine must not read-lock twice.
class RWMutex {
 public:
  RWMutex();
  ~RWMutex();
  RWMutex(const RWMutex&) = delete;
  RWMutex& operator=(const RWMutex&) = delete;

  void lock();
  [[nodiscard]] bool try_lock();
  void unlock();
  void lock_shared();
  [[nodiscard]] bool try_lock_shared();
  void unlock_shared();

 private:
  alignas(8) std::byte state_[144];
};

}  // namespace gmp
