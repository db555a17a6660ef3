#include "tests/model/spinning_model.h"

#include <algorithm>
#include <bit>

namespace gmpscope::model {

SpinningModel::SpinningModel(const Settings& settings) : settings_(settings) {
  ms_[0].p = 0;
  for (std::uint32_t m = settings.ps; m < kMs; ++m) freshMs_.fetch_add(1U << m);
  for (std::uint32_t m = 1; m < settings.ps; ++m) {
    if (m <= settings.looking) {
      ms_[m].p = m;
      continue;
    }
    idlePs_.fetch_add(1U << m);
    idleMs_.fetch_add(1U << m);
    idlePCount_.fetch_add(1);
  }
}

void SpinningModel::make() {
  for (std::uint32_t g = 1; g <= settings_.work; ++g) {
    if (settings_.fault == Fault::WakesBeforePutting) wakeP();
    put(g);
    if (settings_.fault != Fault::WakesBeforePutting) wakeP();
  }
}

void SpinningModel::put(std::uint32_t g) {
  Queue::Owner own(queues_[0]);
  Queue::Seen seen;
  const Queue::Next before = own.putNext(g);
  if (before.g == 0) return;
  own.putTail(before.g, seen);
  if (settings_.fault != Fault::KickSeenLate) Explorer::current()->step();  // until the tail is seen
}

void SpinningModel::wakeP() {
  if (idlePCount_.load() == 0) return;
  std::uint32_t none = 0;
  if (spinning_.load(std::memory_order_relaxed) != 0 || !spinning_.compare_exchange_strong(none, 1)) return;
  startSpinningM();
}

std::uint32_t SpinningModel::takeOne(Atomic<std::uint32_t>& set) {
  const std::uint32_t all = set.load(std::memory_order_relaxed);
  if (all == 0) return kNone;
  const auto one = static_cast<std::uint32_t>(std::countr_zero(all));
  set.store(all & ~(1U << one), std::memory_order_relaxed);
  return one;
}

void SpinningModel::startSpinningM() {
  lock_.lock();
  const std::uint32_t p = takeOne(idlePs_);
  if (p == kNone) {
    needSpinning_.store(true, std::memory_order_relaxed);
    lock_.unlock();
    spinning_.fetch_sub(1);
    return;
  }
  idlePCount_.fetch_sub(1);
  std::uint32_t target = takeOne(idleMs_);
  if (target == kNone) target = takeOne(freshMs_);
  lock_.unlock();
  require(target != kNone, "more Ms are needed than the model has");
  if (target == kNone) return;
  ms_[target].nextP.store(p, std::memory_order_relaxed);
  ms_[target].note.word.store(1, std::memory_order_release);
  ms_[target].note.wake();
}

void SpinningModel::becomeSpinning(M& m) {
  m.spinning = true;
  spinning_.fetch_add(1);
  needSpinning_.store(false, std::memory_order_relaxed);
}

void SpinningModel::stopSpinning(M& m) {
  m.spinning = false;
  spinning_.fetch_sub(1);
}

bool SpinningModel::steal(M& m) {
  Queue::Owner own(queues_[m.p]);
  for (const bool last : {false, true}) {
    Queue::Thief thief(queues_[0]);
    const Queue::Half half = thief.takeHalf(own);
    if (half.count > 0) {
      if (half.count > 1) own.publishTail(own.tail() + half.count - 1);
      return true;
    }
    if (last && thief.takeNext().g != 0) return true;
  }
  return false;
}

bool SpinningModel::giveUp(M& m) {
  lock_.lock();
  if (!m.spinning && needSpinning_.load(std::memory_order_relaxed)) {
    lock_.unlock();
    return false;
  }
  idlePs_.store(idlePs_.load(std::memory_order_relaxed) | 1U << m.p, std::memory_order_relaxed);
  m.p = kNone;
  idlePCount_.fetch_add(1);
  lock_.unlock();
  return true;
}

bool SpinningModel::workIsThere() {
  return std::any_of(queues_.begin(), queues_.end(), [](const Queue& queue) { return !queue.empty(); });
}

bool SpinningModel::recheck(M& m) {
  if (!workIsThere()) return false;
  lock_.lock();
  const std::uint32_t p = takeOne(idlePs_);
  if (p != kNone) idlePCount_.fetch_sub(1);
  lock_.unlock();
  if (p == kNone) return false;
  m.p = p;
  becomeSpinning(m);
  return true;
}

void SpinningModel::stopM(std::uint32_t number) {
  M& m = ms_[number];
  lock_.lock();
  if (settings_.fault != Fault::NoteResetLate) m.note.word.store(0, std::memory_order_relaxed);
  idleMs_.store(idleMs_.load(std::memory_order_relaxed) | 1U << number, std::memory_order_relaxed);
  lock_.unlock();
  if (settings_.fault == Fault::NoteResetLate) m.note.word.store(0, std::memory_order_relaxed);
}

void SpinningModel::look(std::uint32_t number) {
  M& m = ms_[number];
  for (;;) {
    if (m.p == kNone) {
      while (m.note.word.load(std::memory_order_acquire) == 0) m.note.wait(0);
      m.p = m.nextP.load(std::memory_order_relaxed);
      m.nextP.store(kNone, std::memory_order_relaxed);
      require(m.p != kNone, "woken without a P");
      m.spinning = true;
    }
    if (m.spinning || 2 * spinning_.load(std::memory_order_relaxed) < settings_.ps - idlePCount_.load()) {
      if (!m.spinning) becomeSpinning(m);
      if (steal(m)) {
        stopSpinning(m);
        if (settings_.fault != Fault::FinderWakesNobody) wakeP();
        return;
      }
    }
    if (!giveUp(m)) {
      becomeSpinning(m);
      continue;
    }
    if (m.spinning) {
      const bool early = settings_.fault == Fault::RechecksBeforeCountedOut && workIsThere();
      stopSpinning(m);
      if (settings_.fault == Fault::RechecksBeforeCountedOut ? early && recheck(m)
                                                             : settings_.fault != Fault::NoRecheck && recheck(m))
        continue;
    }
    stopM(number);
  }
}

void SpinningModel::check() const {
  const bool left = std::any_of(queues_.begin(), queues_.end(), [](const Queue& queue) {
    return queue.seen().head != queue.seen().tail || queue.next().g != 0;
  });
  require(!left || idlePs_.peek() == 0, "work is left and a P is idle");
  for (const M& m : ms_) require(m.p != kNone || m.nextP.peek() == kNone, "an M was given a P and sleeps on");
}

}  // namespace gmpscope::model
