// RWMutex, after Go's: readers count themselves in; a writer takes a mutex against other writers, turns the count
// negative so that new readers wait, and waits for those that are inside.

#include <gmp/mutex.hpp>

#include <new>
#include <stdexcept>

#include "core/runtime/api_call.h"
#include "core/runtime/sched.h"
#include "core/runtime/sync/sema.h"

namespace gmp {
namespace {

using gmpscope::trace::WaitReason;
using rt::ApiCall;

constexpr std::int32_t kMaxReaders = 1 << 30;

struct State {
  Mutex writers;
  rt::Sema writer;   // waits for the readers that are inside
  rt::Sema readers;  // wait for the writer
  // Readers inside or waiting; less kMaxReaders while a writer is there or waits. Acquire to come in and release to
  // leave: readers see what the last writer wrote, and the writer what readers did.
  std::atomic<std::int32_t> count{0};
  std::atomic<std::int32_t> leaving{0};  // readers that the writer waits for
};

State& state(std::byte* bytes) { return *std::launder(reinterpret_cast<State*>(bytes)); }

[[noreturn]] void throwUnlocked() { throw std::logic_error("gmp::RWMutex: unlock_shared of an unlocked mutex"); }

// By a bare thread, which has no P to put a woken writer on: nothing is changed if one waits.
void unlockSharedOutside(State& rw) {
  std::int32_t seen = rw.count.load(std::memory_order_relaxed);
  do {
    if (seen == 0 || seen == -kMaxReaders) throwUnlocked();
    if (seen < 0) throw std::logic_error("gmp::RWMutex: unlock_shared with a writer waiting, outside any goroutine");
  } while (!rw.count.compare_exchange_weak(seen, seen - 1, std::memory_order_release, std::memory_order_relaxed));
}

}  // namespace

RWMutex::RWMutex() {
  static_assert(sizeof(State) <= sizeof state_ && alignof(State) <= 8);
  ::new (state_) State;
}
RWMutex::~RWMutex() { state(state_).~State(); }

void RWMutex::lock_shared() {
  const ApiCall call;
  State& rw = state(state_);
  if (rw.count.fetch_add(1, std::memory_order_acquire) + 1 >= 0) return;
  if (call.maybe() == nullptr) {
    rw.count.fetch_sub(1, std::memory_order_relaxed);
    throw std::logic_error("gmp::RWMutex::lock_shared would wait, outside any goroutine");
  }
  rw.readers.acquire(call.m(), WaitReason::RWMutexRLock);
}

bool RWMutex::try_lock_shared() {
  const ApiCall call;
  State& rw = state(state_);
  std::int32_t seen = rw.count.load(std::memory_order_relaxed);
  while (seen >= 0)
    if (rw.count.compare_exchange_weak(seen, seen + 1, std::memory_order_acquire, std::memory_order_relaxed))
      return true;
  return false;
}

void RWMutex::unlock_shared() {
  State& rw = state(state_);
  const ApiCall call;
  if (call.maybe() == nullptr) return unlockSharedOutside(rw);
  const std::int32_t before = rw.count.fetch_sub(1, std::memory_order_release);
  if (before > 0) return;
  if (before == 0 || before == -kMaxReaders) {
    rw.count.fetch_add(1, std::memory_order_relaxed);
    throwUnlocked();
  }
  if (rw.leaving.fetch_sub(1, std::memory_order_acq_rel) == 1) rw.writer.release(call.maybe());
}

void RWMutex::lock() {
  State& rw = state(state_);
  rw.writers.lock();
  const std::int32_t inside = rw.count.fetch_sub(kMaxReaders, std::memory_order_acquire);
  if (inside == 0 || rw.leaving.fetch_add(inside, std::memory_order_acq_rel) + inside == 0) return;
  const ApiCall call("RWMutex::lock");
  rw.writer.acquire(call.m(), WaitReason::RWMutexLock);
}

bool RWMutex::try_lock() {
  State& rw = state(state_);
  if (!rw.writers.try_lock()) return false;
  std::int32_t none = 0;
  if (rw.count.compare_exchange_strong(none, -kMaxReaders, std::memory_order_acquire, std::memory_order_relaxed))
    return true;
  rw.writers.unlock();
  return false;
}

void RWMutex::unlock() {
  State& rw = state(state_);
  const std::int32_t waiting = rw.count.fetch_add(kMaxReaders, std::memory_order_release) + kMaxReaders;
  if (waiting >= kMaxReaders) {
    rw.count.fetch_sub(kMaxReaders, std::memory_order_relaxed);
    throw std::logic_error("gmp::RWMutex: unlock of an unlocked mutex");
  }
  // The readers last: once they are released they may end the mutex's life.
  rw.writers.unlock();
  if (waiting == 0) return;
  const ApiCall call;
  rw.readers.release(call.maybe(), static_cast<std::uint32_t>(waiting));
}

}  // namespace gmp
