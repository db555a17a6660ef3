#include "core/runtime/time/timer_chan.h"

#include <gmp/time.hpp>

#include <algorithm>
#include <chrono>

#include "core/runtime/api_call.h"
#include "core/runtime/sched.h"
#include "core/runtime/sync/chan_core.h"

namespace gmp::detail {

using rt::ApiCall;
using rt::Deadline;
using rt::Firing;
using rt::M;

namespace {

constexpr ElementOps kTimeOps{
    sizeof(time_point), alignof(time_point),
    [](void* to, void* from) noexcept { ::new (to) time_point(*static_cast<time_point*>(from)); },
    [](void* /*element*/) noexcept {}};

void fire(M& m, const Firing& firing);
void retain(rt::Timer& timer) noexcept;
void release(rt::Timer& timer) noexcept;

constexpr rt::TimerOps kTimerOps{rt::TimerKind::Timer, fire, retain, release};
constexpr rt::TimerOps kTickerOps{rt::TimerKind::Ticker, fire, retain, release};

struct TimerChan;

struct ChanTimer : rt::Timer {
  ChanTimer(TimerChan& target, const rt::TimerOps& what) : Timer(&what), chan(target) { onlyAwaited = true; }
  TimerChan& chan;
};

struct TimerChan : ChanCore {
  explicit TimerChan(const rt::TimerOps& what) : ChanCore(kTimeOps, 1), feeder(*this, what) { timer = &feeder; }
  ChanTimer feeder;
  Deadline latest = 0;  // of what has arrived since the last start, when it was due; under the lock
};

TimerChan& chanOf(rt::Timer& timer) { return static_cast<ChanTimer&>(timer).chan; }

void retain(rt::Timer& timer) noexcept { chanRetain(&chanOf(timer)); }
void release(rt::Timer& timer) noexcept { chanRelease(&chanOf(timer)); }

// By the clock that programs look at.
time_point asTimePoint(const M& m, Deadline at) {
  return time_point(std::chrono::duration_cast<duration>(std::chrono::nanoseconds(m.sched.clock.toReal(at))));
}

// A channel may be made outside any run.
Deadline nowHere() {
  const M* m = rt::currentM();
  return m != nullptr ? m->sched.clock.now() : rt::monotonicNow();
}

// What fired arrives, unless the timer was stopped or reset on its way. A tick that finds another one not yet received,
// or that a later one has overtaken, is dropped.
void fire(M& m, const Firing& firing) GMPSCOPE_NO_TSA {
  rt::Timer& timer = *firing.timer;
  TimerChan& chan = chanOf(timer);
  chan.lock.lock();
  timer.lock.lock();
  const bool current = timer.sequence == firing.sequence;
  if (current) --timer.inFlight;
  timer.lock.unlock();
  time_point due = asTimePoint(m, firing.due);
  const auto unlock = [&chan]() GMPSCOPE_NO_TSA { chan.lock.unlock(); };
  if (!current || firing.due < chan.latest) return unlock();
  chan.latest = firing.due;
  if (sendNow(m, chan, &due, unlock) != Attempt::Done) unlock();
}

// Under the lock, which keeps new firings out. True: something was to come. `pending`: what the timer said.
bool drain(ChanCore& chan, bool pending) {
  if (chan.held() == 0) return pending;
  time_point stale;
  chan.takeOut(&stale);
  return true;
}

}  // namespace

void timerChanLook(M& m, ChanCore& chan) {
  // Those who wait have made it stand in a heap: it fires from there.
  if (!chan.receivers.empty()) return;
  rt::Timer& timer = *chan.timer;
  Deadline due = 0;
  Deadline now = 0;
  {
    const gmpscope::SpinGuard guard(timer.lock);
    if (timer.when == 0) return;
    now = m.sched.clock.now();
    if (timer.when > now) return;
    due = timer.when;
    timer.when = timer.period > 0 ? rt::nextTick(due, timer.period, now) : 0;
    if (timer.heap != nullptr && timer.when == 0) timer.heap->stopped(timer);
    if (timer.heap != nullptr && timer.awaiting > 0 && timer.when != 0) timer.heap->changed(timer);
  }
  if (chan.held() == chan.capacity || chan.closed.load(std::memory_order_relaxed)) return;
  time_point value = asTimePoint(m, due);
  chan.putIn(&value);
  chanOf(timer).latest = due;
  rt::tellFired(m, timer, gmpscope::trace::Event::kNoP, now - due);
}

void timerChanForget(ChanCore& chan) {
  const gmpscope::SpinGuard guard(chan.timer->lock);
  chan.timer->awaiting = 0;
}

void timerChanDelete(ChanCore* chan) noexcept { delete static_cast<TimerChan*>(chan); }

ChanCore* timerChanMake(std::int64_t nanos, std::int64_t period) {
  auto* chan = new TimerChan(period > 0 ? kTickerOps : kTimerOps);
  chan->feeder.set(rt::deadlineIn(nowHere(), nanos), period);
  return chan;
}

bool timerChanStop(ChanCore* chan) GMPSCOPE_NO_TSA {
  const ApiCall call("Timer::stop");
  if (chan == nullptr) return false;
  lock(call.m(), *chan);
  const bool pending = drain(*chan, rt::stopTimer(*chan->timer));
  chan->lock.unlock();
  return pending;
}

bool timerChanReset(ChanCore* chan, std::int64_t nanos, std::int64_t period) GMPSCOPE_NO_TSA {
  const ApiCall call("Timer::reset");
  if (chan == nullptr) return false;
  lock(call.m(), *chan);
  const Deadline when = rt::deadlineIn(call.m().sched.clock.now(), nanos);
  const bool pending = drain(*chan, rt::resetTimer(call.m(), *chan->timer, when, period));
  chanOf(*chan->timer).latest = 0;
  chan->lock.unlock();
  return pending;
}

}  // namespace gmp::detail
