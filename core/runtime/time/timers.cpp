#include "core/runtime/time/timers.h"

#include <algorithm>
#include <utility>

namespace gmp::rt {
namespace {

void retain(Timer& timer) {
  if (timer.ops != nullptr && timer.ops->retain != nullptr) timer.ops->retain(timer);
}
void release(Timer& timer) {
  if (timer.ops != nullptr && timer.ops->release != nullptr) timer.ops->release(timer);
}

constexpr std::uint8_t kOutOfDate = Timer::kModified | Timer::kZombie;

bool outOfDate(const Timer& timer) GMPSCOPE_NO_TSA {
  return (timer.state.load(std::memory_order_relaxed) & kOutOfDate) != 0;
}

}  // namespace

Timer::Change Timer::set(Deadline newWhen, Deadline newPeriod) {
  const gmpscope::SpinGuard guard(lock);
  const bool pending = when != 0 || inFlight > 0;
  when = std::max<Deadline>(newWhen, 1);
  period = newPeriod;
  ++sequence;
  inFlight = 0;
  if (!wanted()) return {pending, false, false};
  if (heap == nullptr) return {pending, true, false};
  return {pending, false, heap->changed(*this)};
}

bool stopTimer(Timer& timer) {
  const gmpscope::SpinGuard guard(timer.lock);
  const bool pending = timer.when != 0 || timer.inFlight > 0;
  timer.when = 0;
  ++timer.sequence;
  timer.inFlight = 0;
  if (timer.heap != nullptr) timer.heap->stopped(timer);
  return pending;
}

Deadline Timers::earliest() const {
  const std::uint64_t counts = this->counts();
  // Nothing but zombies: nothing is to fire, and who waits for it would wait for ever.
  if (sizeOf(counts) == zombiesOf(counts)) return kNever;
  return std::min(firstWhen_.load(std::memory_order_seq_cst), changedWhen_.load(std::memory_order_seq_cst));
}

Deadline Timers::add(Timer& timer) {
  cleanEnds();
  const gmpscope::SpinGuard guard(timer.lock);
  if (!timer.wanted() || timer.heap != nullptr) return kNever;
  const Deadline before = earliest();
  timer.state.store(Timer::kHeaped, std::memory_order_relaxed);
  timer.heap = this;
  retain(timer);
  put({timer.when, &timer});
  return timer.when < before ? timer.when : kNever;
}

bool Timers::takeDue(Deadline now, bool force, Firing& firing) {
  adjust(now, force);
  while (!heap_.empty() && heap_.front().when <= now) {
    Timer& timer = *heap_.front().timer;
    timer.lock.lock();
    if (outOfDate(timer)) {
      timer.lock.unlock();
      refresh(0);
      continue;
    }
    firing = {&timer, timer.when, timer.sequence};
    if (timer.onlyAwaited) ++timer.inFlight;
    if (timer.period > 0) {
      timer.when = nextTick(timer.when, timer.period, now);
      heap_.front().when = timer.when;
      retain(timer);
    } else {
      timer.when = 0;
      timer.state.store(0, std::memory_order_relaxed);
      timer.heap = nullptr;  // its reference goes to the firing
      takeOut(0);
    }
    timer.lock.unlock();
    siftDown(0);
    publishFirst();
    return true;
  }
  return false;
}

void Timers::stopped(Timer& timer) {
  const std::uint8_t state = timer.state.load(std::memory_order_relaxed);
  if ((state & Timer::kZombie) != 0) return;
  timer.state.store(state | Timer::kZombie, std::memory_order_relaxed);
  counts_.fetch_add(kOneZombie, std::memory_order_seq_cst);
}

bool Timers::changed(Timer& timer) {
  const Deadline before = earliest();
  const std::uint8_t state = timer.state.load(std::memory_order_relaxed);
  timer.state.store(Timer::kHeaped | Timer::kModified, std::memory_order_relaxed);
  lowerChanged(timer.when);
  if ((state & Timer::kZombie) != 0) counts_.fetch_sub(kOneZombie, std::memory_order_seq_cst);
  return timer.when < before;
}

void Timers::takeAll(Timers& from) {
  while (!from.heap_.empty()) {
    const Entry entry = from.heap_.back();
    const gmpscope::SpinGuard guard(entry.timer->lock);
    // Whoever stopped or changed it meanwhile does so here as well, under its lock.
    const std::uint8_t state = entry.timer->state.load(std::memory_order_relaxed);
    entry.timer->heap = this;
    from.takeOut(from.heap_.size() - 1);
    put(entry);
    if ((state & Timer::kZombie) != 0) {
      from.counts_.fetch_sub(kOneZombie, std::memory_order_seq_cst);
      counts_.fetch_add(kOneZombie, std::memory_order_seq_cst);
    }
    if ((state & Timer::kModified) != 0) lowerChanged(entry.timer->when);
  }
  from.firstWhen_.store(kNever, std::memory_order_seq_cst);
  from.changedWhen_.store(kNever, std::memory_order_seq_cst);
}

void Timers::abandon() {
  const gmpscope::SpinGuard guard(lock);
  for (const Entry& entry : std::exchange(heap_, {})) {
    Timer& timer = *entry.timer;
    if (timer.ops == nullptr) continue;  // on the stack of a goroutine that will never wake
    timer.lock.lock();
    timer.state.store(0, std::memory_order_relaxed);
    timer.heap = nullptr;
    timer.lock.unlock();
    if (timer.ops->abandon != nullptr) timer.ops->abandon(timer);
    release(timer);
  }
  counts_.store(0, std::memory_order_relaxed);
}

// Zombies first and last, and a first one whose time has changed: what it costs is paid by who adds. A timer's state is
// looked at without its lock: one that changes just now is met the next time.
void Timers::cleanEnds() GMPSCOPE_NO_TSA {
  while (!heap_.empty()) {
    if ((heap_.back().timer->state.load(std::memory_order_relaxed) & Timer::kZombie) != 0)
      refresh(heap_.size() - 1);
    else if (outOfDate(*heap_.front().timer))
      refresh(0);
    else
      return;
  }
}

// Puts everything in its place, if the time of one that was changed has come or if there are too many zombies.
void Timers::adjust(Deadline now, bool force) {
  Deadline changed = changedWhen_.load(std::memory_order_seq_cst);
  if (!force && changed > now) return;
  // Until it is done the earliest of all stands in firstWhen_: it must never look as if there were nothing to do.
  do {
    firstWhen_.store(std::min(firstWhen_.load(std::memory_order_relaxed), changed), std::memory_order_seq_cst);
  } while (!changedWhen_.compare_exchange_weak(changed, kNever, std::memory_order_seq_cst));
  bool disorder = false;
  for (std::size_t i = 0; i < heap_.size();) {
    if (outOfDate(*heap_[i].timer)) {
      disorder = true;
      if (!update(heap_[i])) {
        takeOut(i);
        continue;
      }
    }
    ++i;
  }
  if (disorder)
    for (std::size_t i = heap_.size() / 4 + 1; i > 0; --i) siftDown(i - 1);
  publishFirst();
}

// Brings an entry up to date. False: it was a zombie's, whose timer has nothing to do with this heap any more.
bool Timers::update(Entry& entry) {
  Timer& timer = *entry.timer;
  timer.lock.lock();
  const bool zombie = (timer.state.load(std::memory_order_relaxed) & Timer::kZombie) != 0;
  timer.state.store(zombie ? 0 : Timer::kHeaped, std::memory_order_relaxed);
  if (zombie) {
    timer.heap = nullptr;
    counts_.fetch_sub(kOneZombie, std::memory_order_seq_cst);
  }
  entry.when = timer.when;
  timer.lock.unlock();
  if (zombie) release(timer);
  return !zombie;
}

void Timers::refresh(std::size_t at) {
  if (!update(heap_[at])) takeOut(at);
  if (at < heap_.size()) {
    siftUp(at);
    siftDown(at);
  }
  publishFirst();
}

void Timers::put(Entry entry) {
  heap_.push_back(entry);
  siftUp(heap_.size() - 1);
  publishFirst();
  counts_.fetch_add(kOne, std::memory_order_seq_cst);
}

// The last entry comes in its place, out of order.
void Timers::takeOut(std::size_t at) {
  heap_[at] = heap_.back();
  heap_.pop_back();
  counts_.fetch_sub(kOne, std::memory_order_seq_cst);
}

void Timers::lowerChanged(Deadline when) {
  Deadline seen = changedWhen_.load(std::memory_order_relaxed);
  while (when < seen && !changedWhen_.compare_exchange_weak(seen, when, std::memory_order_seq_cst)) {
  }
}

void Timers::publishFirst() {
  firstWhen_.store(heap_.empty() ? kNever : heap_.front().when, std::memory_order_seq_cst);
}

void Timers::siftUp(std::size_t at) {
  const Entry entry = heap_[at];
  while (at > 0) {
    const std::size_t parent = (at - 1) / 4;
    if (heap_[parent].when <= entry.when) break;
    heap_[at] = heap_[parent];
    at = parent;
  }
  heap_[at] = entry;
}

void Timers::siftDown(std::size_t at) {
  if (at >= heap_.size()) return;
  const Entry entry = heap_[at];
  for (;;) {
    const std::size_t end = std::min(heap_.size(), at * 4 + 5);
    std::size_t least = at * 4 + 1;
    if (least >= end) break;
    for (std::size_t child = least + 1; child < end; ++child)
      if (heap_[child].when < heap_[least].when) least = child;
    if (heap_[least].when >= entry.when) break;
    heap_[at] = heap_[least];
    at = least;
  }
  heap_[at] = entry;
}

}  // namespace gmp::rt
