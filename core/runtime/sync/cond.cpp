// Cond: those who wait draw tickets; a signal is for the least ticket that has had none, also if its owner doesn't
// sleep yet. So a signal can't be taken by who came after it.

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
  // Under the lock.
  std::int64_t drawn = 0;
  std::int64_t notified = 0;  // those below have had their signal
  rt::WaitList waiters;
};

State& state(std::byte* bytes) { return *std::launder(reinterpret_cast<State*>(bytes)); }

// Takes the lock, and forgets those of a run that is over.
void lock(rt::M& m, State& cond) GMPSCOPE_NO_TSA {
  cond.lock.lock();
  if (!rt::enter(m, cond)) return;
  cond.waiters.clear();
  cond.notified = cond.drawn;
}

}  // namespace

Cond::Cond() {
  static_assert(sizeof(State) <= sizeof state_ && alignof(State) <= 8);
  ::new (state_) State;
}
Cond::~Cond() { state(state_).~State(); }

std::int64_t Cond::draw() GMPSCOPE_NO_TSA {
  const rt::ApiCall call("Cond::wait");
  State& cond = state(state_);
  lock(call.m(), cond);
  const std::int64_t ticket = cond.drawn++;
  cond.lock.unlock();
  return ticket;
}

void Cond::waitFor(std::int64_t ticket) GMPSCOPE_NO_TSA {
  const rt::ApiCall call("Cond::wait");
  rt::M& m = call.m();
  State& cond = state(state_);
  lock(m, cond);
  if (ticket < cond.notified) {
    cond.lock.unlock();
    return;
  }
  rt::Waiter waiter{m.curg};
  waiter.value = ticket;
  m.trace.begin();
  cond.waiters.push(waiter);
  rt::park(m, cond, gmpscope::trace::WaitReason::CondWait);
}

void Cond::signal() GMPSCOPE_NO_TSA {
  const rt::ApiCall call("Cond::signal");
  rt::M& m = call.m();
  State& cond = state(state_);
  lock(m, cond);
  rt::Waiter* waiter = nullptr;
  if (cond.notified < cond.drawn) waiter = cond.waiters.take(cond.notified++);
  if (waiter == nullptr) {
    cond.lock.unlock();
    return;
  }
  m.trace.begin();
  rt::G& g = *waiter->g;
  const std::uint32_t object = cond.object;
  const std::uint32_t sequence = cond.sequence++;
  cond.lock.unlock();
  rt::ready(m, g, object, sequence);
}

void Cond::broadcast() GMPSCOPE_NO_TSA {
  const rt::ApiCall call("Cond::broadcast");
  rt::M& m = call.m();
  State& cond = state(state_);
  lock(m, cond);
  cond.notified = cond.drawn;
  rt::Woken woken = rt::takeOff(m, cond, std::exchange(cond.waiters, {}));
  cond.lock.unlock();
  rt::readyAll(m, std::move(woken));
}

}  // namespace gmp
