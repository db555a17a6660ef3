#include "tests/trace/scheduler_model.h"

#include <algorithm>
#include <utility>

#include "core/trace/reader/op_expand.h"

namespace gmpscope::trace {

SchedulerModel::SchedulerModel(const Settings& settings)
    : random_(settings.seed),
      reuseSlots_(settings.reuseSlots),
      longestSleep_(settings.longestSleep),
      ps_(settings.procs),
      objects_(kObjects) {
  M& m = ms_.emplace_back();
  then(m, [this, &m] {
    emit(m, EventKind::RunStart, Event::kNoP, 0, static_cast<std::uint32_t>(ps_.size()));
    emit(m, EventKind::MStart, Event::kNoP);
    for (std::uint32_t p = static_cast<std::uint32_t>(ps_.size()); p > 0; --p) {
      emit(m, EventKind::PRelease, p - 1, 0, idlePSequence_++);
      idlePs_.push_back(p - 1);
    }
    idlePs_.pop_back();
    m.p = &ps_[0];
    emit(m, EventKind::PAcquire, 0, 0, idlePSequence_++, 0);
  });
  then(m, [this, &m] { create(m, newSlot()); });
  m.stamp = ++clock_;
}

void SchedulerModel::instant(const std::function<void(const RawRun&)>& publish) {
  ++clock_;
  M& m = ms_[below(static_cast<std::uint32_t>(ms_.size()))];
  if (clock_ < m.asleepUntil) return;
  if (m.acts.empty()) {
    plan(m);
    m.stamp = clock_;
  } else {
    const Act act = std::move(m.acts.front());
    m.acts.pop_front();
    act();
    if (m.acts.empty() && !m.events.empty()) {
      publish({m.id, 0, m.events});
      m.events.clear();
    }
  }
  if (below(300) == 0) m.asleepUntil = clock_ + below(longestSleep_);
}

void SchedulerModel::settle(const std::function<void(const RawRun&)>& publish) {
  for (M& m : ms_) {
    while (!m.acts.empty()) {
      const Act act = std::move(m.acts.front());
      m.acts.pop_front();
      act();
    }
    if (!m.events.empty()) publish({m.id, 0, m.events});
    m.events.clear();
  }
}

std::uint64_t SchedulerModel::frontier() const {
  std::uint64_t least = clock_ + 1;
  for (const M& m : ms_)
    if (!m.acts.empty()) least = std::min(least, m.stamp);
  return least;
}

std::vector<OddM> SchedulerModel::odd() const {
  std::vector<OddM> odd;
  for (const M& m : ms_)
    if (!m.acts.empty()) odd.push_back({m.id, m.stamp});
  return odd;
}

Contents SchedulerModel::contents() const {
  Contents contents;
  for (const P& p : ps_) {
    contents.runnext.push_back(p.next);
    contents.rings.push_back(p.ring);
  }
  contents.global = global_;
  for (std::uint32_t i = 0; i < objects_.size(); ++i)
    for (const std::uint32_t g : objects_[i].waiters) contents.waiting[g].insert(kFirstObject + i);
  for (const M& m : ms_)
    if (m.running != 0) contents.running[m.running] = m.id;
  return contents;
}

void SchedulerModel::emit(M& m, EventKind kind, std::uint32_t p, std::uint32_t g, std::uint32_t a, std::uint32_t b,
                          std::uint32_t c, std::uint32_t d) {
  m.events.push_back({m.stamp, Event::makeHead(kind, 0, p), g, a, b, c, d});
}

void SchedulerModel::plan(M& m) {
  if (m.p == nullptr && m.parked) return;
  if (m.fresh)
    then(m, [this, &m] { arrive(m); });
  else if (m.p == nullptr)
    then(m, [this, &m] {
      emit(m, EventKind::MPark, Event::kNoP, 0, idleMSequence_++);
      idleMs_.push_back(m.id);
      m.parked = true;
    });
  else if (m.running != 0)
    planRunning(m);
  else
    planLooking(m);
}

// Some Ms make more goroutines than they end, so that rings overflow; the others soon have none and steal.
void SchedulerModel::planRunning(M& m) {
  const bool rich = m.id % 3 == 0;
  const bool fertile = rich && clock_ / 4096 % 3 == 0 && alive_ < 3000;
  const std::uint32_t creates = fertile ? 60 : rich ? 15 : 4;
  const std::uint32_t dice = below(100);
  if (dice < creates)
    then(m, [this, &m, slot = newSlot()] { create(m, slot); });  // its record first, then the stamp
  else if (dice < (rich ? 65U : 10U))
    then(m, [this, &m] { wake(m); });
  else if (dice < (rich ? 75U : 45U))
    then(m, [this, &m] { wait(m); });
  else if (dice < (rich ? 80U : 48U))
    then(m, [this, &m] { yield(m); });
  else if (dice < (rich ? 90U : 55U))
    then(m, [this, &m] { wakeM(m); });
  else if (alive_ > 4)
    then(m, [this, &m] { end(m); });
}

void SchedulerModel::planLooking(M& m) {
  if (m.p->next != 0 || !m.p->ring.empty() || (!global_.empty() && below(2) == 0)) {
    then(m, [this, &m] { startLocal(m); });
    return;
  }
  switch (below(8)) {
    case 0:
      then(m, [this, &m] { wake(m); });
      break;  // a timer
    case 1:
      if (m.id != 0) then(m, [this, &m] { giveUpP(m); });
      break;
    case 2:
    case 3:
      then(m, [this, &m] { stealNext(m); });
      break;
    default:
      then(m, [this, &m] { steal(m); });
      break;
  }
}

std::uint32_t SchedulerModel::newSlot() {
  ++alive_;
  if (freeSlots_.empty()) return nextSlot_++;
  const std::uint32_t slot = freeSlots_.back();
  freeSlots_.pop_back();
  return slot;
}

void SchedulerModel::create(M& m, std::uint32_t slot) { putNext(m, EventKind::GCreate, slot, 0, nextGoid_++); }

void SchedulerModel::putNext(M& m, EventKind kind, std::uint32_t g, std::uint32_t a, std::uint32_t b) {
  P& p = *m.p;
  const std::uint32_t kicked = std::exchange(p.next, g);
  emit(m, kind, number(p), g, a, b, p.generation++, kicked);
  if (kicked != 0) then(m, [this, &m, kicked] { putTail(m, kicked); });
}

void SchedulerModel::putTail(M& m, std::uint32_t g) {
  P& p = *m.p;
  if (p.ring.size() < kRing) {
    emit(m, EventKind::GPutLocal, number(p), g, p.head, p.tail());
    p.ring.push_back(g);
    return;
  }
  const std::uint32_t head = p.head, tail = p.tail();
  std::vector<std::uint32_t> moved(p.ring.begin(), p.ring.begin() + kRing / 2);
  p.ring.erase(p.ring.begin(), p.ring.begin() + kRing / 2);
  p.head += kRing / 2;
  then(m, [this, &m, g, head, tail, moved = std::move(moved)] {
    emit(m, EventKind::GOverflow, number(*m.p), g, head, tail, globalHead_ + static_cast<std::uint32_t>(global_.size()),
         kRing / 2);
    global_.insert(global_.end(), moved.begin(), moved.end());
    global_.push_back(g);
  });
}

void SchedulerModel::wait(M& m) {
  const std::uint32_t object = below(kObjects);
  const std::uint32_t g = std::exchange(m.running, 0);
  // On one object, or in a select on several at one instant.
  const std::uint32_t further = below(2) == 0 ? 0 : below(kObjects);
  for (std::uint32_t i = 0; i <= further; ++i) {
    Object& at = objects_[(object + i) % kObjects];
    const std::uint32_t id = kFirstObject + (object + i) % kObjects;
    const WaitReason reason = further == 0 ? WaitReason::ChanSend : WaitReason::Select;
    if (i == 0)
      emit(m, EventKind::GBlock, number(*m.p), g, id, at.sequence++, static_cast<std::uint32_t>(reason),
           further == 0 ? 0 : further | kSends);
    else
      emit(m, EventKind::GBlockAlso, number(*m.p), g, id, at.sequence++, kSends);
    at.waiters.push_back(g);
  }
  then(m, [this, &m] { startLocal(m); });
}

void SchedulerModel::wake(M& m) {
  const std::uint32_t object = below(kObjects);
  auto& waiters = objects_[object].waiters;
  if (waiters.empty()) return;
  if (waiters.size() > 1 && below(3) == 0) return wakeMany(m, object);
  const std::uint32_t g = waiters.front();
  for (Object& each : objects_) std::erase(each.waiters, g);
  const std::uint32_t sequence = objects_[object].sequence++;
  then(m, [this, &m, g, object, sequence] { putNext(m, EventKind::GReady, g, kFirstObject + object, sequence); });
}

// All at once, as by a broadcast; then one by one into runnext, while others already use the object.
void SchedulerModel::wakeMany(M& m, std::uint32_t object) {
  const std::vector<std::uint32_t> woken = objects_[object].waiters;
  const std::uint32_t sequence = objects_[object].sequence;
  const auto count = static_cast<std::uint32_t>(woken.size());
  objects_[object].sequence += count;
  for (const std::uint32_t g : woken)
    for (Object& each : objects_) std::erase(each.waiters, g);
  emit(m, EventKind::GWakeMany, number(*m.p), 0, kFirstObject + object, sequence, count);
  then(m, [=, this, &m] { wakeNext(m, woken, object, sequence); });
}

void SchedulerModel::wakeNext(M& m, std::vector<std::uint32_t> woken, std::uint32_t object, std::uint32_t sequence) {
  if (woken.empty()) return;
  putNext(m, EventKind::GReady, woken.front(), kFirstObject + object, sequence);
  woken.erase(woken.begin());
  // Once a kicked one is in the ring, or half of the ring is in the global queue.
  then(m, [=, this, &m] { then(m, [=, this, &m] { wakeNext(m, woken, object, sequence + 1); }); });
}

void SchedulerModel::yield(M& m) {
  const std::uint32_t g = std::exchange(m.running, 0);
  emit(m, EventKind::GYield, number(*m.p), g, globalHead_ + static_cast<std::uint32_t>(global_.size()));
  global_.push_back(g);
  then(m, [this, &m] { startLocal(m); });
}

void SchedulerModel::end(M& m) {
  const std::uint32_t g = std::exchange(m.running, 0);
  emit(m, EventKind::GExit, number(*m.p), g);
  --alive_;
  if (reuseSlots_) freeSlots_.push_back(g);
  then(m, [this, &m] { startLocal(m); });
}

void SchedulerModel::startLocal(M& m) {
  P& p = *m.p;
  if (p.tick % 61 == 0 && !global_.empty()) return takeGlobal(m, 1);
  if (p.next != 0) {
    m.running = std::exchange(p.next, 0);
    emit(m, EventKind::GStartNext, number(p), m.running, p.generation++, p.tick);
  } else if (!p.ring.empty()) {
    m.running = p.ring.front();
    emit(m, EventKind::GStartLocal, number(p), m.running, p.head, p.tail(), p.tick++);
    p.ring.pop_front();
    ++p.head;
  } else if (!global_.empty() && below(4) == 0) {  // seldom, so that there is something to steal for
    takeGlobal(m, 0);
  }
}

void SchedulerModel::takeGlobal(M& m, std::uint32_t limit) {
  P& p = *m.p;
  const auto size = static_cast<std::uint32_t>(global_.size());
  const std::uint32_t rule = std::min({size, size / static_cast<std::uint32_t>(ps_.size()) + 1, kRing / 2});
  const std::uint32_t count = limit == 1 ? 1 : rule;
  m.running = global_.front();
  emit(m, EventKind::GStartGlobal, number(p), m.running, globalHead_, count | size << 8, p.tail(),
       p.tick++ | (limit == 1 ? kTickFlag : 0));
  p.ring.insert(p.ring.end(), global_.begin() + 1, global_.begin() + count);
  global_.erase(global_.begin(), global_.begin() + count);
  globalHead_ += count;
}

// What it sees of the victim may be old when it takes; only the head must not have moved.
void SchedulerModel::steal(M& m) {
  P& victim = ps_[below(static_cast<std::uint32_t>(ps_.size()))];
  const std::uint32_t head = victim.head, tail = victim.tail();
  const std::uint32_t count = stealCount(head, tail);
  if (&victim == m.p || count == 0 || count > kRing / 2) return;
  then(m, [this, &m, &victim, head, tail, count] {
    if (victim.head != head) return;
    std::vector<std::uint32_t> taken(victim.ring.begin(), victim.ring.begin() + count);
    victim.ring.erase(victim.ring.begin(), victim.ring.begin() + count);
    victim.head += count;
    then(m, [this, &m, &victim, head, tail, taken = std::move(taken)] {
      P& p = *m.p;
      m.running = taken.back();
      emit(m, EventKind::GStartSteal, number(p), m.running, number(victim), head, tail, p.tail());
      ++p.tick;
      p.ring.insert(p.ring.end(), taken.begin(), taken.end() - 1);
    });
  });
}

void SchedulerModel::stealNext(M& m) {
  P& victim = ps_[below(static_cast<std::uint32_t>(ps_.size()))];
  if (&victim == m.p || victim.next == 0) return;
  m.running = std::exchange(victim.next, 0);
  emit(m, EventKind::GStartStealNext, number(*m.p), m.running, number(victim), victim.generation++);
  ++m.p->tick;
}

void SchedulerModel::giveUpP(M& m) {
  if (!global_.empty()) return takeGlobal(m, 0);
  const std::uint32_t p = number(*m.p);
  emit(m, EventKind::PRelease, p, 0, idlePSequence_++);
  idlePs_.push_back(p);
  m.p = nullptr;
}

void SchedulerModel::wakeM(M& m) {
  if (idlePs_.empty()) return;
  const std::uint32_t p = idlePs_.back();
  idlePs_.pop_back();
  const bool fresh = idleMs_.empty();
  const std::uint32_t id = fresh ? static_cast<std::uint32_t>(ms_.size()) : idleMs_.back();
  if (fresh)
    ms_.emplace_back().id = id;
  else
    idleMs_.pop_back();
  M& woken = ms_[id];
  emit(m, EventKind::PAcquire, p, 0, idlePSequence_++, id);
  if (fresh)
    emit(m, EventKind::MSpawn, p, 0, id, 1);
  else
    emit(m, EventKind::MUnpark, p, 0, id, idleMSequence_++, 1);
  woken.p = &ps_[p];
  woken.fresh = true;
}

void SchedulerModel::arrive(M& m) {
  emit(m, m.parked ? EventKind::MWake : EventKind::MStart, number(*m.p));
  m.parked = m.fresh = false;
}

}  // namespace gmpscope::trace
