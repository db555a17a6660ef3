// Mutex, after Go's: whoever comes may take it while it is free, also ahead of those that sleep (normal mode); if a
// sleeper has waited for a millisecond, the mutex is handed to the sleepers in order until they have caught up
// (starvation mode).

#include <gmp/mutex.hpp>

#include <immintrin.h>

#include <new>
#include <stdexcept>

#include "core/runtime/api_call.h"
#include "core/runtime/sched.h"
#include "core/runtime/sync/sema.h"

namespace gmp {
namespace {

using rt::ApiCall;
using rt::M;

// The word: three flags, and the number of those that sleep or are about to.
constexpr std::uint32_t kLocked = 1;
constexpr std::uint32_t kWoken = 2;     // a sleeper was woken, or a spinner is there: no need to wake another
constexpr std::uint32_t kStarving = 4;  // ownership is handed to the first sleeper
constexpr std::uint32_t kOne = 8;

constexpr rt::Deadline kStarvingAfter = 1'000'000;
constexpr int kSpins = 4;
constexpr int kPauses = 30;

struct State {
  // Acquire to lock, pairs with the release of who unlocked; the rest is bookkeeping between them.
  std::atomic<std::uint32_t> word{0};
  rt::Sema sema;
};

State& state(std::byte* bytes) { return *std::launder(reinterpret_cast<State*>(bytes)); }

// Waiting busily helps if the owner runs on another P and nobody here could run instead.
bool spinningHelps(const M& m, int spins) {
  const rt::Sched& sched = m.sched;
  if (spins >= kSpins || sched.procCount() == 1) return false;
  const std::uint32_t others = sched.idlePCount.load(std::memory_order_relaxed) + 1;
  return others < sched.procCount() && m.p->queue.empty();
}

// Waits until the mutex is ours. Apart from lock, which needs no frame then.
[[gnu::noinline]] void lockSlow(State& mutex) {
  const ApiCall call("Mutex::lock");
  M* m = &call.m();  // may change on the way
  std::atomic<std::uint32_t>& word = mutex.word;
  rt::Deadline since = 0;
  bool starving = false;
  bool awoke = false;
  int spins = 0;
  std::uint32_t old = word.load(std::memory_order_relaxed);
  for (;;) {
    // Not in starvation mode: there it isn't to be had.
    if ((old & (kLocked | kStarving)) == kLocked && spinningHelps(*m, spins)) {
      // Who unlocks needn't wake a sleeper: we are here.
      if (!awoke && (old & kWoken) == 0 && old >= kOne &&
          word.compare_exchange_strong(old, old | kWoken, std::memory_order_relaxed))
        awoke = true;
      for (int i = 0; i < kPauses; ++i) _mm_pause();
      ++spins;
      old = word.load(std::memory_order_relaxed);
      continue;
    }
    std::uint32_t wanted = old;
    if ((old & kStarving) == 0) wanted |= kLocked;
    if ((old & (kLocked | kStarving)) != 0) wanted += kOne;
    if (starving && (old & kLocked) != 0) wanted |= kStarving;
    if (awoke) wanted &= ~kWoken;
    if (!word.compare_exchange_weak(old, wanted, std::memory_order_acquire, std::memory_order_relaxed)) continue;
    if ((old & (kLocked | kStarving)) == 0) return;

    const bool again = since != 0;  // it was woken and came too late: it stays the first
    if (!again) since = m->sched.clock.now();
    mutex.sema.acquire(*m, gmpscope::trace::WaitReason::MutexLock, again);
    m = rt::currentM();
    starving = starving || m->sched.clock.now() - since > kStarvingAfter;
    old = word.load(std::memory_order_acquire);
    if ((old & kStarving) != 0) {
      // It was handed to us; unlocked and with us still counted. The last one, or one that hadn't long to wait, ends
      // the mode.
      std::uint32_t change = kLocked - kOne;
      if (!starving || old / kOne == 1) change -= kStarving;
      word.fetch_add(change, std::memory_order_acquire);
      return;
    }
    awoke = true;
    spins = 0;
  }
}

void unlockSlow(State& mutex, std::uint32_t now) {
  std::atomic<std::uint32_t>& word = mutex.word;
  if (((now + kLocked) & kLocked) == 0) {
    word.fetch_add(kLocked, std::memory_order_relaxed);
    throw std::logic_error("gmp::Mutex: unlock of an unlocked mutex");
  }
  const ApiCall call;
  if (call.maybe() == nullptr) {
    // A bare thread has no P to put a woken goroutine on.
    word.fetch_add(kLocked, std::memory_order_relaxed);
    throw std::logic_error("gmp::Mutex: unlock with goroutines waiting, outside any goroutine");
  }
  if ((now & kStarving) != 0) {
    mutex.sema.handOver(call.m());
    return;
  }
  for (std::uint32_t old = now;;) {
    // Nobody sleeps, or somebody is awake already, or has it.
    if (old < kOne || (old & (kLocked | kWoken | kStarving)) != 0) return;
    if (!word.compare_exchange_weak(old, (old - kOne) | kWoken, std::memory_order_relaxed)) continue;
    mutex.sema.release(&call.m());
    return;
  }
}

}  // namespace

Mutex::Mutex() noexcept {
  static_assert(sizeof(State) <= sizeof state_ && alignof(State) <= 8);
  ::new (state_) State;
}
Mutex::~Mutex() { state(state_).~State(); }

bool Mutex::try_lock() {
  const ApiCall call;  // who tries again and again yields when that is asked for
  std::uint32_t old = state(state_).word.load(std::memory_order_relaxed);
  return (old & (kLocked | kStarving)) == 0 &&
         state(state_).word.compare_exchange_strong(old, old | kLocked, std::memory_order_acquire,
                                                    std::memory_order_relaxed);
}

void Mutex::lock() {
  State& mutex = state(state_);
  {
    const ApiCall call;  // also for a free mutex: who locks again and again yields when that is asked for
    std::uint32_t free = 0;
    if (mutex.word.compare_exchange_strong(free, kLocked, std::memory_order_acquire, std::memory_order_relaxed)) return;
  }
  lockSlow(mutex);
}

void Mutex::unlock() {
  State& mutex = state(state_);
  const std::uint32_t now = mutex.word.fetch_sub(kLocked, std::memory_order_release) - kLocked;
  if (now != 0) unlockSlow(mutex, now);
}

}  // namespace gmp
