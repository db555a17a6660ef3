// WaitGroup: a counter and those who wait for it to be zero, under one lock.

#include <gmp/sync.hpp>

#include <new>
#include <stdexcept>
#include <utility>

#include "core/runtime/api_call.h"
#include "core/runtime/sched.h"
#include "core/runtime/wait_queue.h"

namespace gmp {
namespace {

struct State : rt::Waitable {
  std::int64_t count = 0;
  rt::WaitList waiters;
};

State& state(std::byte* bytes) { return *std::launder(reinterpret_cast<State*>(bytes)); }

}  // namespace

WaitGroup::WaitGroup() {
  static_assert(sizeof(State) <= sizeof state_ && alignof(State) <= 8);
  ::new (state_) State;
}

WaitGroup::~WaitGroup() { state(state_).~State(); }

void WaitGroup::add(int n) GMPSCOPE_NO_TSA {
  State& group = state(state_);
  const rt::ApiCall call;
  rt::M* m = call.maybe();
  group.lock.lock();
  if (m != nullptr && rt::enter(*m, group)) group.waiters.clear();
  const std::int64_t count = group.count + n;
  const bool wakes = count == 0 && !group.waiters.empty();
  // A bare thread has no P to put a woken goroutine on.
  if (count < 0 || (wakes && m == nullptr)) {
    group.lock.unlock();
    throw std::logic_error(count < 0 ? "gmp::WaitGroup: negative counter"
                                     : "gmp::WaitGroup: the last done, with goroutines waiting, outside any goroutine");
  }
  group.count = count;
  if (!wakes) {
    group.lock.unlock();
    return;
  }
  // All waiters go on, and the first of them may end the group's life.
  rt::Woken woken = rt::takeOff(*m, group, std::exchange(group.waiters, {}));
  group.lock.unlock();
  rt::readyAll(*m, std::move(woken));
}

void WaitGroup::wait() GMPSCOPE_NO_TSA {
  const rt::ApiCall call("WaitGroup::wait");
  rt::M& m = call.m();
  State& group = state(state_);
  group.lock.lock();
  if (rt::enter(m, group)) group.waiters.clear();
  if (group.count == 0) {
    group.lock.unlock();
    return;
  }
  rt::Waiter waiter{m.curg};
  m.trace.begin();
  group.waiters.push(waiter);
  rt::park(m, group, gmpscope::trace::WaitReason::WaitGroup);
}

}  // namespace gmp
