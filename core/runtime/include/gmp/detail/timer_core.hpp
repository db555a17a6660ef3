#pragma once
// Not for users: what timers are made of.

#include <cstdint>
#include <memory>
#include <utility>

#include <gmp/chan.hpp>

namespace gmp::detail {

// A channel that a timer feeds. `nanos` from now; a period of 0 is none. Anywhere.
ChanCore* timerChanMake(std::int64_t nanos, std::int64_t period);
// Nothing that was to come before is received after these. True: something was to come.
bool timerChanStop(ChanCore* chan);
bool timerChanReset(ChanCore* chan, std::int64_t nanos, std::int64_t period);

// A function that a timer calls, each time in a goroutine of its own.
class TimerFunction {
 public:
  TimerFunction() = default;
  TimerFunction(const TimerFunction&) = delete;
  TimerFunction& operator=(const TimerFunction&) = delete;
  virtual ~TimerFunction() = default;
  virtual void call() = 0;
};

template <class F>
class TimerFunctionOf final : public TimerFunction {
 public:
  explicit TimerFunctionOf(F f) : f_(std::move(f)) {}
  void call() override { f_(); }

 private:
  F f_;
};

struct FuncTimer;
FuncTimer* funcTimerStart(std::int64_t nanos, std::unique_ptr<TimerFunction> function);
void funcTimerRetain(FuncTimer* timer) noexcept;
void funcTimerRelease(FuncTimer* timer) noexcept;
// True: it was to be called.
bool funcTimerStop(FuncTimer* timer);
bool funcTimerReset(FuncTimer* timer, std::int64_t nanos);

}  // namespace gmp::detail
