// Timers that call a function in a new goroutine.

#include <gmp/detail/timer_core.hpp>

#include <atomic>
#include <memory>
#include <utility>

#include "core/runtime/api_call.h"
#include "core/runtime/sched.h"
#include "core/runtime/time/timer.h"

namespace gmp::detail {

using rt::ApiCall;
using rt::Firing;
using rt::M;

struct FuncTimer : rt::Timer {
  explicit FuncTimer(std::unique_ptr<TimerFunction> f) : Timer(&kOps), function(std::move(f)) {}

  // Who may still call the function: handles, a start that wasn't stopped, calls. The last one destroys it, so that it
  // never happens on g0 or under a lock.
  std::atomic<std::uint32_t> users{1};
  // Who points to the record: all users as one, and heaps.
  std::atomic<std::uint32_t> references{1};
  std::unique_ptr<TimerFunction> function;

  static void fire(M& m, const Firing& firing);
  static void abandon(rt::Timer& timer) noexcept;
  static void retain(rt::Timer& timer) noexcept {
    static_cast<FuncTimer&>(timer).references.fetch_add(1, std::memory_order_relaxed);
  }
  static void release(rt::Timer& timer) noexcept {
    auto& self = static_cast<FuncTimer&>(timer);
    // Acquire and release: the last one sees what all others did before they let go.
    if (self.references.fetch_sub(1, std::memory_order_acq_rel) == 1) delete &self;
  }
  static const rt::TimerOps kOps;
};

const rt::TimerOps FuncTimer::kOps{rt::TimerKind::Function, fire, retain, release, abandon};

namespace {

// A call: owns the start that it came from.
class Call {
 public:
  explicit Call(FuncTimer& timer) noexcept : timer_(&timer) {}
  Call(Call&& other) noexcept : timer_(std::exchange(other.timer_, nullptr)) {}
  Call& operator=(Call&&) = delete;
  ~Call() { funcTimerRelease(timer_); }
  void operator()() const { timer_->function->call(); }

 private:
  FuncTimer* timer_;
};

}  // namespace

void FuncTimer::fire(M& m, const Firing& firing) {
  alignas(Call) std::byte call[sizeof(Call)];
  ::new (static_cast<void*>(call)) Call(static_cast<FuncTimer&>(*firing.timer));
  rt::createGoroutine(m, TaskOf<Call>::kOps, call, {});
}

// The start was not stopped, and nobody else ends it.
void FuncTimer::abandon(rt::Timer& timer) noexcept {
  if (rt::stopTimer(timer)) funcTimerRelease(&static_cast<FuncTimer&>(timer));
}

void funcTimerRetain(FuncTimer* timer) noexcept {
  if (timer != nullptr) timer->users.fetch_add(1, std::memory_order_relaxed);
}

void funcTimerRelease(FuncTimer* timer) noexcept {
  if (timer == nullptr || timer->users.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  timer->function.reset();
  FuncTimer::release(*timer);
}

FuncTimer* funcTimerStart(std::int64_t nanos, std::unique_ptr<TimerFunction> function) {
  const ApiCall call("after_func");
  auto* timer = new FuncTimer(std::move(function));
  funcTimerRetain(timer);
  rt::resetTimer(call.m(), *timer, rt::deadlineIn(call.m().sched.clock.now(), nanos));
  return timer;
}

bool funcTimerStop(FuncTimer* timer) {
  const ApiCall call("Timer::stop");
  const bool pending = rt::stopTimer(*timer);
  if (pending) funcTimerRelease(timer);  // the start; the caller's handle is another user
  return pending;
}

bool funcTimerReset(FuncTimer* timer, std::int64_t nanos) {
  const ApiCall call("Timer::reset");
  funcTimerRetain(timer);  // before it can fire
  const bool pending = rt::resetTimer(call.m(), *timer, rt::deadlineIn(call.m().sched.clock.now(), nanos));
  if (pending) funcTimerRelease(timer);  // there already was a start
  return pending;
}

}  // namespace gmp::detail
