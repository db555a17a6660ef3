#pragma once
// Time for goroutines: sleeping parks the goroutine, no thread blocks; timers send on a channel or call a function.
//
// A timer's channel looks unbuffered, and what is received from it is never stale: once stop or reset has returned,
// nothing comes that was due before. A timer that nobody refers to any more is released, stopped or not.
//
// Timers are handles: copies are the same timer. Making one with a channel, c(), copying and destroying are allowed
// anywhere; the rest throws std::logic_error outside goroutines. All may be called by several goroutines at once.

#include <chrono>
#include <memory>
#include <type_traits>
#include <utility>

#include <gmp/chan.hpp>
#include <gmp/detail/timer_core.hpp>

namespace gmp {

using duration = std::chrono::steady_clock::duration;
using time_point = std::chrono::steady_clock::time_point;

// Returns at once if `d` is not positive. duration::max() sleeps for ever (and counts as waiting on a timer).
void sleep_for(duration d);
void sleep_until(time_point t);

// A channel on which the time comes once, after `d`: at once if `d` is not positive, never for duration::max(). What is
// received is the time at which it was due. It is only to be received from.
[[nodiscard]] Chan<time_point> after(duration d);

// Sends the time once, as `after`; or calls a function once, if after_func made it.
class Timer {
 public:
  explicit Timer(duration d);
  Timer(const Timer& other) noexcept;
  Timer(Timer&& other) noexcept;
  Timer& operator=(Timer other) noexcept;
  ~Timer();

  // True: it would have fired (its time may have come, but nobody has received it), and now won't. False: it was
  // stopped, or has fired, and its function may be running.
  bool stop();
  // It fires after `d` from now, whatever was before. True as for stop.
  bool reset(duration d);
  // The nil channel if after_func made it.
  [[nodiscard]] Chan<time_point> c() const { return chan_; }

 private:
  explicit Timer(detail::FuncTimer* function) : function_(function) {}
  static Timer start(duration d, std::unique_ptr<detail::TimerFunction> function);

  template <class F>
  friend Timer after_func(duration d, F&& f);

  Chan<time_point> chan_;
  detail::FuncTimer* function_ = nullptr;
};

// Calls f() after `d`, in a goroutine of its own. f may be move-only; it is called again after each reset, and the
// calls may overlap. Dropping the result doesn't stop it. f is destroyed when it can't be called any more.
template <class F>
Timer after_func(duration d, F&& f) {
  return Timer::start(d, std::make_unique<detail::TimerFunctionOf<std::decay_t<F>>>(std::forward<F>(f)));
}

// Sends the time again and again. A receiver that is late misses ticks: there is never more than one to come.
// Throws std::invalid_argument for a duration that is not positive.
class Ticker {
 public:
  explicit Ticker(duration d);

  // No more ticks. The channel isn't closed.
  void stop();
  // The next tick comes after `d` from now, also if it was stopped.
  void reset(duration d);
  [[nodiscard]] Chan<time_point> c() const { return chan_; }

 private:
  Chan<time_point> chan_;
};

}  // namespace gmp
