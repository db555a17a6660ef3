// Steps of a run that is held: who goes on, and what happens if nobody stands who could.

#include <algorithm>
#include <utility>

#include "core/runtime/controller.h"
#include "core/runtime/sched.h"

namespace gmp::rt {
namespace {

using trace::EventKind;

constexpr std::uint32_t kNoM = ~0U;

}  // namespace

// Inside a step of the trace; holds the lock. No M: there was nobody who could go on.
void Controller::tellStep(M* m, std::uint32_t p) GMPSCOPE_NO_TSA {
  m_.trace.put(EventKind::RunStep, p, 0, sched_.holds.sequence++, m != nullptr ? m->id : kNoM);
}

void Controller::step() {
  if (steps_ == 0 && (interval_ == 0 || monotonicNow() < nextStep_)) return;
  if (steps_ == 0) {
    steps_ = 1;
    stepP_.reset();
    nextStep_ = std::max(nextStep_ + interval_, monotonicNow());
  }
  if (!stepP_ && wakeDueSleeper()) return;
  M* m = nullptr;
  {
    const gmpscope::SpinGuard guard(sched_.lock);
    if (!isHeldRun(sched_)) return;
    const auto& ms = sched_.holds.ms;
    const auto found = std::find_if(ms.begin(), ms.end(), [this](const M* each) {
      return !stepP_ || (each->p != nullptr && each->p->id == *stepP_);
    });
    if (found != ms.end()) letStep(*(m = *found));
  }
  if (m == nullptr) stepAlone();
}

// Holds the lock.
void Controller::letStep(M& m) GMPSCOPE_NO_TSA {
  --steps_;
  stand_ = false;
  asked_ = monotonicNow();
  stepping_ = m.p;
  aloneSince_ = 0;
  looked_ = std::exchange(looks_, false) && sched_.sleeper == &m;
  if (M* late = sched_.holds.ticketOf; late != nullptr) endTicket(*late);
  sched_.holds.ticketOf = &m;
  sched_.holds.ticketSince = 0;
  m.ticket.store(m.heldAt == HeldAt::Gate ? Ticket::Whole : Ticket::Spent, std::memory_order_relaxed);
  m_.trace.begin();
  tellStep(&m, m.p != nullptr ? m.p->id : trace::Event::kNoP);
  sched_.clock.start();
  letGo(sched_, m);
  m_.trace.end();
}

// Nobody stands who could go on: all Ps are idle, or in system calls.
void Controller::stepAlone() {
  if (!stepP_ && stand_ && (takeFromCall() || waitForCalls() || letSleeperLook())) return;
  if (!stepP_ && stand_ && aloneSince_ == 0 && jumpToTimer()) return;
  --steps_;
  const gmpscope::SpinGuard guard(sched_.lock);
  aloneSince_ = 0;
  if (!isHeldRun(sched_)) return;
  if (stand_) sched_.clock.stop();
  m_.trace.begin();
  tellStep(nullptr, trace::Event::kNoP);
  m_.trace.end();
}

// Whoever sleeps until a time that has come shall be one of those who stand. True: it is on its way, and nobody else
// stands.
bool Controller::wakeDueSleeper() {
  const gmpscope::SpinGuard guard(sched_.lock);
  const M* sleeper = sched_.sleeper;
  if (sleeper == nullptr || sleeper->held) return false;
  if (sched_.sleeperDeadline.load(std::memory_order_seq_cst) > sched_.clock.now()) return false;
  wakeSleeper(sched_);
  return sched_.holds.ms.empty();
}

// What sysmon does elsewhere too: another M goes on with the P of one that is in a system call, or with an idle one if
// there is something to start.
bool Controller::takeFromCall() {
  P* from = nullptr;
  {
    const gmpscope::SpinGuard guard(sched_.lock);
    if (!isHeldRun(sched_)) return false;
    for (std::uint32_t i = 0; i < sched_.procCount() && from == nullptr; ++i)
      if (sched_.ps[i].callHeld) from = &sched_.ps[i];
    if (from == nullptr && (sched_.errands.empty() || sched_.idlePs.empty())) return false;
    --steps_;
    stand_ = false;
    asked_ = monotonicNow();
    m_.trace.begin();
    tellStep(&m_, from != nullptr ? from->id : trace::Event::kNoP);
    if (from != nullptr) retakeHeldCall(m_, *from);
    m_.trace.end();
  }
  if (from != nullptr)
    handOffP(m_);
  else
    startIdleMs(m_, 1);
  return true;
}

// Calls go on by themselves, so time doesn't jump over what they may still do: it goes on as it does in a run that
// isn't held, for as long as a step may last. True: for now.
bool Controller::waitForCalls() {
  const gmpscope::SpinGuard guard(sched_.lock);
  if (!isHeldRun(sched_)) return false;
  const bool calls = std::any_of(sched_.ms.begin(), sched_.ms.end(), [](const auto& m) {
    const SystemCall call = m->systemCall.load(std::memory_order_seq_cst);
    return !m->held && (call == SystemCall::Inside || call == SystemCall::Returns);
  });
  if (!calls) {
    aloneSince_ = 0;
    sched_.clock.stop();
    return false;
  }
  if (aloneSince_ == 0) aloneSince_ = monotonicNow();
  sched_.clock.start();
  return monotonicNow() - aloneSince_ < kStepTime;
}

// The network may have something that whoever sleeps in the poller is only about to say: before time jumps, it looks.
// True: it is on its way, and that will be the step.
bool Controller::letSleeperLook() {
  const gmpscope::SpinGuard guard(sched_.lock);
  if (sched_.sleeper == nullptr || looked_ || sched_.netpoll.waiters() == 0 || !isHeldRun(sched_)) return false;
  if (!std::exchange(looks_, true)) wakeSleeper(sched_);
  return true;
}

// True: whoever sleeps until then is on its way, or somebody else is.
bool Controller::jumpToTimer() {
  const Deadline next = earliestTimer(sched_);
  bool alone = false;
  {
    const gmpscope::SpinGuard guard(sched_.lock);
    if (next == kNever || !isHeldRun(sched_)) return false;
    if (!sched_.holds.ms.empty()) return true;  // it has come back from a call meanwhile, and stands
    const Deadline now = sched_.clock.now();
    const Deadline by = std::max<Deadline>(next - now, 0);
    looked_ = false;
    if (by > 0) {
      if (!sched_.clock.jump(next)) return false;
      m_.trace.begin();
      m_.trace.put(EventKind::RunJump, trace::Event::kNoP, 0, sched_.holds.sequence++, static_cast<std::uint32_t>(by),
                   static_cast<std::uint32_t>(by >> 32));
      m_.trace.end();
    }
    wakeSleeper(sched_);
    alone = sched_.sleeper == nullptr && !sched_.idlePs.empty();
    if (alone) {
      --steps_;
      stand_ = false;
      asked_ = monotonicNow();
      m_.trace.begin();
      tellStep(&m_, trace::Event::kNoP);
      m_.trace.end();
    }
  }
  if (alone) startIdleMs(m_, 1);
  return true;
}

}  // namespace gmp::rt
