// The public timers: channels and functions behind handles.

#include <gmp/time.hpp>

#include <stdexcept>

namespace gmp {

namespace {

std::int64_t nanos(duration d) { return std::chrono::duration_cast<std::chrono::nanoseconds>(d).count(); }

Chan<time_point> timerChan(duration d, duration period) {
  return detail::ChanAccess::adopt<time_point>(detail::timerChanMake(nanos(d), nanos(period)));
}

void requirePositive(duration d, const char* what) {
  if (d <= duration::zero()) throw std::invalid_argument(what);
}

}  // namespace

Chan<time_point> after(duration d) { return timerChan(d, duration::zero()); }

Timer::Timer(duration d) : chan_(timerChan(d, duration::zero())) {}
Timer::Timer(const Timer& other) noexcept : chan_(other.chan_), function_(other.function_) {
  detail::funcTimerRetain(function_);
}
Timer::Timer(Timer&& other) noexcept
    : chan_(std::move(other.chan_)), function_(std::exchange(other.function_, nullptr)) {}
Timer& Timer::operator=(Timer other) noexcept {
  std::swap(chan_, other.chan_);
  std::swap(function_, other.function_);
  return *this;
}
Timer::~Timer() { detail::funcTimerRelease(function_); }

Timer Timer::start(duration d, std::unique_ptr<detail::TimerFunction> function) {
  return Timer(detail::funcTimerStart(nanos(d), std::move(function)));
}

bool Timer::stop() {
  return function_ != nullptr ? detail::funcTimerStop(function_)
                              : detail::timerChanStop(detail::ChanAccess::coreOf(chan_));
}

bool Timer::reset(duration d) {
  return function_ != nullptr ? detail::funcTimerReset(function_, nanos(d))
                              : detail::timerChanReset(detail::ChanAccess::coreOf(chan_), nanos(d), 0);
}

Ticker::Ticker(duration d) {
  requirePositive(d, "gmp::Ticker with a duration that is not positive");
  chan_ = timerChan(d, d);
}

void Ticker::stop() { detail::timerChanStop(detail::ChanAccess::coreOf(chan_)); }

void Ticker::reset(duration d) {
  requirePositive(d, "gmp::Ticker::reset with a duration that is not positive");
  detail::timerChanReset(detail::ChanAccess::coreOf(chan_), nanos(d), nanos(d));
}

}  // namespace gmp
