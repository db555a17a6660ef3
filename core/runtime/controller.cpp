#include "core/runtime/controller.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/runtime/preempt.h"
#include "core/runtime/sched.h"

namespace gmp::rt {
namespace {

using trace::EventKind;

// Whoever must still stand is asked as often as this.
constexpr Deadline kAskAgain = 100'000;
// The world can't stop while a goroutine is in foreign code: then later requests don't wait for it.
constexpr Deadline kErrandPatience = 5'000'000'000;
constexpr Deadline kDeepSleep = 60'000'000'000;

}  // namespace

Controller::Controller(M& sysmon, Control* control) : m_(sysmon), sched_(sysmon.sched), control_(control) {
  if (control_ != nullptr) control_->attach(m_);
}

Controller::~Controller() {
  if (control_ != nullptr) control_->detach();
}

bool Controller::look() {
  // Acquire: pairs with the release in runTraced.
  if (control_ == nullptr || !sched_.begun.load(std::memory_order_acquire)) return false;
  if (control_->takeAbandoned()) {
    steps_ = 0;
    if (holds_) (*this)(ResumeRequest{});
  }
  if (holds_ && !stand_) {
    askToHold();
    endUsedTicket();
    lookWhetherAllStand();
  }
  takeRequests();
  if (!holds_) return false;
  if (mayGoOn()) step();
  takeRequests();  // that step may have been the last one
  return holds_;
}

Deadline Controller::pause() const {
  if (!stand_ || steps_ > 0) return kAskAgain;
  if (interval_ > 0) return std::clamp(nextStep_ - monotonicNow(), Deadline{1}, kDeepSleep);
  return kDeepSleep;
}

P* Controller::stepping() const {
  const gmpscope::SpinGuard guard(sched_.lock);
  const M* m = sched_.holds.ticketOf;
  const bool runs = m != nullptr && stepping_ != nullptr && stepping_->m.load(std::memory_order_acquire) == m;
  return runs ? stepping_ : nullptr;
}

void Controller::takeRequests() {
  while (holds_ ? steps_ == 0 && mayGoOn() : errandsAreDone()) {
    const std::optional<ControlRequest> request = control_->next();
    if (!request) return;
    std::visit(*this, *request);
  }
}

bool Controller::mayGoOn() const { return stand_ || monotonicNow() - asked_ > kHoldPatience; }

// In a run that is held they wait until it goes on.
bool Controller::errandsAreDone() const {
  const gmpscope::SpinGuard guard(sched_.lock);
  return sched_.openErrands == 0 || monotonicNow() - errandAsked_ > kErrandPatience;
}

// --- requests

void Controller::operator()(PauseRequest /*request*/) {
  interval_ = 0;
  beginHold();
}

void Controller::operator()(ResumeRequest /*request*/) {
  interval_ = 0;
  bool dead = false;
  bool errands = false;
  {
    const gmpscope::SpinGuard guard(sched_.lock);
    // At the run's end it is held no more.
    if (holds_ && !sched_.over()) {
      m_.trace.begin();
      endHold(m_);
      m_.trace.end();
      dead = hasDied(sched_);
      errands = !sched_.errands.empty();
    }
    holds_ = stand_ = looks_ = looked_ = false;
    aloneSince_ = 0;
  }
  // Nobody looked meanwhile.
  if (dead) reportDeadlock(m_);
  errandAsked_ = monotonicNow();
  if (errands) startIdleMs(m_, 1);
}

void Controller::operator()(StepRequest request) {
  interval_ = 0;
  beginHold();
  steps_ = request.count;
  stepP_ = request.p;
}

void Controller::operator()(SlowRequest request) {
  beginHold();
  interval_ = std::max<Deadline>(request.interval, 1);
  nextStep_ = monotonicNow() + interval_;
}

void Controller::operator()(ProcsRequest request) {
  if (request.count > 0) startErrand(request);
}

void Controller::operator()(KnobRequest request) {
  switch (whoChanges(request.knob)) {
    case KnobChanger::Nobody:
      return;
    case KnobChanger::Sysmon: {
      const gmpscope::SpinGuard guard(sched_.lock);
      m_.trace.begin();
      changeKnob(m_, request.knob, request.value);
      m_.trace.end();
      return;
    }
    case KnobChanger::World:
      return startErrand(request);
  }
}

// Who comes to the gate next starts a goroutine that does it; if nobody would, an M is woken for that.
void Controller::startErrand(const Errand& errand) {
  {
    const gmpscope::SpinGuard guard(sched_.lock);
    sched_.errands.push_back(errand);
    ++sched_.openErrands;
    // What it is for is under the lock, see Sched::gate.
    sched_.gate.fetch_or(kErrand, std::memory_order_relaxed);
  }
  errandAsked_ = monotonicNow();
  if (!holds_) startIdleMs(m_, 1);
}

// --- standing still

void Controller::beginHold() {
  if (holds_) return;
  const gmpscope::SpinGuard guard(sched_.lock);
  if (sched_.over()) return;
  holds_ = true;
  stand_ = false;
  asked_ = monotonicNow();
  sched_.holds.since = asked_;
  sched_.clock.stop();
  m_.trace.begin();
  sched_.gate.fetch_or(kHeld, std::memory_order_relaxed);
  m_.trace.put(EventKind::RunPause, trace::Event::kNoP, 0, sched_.holds.sequence++);
  m_.trace.end();
}

void Controller::askToHold() {
  for (std::uint32_t i = 0; i < sched_.procCount(); ++i) {
    P& p = sched_.ps[i];
    const gmpscope::SpinGuard guard(sched_.lock);
    if (!isHeldRun(sched_)) return;
    if (standsStill(p)) continue;
    M* m = p.m.load(std::memory_order_acquire);
    if (holdCall(p)) {
      endTicket(*m);
      continue;
    }
    const bool runs = m != nullptr && m != sched_.holds.ticketOf && p.running.load(std::memory_order_relaxed);
    if (runs && kCanPreempt) signalToHold(*m);
  }
}

void Controller::endUsedTicket() {
  const gmpscope::SpinGuard guard(sched_.lock);
  M* m = sched_.holds.ticketOf;
  // Who hasn't chosen yet does that first.
  if (m == nullptr || m->ticket.load(std::memory_order_relaxed) != Ticket::Spent) return;
  if (sched_.holds.ticketSince != 0 && monotonicNow() - sched_.holds.ticketSince > kStepTime) endTicket(*m);
}

void Controller::lookWhetherAllStand() {
  const gmpscope::SpinGuard guard(sched_.lock);
  if (!allStandStill(sched_)) return;
  stand_ = true;
  stepping_ = nullptr;
  sched_.clock.stop();
  const Deadline took = monotonicNow() - asked_;
  // Stamped only now: all that others did before comes before it.
  m_.trace.begin();
  m_.trace.put(EventKind::RunHeld, trace::Event::kNoP, 0, sched_.holds.sequence++, static_cast<std::uint32_t>(took),
               static_cast<std::uint32_t>(took >> 32));
  m_.trace.end();
}

}  // namespace gmp::rt
