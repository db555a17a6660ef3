// Semaphore: permits in any amount, first come first served; a large request isn't overtaken by small ones behind it.

#include <gmp/sync.hpp>

#include <new>
#include <stdexcept>

#include "core/runtime/api_call.h"
#include "core/runtime/sched.h"
#include "core/runtime/wait_queue.h"

namespace gmp {
namespace {

struct State : rt::Waitable {
  std::int64_t permits = 0;  // under the lock
  rt::WaitList waiters;
};

State& state(std::byte* bytes) { return *std::launder(reinterpret_cast<State*>(bytes)); }

void lock(rt::M* m, State& semaphore) GMPSCOPE_NO_TSA {
  semaphore.lock.lock();
  if (m != nullptr && rt::enter(*m, semaphore)) semaphore.waiters.clear();
}

// Holds the lock.
bool take(State& semaphore, std::int64_t n) {
  if (semaphore.permits < n || !semaphore.waiters.empty()) return false;
  semaphore.permits -= n;
  return true;
}

void mustNotBeNegative(std::int64_t n) {
  if (n < 0) throw std::logic_error("gmp::Semaphore: a negative number of permits");
}

}  // namespace

Semaphore::Semaphore(std::int64_t n) {
  static_assert(sizeof(State) <= sizeof state_ && alignof(State) <= 8);
  mustNotBeNegative(n);
  ::new (state_) State;
  state(state_).permits = n;
}
Semaphore::~Semaphore() { state(state_).~State(); }

void Semaphore::acquire(std::int64_t n) GMPSCOPE_NO_TSA {
  mustNotBeNegative(n);
  const rt::ApiCall call("Semaphore::acquire");
  rt::M& m = call.m();
  State& semaphore = state(state_);
  lock(&m, semaphore);
  if (take(semaphore, n)) {
    semaphore.lock.unlock();
    return;
  }
  rt::Waiter waiter{m.curg};
  waiter.value = n;
  m.trace.begin();
  semaphore.waiters.push(waiter);
  rt::park(m, semaphore, gmpscope::trace::WaitReason::Semaphore);
}

bool Semaphore::try_acquire(std::int64_t n) GMPSCOPE_NO_TSA {
  mustNotBeNegative(n);
  const rt::ApiCall call;
  State& semaphore = state(state_);
  lock(call.maybe(), semaphore);
  const bool got = take(semaphore, n);
  semaphore.lock.unlock();
  return got;
}

void Semaphore::release(std::int64_t n) GMPSCOPE_NO_TSA {
  mustNotBeNegative(n);
  const rt::ApiCall call;
  State& semaphore = state(state_);
  lock(call.maybe(), semaphore);
  // A bare thread has no P to put a woken goroutine on.
  if (call.maybe() == nullptr && !semaphore.waiters.empty()) {
    semaphore.lock.unlock();
    throw std::logic_error("gmp::Semaphore: a release with goroutines waiting, outside any goroutine");
  }
  semaphore.permits += n;
  rt::WaitList waiters;
  while (!semaphore.waiters.empty() && semaphore.waiters.first().value <= semaphore.permits) {
    rt::Waiter& waiter = semaphore.waiters.pop();
    semaphore.permits -= waiter.value;
    waiters.push(waiter);
  }
  if (waiters.empty()) return semaphore.lock.unlock();
  rt::Woken woken = rt::takeOff(call.m(), semaphore, std::move(waiters));
  semaphore.lock.unlock();
  rt::readyAll(call.m(), std::move(woken));
}

}  // namespace gmp
