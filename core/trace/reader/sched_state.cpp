#include "core/trace/reader/sched_state.h"

#include <algorithm>
#include <utility>

#include "core/trace/reader/op_expand.h"

namespace gmpscope::trace {

const char* SchedState::word(Where where) {
  switch (where) {
    case Where::Unknown:
      return "unknown";
    case Where::Dead:
      return "ended";
    case Where::Transit:
      return "in transit by M";
    case Where::Running:
      return "running on M";
    case Where::Runnext:
      return "in runnext of P";
    case Where::Local:
      return "in the queue of P";
    case Where::Global:
      return "in the global queue";
    case Where::Waiting:
      return "waiting on object ";
    case Where::Call:
      return "in a system call on M";
  }
  return "";
}

bool SchedState::namesUnknownP(const Op& op) const {
  return changesP(op.kind) && op.p >= (procsKnown_ ? procs_ : kMaxProcs);
}

std::string SchedState::describe(LifeId g) const {
  if (!g.valid() || g.value >= lives_.size()) return "no goroutine";
  const Life& life = lives_[g.value];
  std::string text = "G" + std::to_string(life.goid) + " (" + word(life.place.where);
  if (life.place.where != Where::Unknown && life.place.where != Where::Dead && life.place.where != Where::Global)
    text += std::to_string(life.place.at);
  return text + ")";
}

LifeId SchedState::lifeOf(std::uint32_t slot) const {
  if (slot >= lifeOfSlot_.size() || lifeOfSlot_[slot] == 0) return {};
  return LifeId{lifeOfSlot_[slot] - 1};
}

LifeId SchedState::known(std::uint32_t slot) {
  if (slot == 0 || slot >= kMaxSlots) return {};
  const LifeId life = lifeOf(slot);
  if (life.valid() || resume(slot)) return lifeOf(slot);
  return adopt(slot, 0);
}

bool SchedState::resume(std::uint32_t slot) {
  return slot < formerOfSlot_.size() && formerOfSlot_[slot] != 0 && confirm(slot, lives_[formerOfSlot_[slot] - 1].goid);
}

LifeId SchedState::adopt(std::uint32_t slot, std::uint32_t goid) {
  if (slot >= lifeOfSlot_.size()) lifeOfSlot_.resize(slot + 1);
  Life& life = lives_.emplace_back();
  life.goid = goid;
  lifeOfSlot_[slot] = static_cast<std::uint32_t>(lives_.size());
  return LifeId{lifeOfSlot_[slot] - 1};
}

bool SchedState::confirm(std::uint32_t slot, std::uint32_t goid) {
  if (slot >= formerOfSlot_.size() || formerOfSlot_[slot] == 0) return false;
  const std::uint32_t former = std::exchange(formerOfSlot_[slot], 0);
  const Life& life = lives_[former - 1];
  if (life.goid != goid || life.place.where == Where::Dead) return false;
  if (slot >= lifeOfSlot_.size()) lifeOfSlot_.resize(slot + 1);
  lifeOfSlot_[slot] = former;
  return true;
}

const SchedState::Sequence* SchedState::sequenceOf(const Op& op) const {
  switch (op.kind) {
    case OpKind::Turn:
      return &sleeperTurn_;
    case OpKind::Hold:
      return &hold_.sequence;
    case OpKind::IdlePPut:
    case OpKind::IdlePTake:
      return &idlePs_.sequence;
    case OpKind::IdleMPut:
    case OpKind::IdleMTake:
      return &idleMs_.sequence;
    default: {
      const std::vector<Sequence>& all = op.other >= kTimersOfP ? timers_ : objects_;
      return indexOf(op.other) < all.size() ? &all[indexOf(op.other)] : nullptr;
    }
  }
}

std::size_t SchedState::indexOf(std::uint32_t object) { return object >= kTimersOfP ? object - kTimersOfP : object; }

SchedState::Sequence& SchedState::sequence(const Op& op) {
  if (sequenceOf(op) == nullptr)
    (op.other >= kTimersOfP ? timers_ : objects_).resize(indexOf(op.other) + 1, Sequence{0, newObjectsKnown_});
  return const_cast<Sequence&>(*sequenceOf(op));
}

bool SchedState::isNamingObjects(LifeId g) const {
  const auto select = selects_.find(g.value);
  return select != selects_.end() && select->second.missing > 0;
}

bool SchedState::ready(const Op& op, const Event& event) const {
  // Before the run's start nothing is ready; a P that doesn't exist may yet come, or is nonsense, and apply says so.
  if (namesUnknownP(op)) return false;
  if (changesP(op.kind) && op.p >= ps_.size()) return true;  // of which nothing is known
  switch (op.kind) {
    case OpKind::Mark: {
      const bool arrives = event.kind() == EventKind::MStart || event.kind() == EventKind::MWake;
      const P* p = findP(op);
      if (arrives && p != nullptr && p->holderKnown && p->holder != op.m) return false;
      if (event.kind() == EventKind::PPreemptAsk) return askReady(event);
      return threadReady(op.m, event);
    }
    case OpKind::GNew: {
      const LifeId life = lifeOf(op.g);
      return !life.valid() || lives_[life.value].place.where == Where::Dead ||
             lives_[life.value].place.where == Where::Unknown;
    }
    case OpKind::GEnd:
    case OpKind::Run:
      return true;
    case OpKind::Stop:
      // The request comes first, whatever the stamps say.
      if (!isPreemption(event.kind()) || event.p() >= ps_.size()) return true;
      // And who goes on where it was saw that the world is being stopped.
      if (event.kind() == EventKind::GPreemptNext && world_.sequence.known && !world_.stops) return false;
      return ps_[event.p()].preemptAsks > 0;
    case OpKind::NextPut:
    case OpKind::NextTake: {
      const P& p = ps_[op.p];
      return !p.nextKnown || p.generation == op.position;
    }
    case OpKind::LocalTake: {
      const P& p = ps_[op.p];
      // A thief saw what it says that it saw.
      const std::uint32_t seen = event.kind() == EventKind::GStartSteal ? event.c - event.b : op.count;
      return !p.headKnown || (p.head == op.position && (!p.tailKnown || p.tail - p.head >= std::max(seen, op.count)));
    }
    case OpKind::LocalPut: {
      const P& p = ps_[op.p];
      return !p.tailKnown || (p.tail == op.position && (!p.headKnown || p.tail + op.count - p.head <= ring()));
    }
    case OpKind::GlobalTake:
      return !globalHeadKnown_ ||
             (globalHead_ == op.position && (!globalTailKnown_ || globalTail_ - globalHead_ >= op.count));
    case OpKind::GlobalPutFirst:
      return !globalHeadKnown_ || globalHead_ == op.position;
    case OpKind::GlobalPut:
      return !globalTailKnown_ || globalTail_ == op.position;
    case OpKind::CallEnter:
    case OpKind::CallExit:
    case OpKind::Retake:
      return !ps_[op.p].tickKnown || ps_[op.p].syscallTick == op.position;
    case OpKind::CallBack:
    case OpKind::CallLeave:
      // Its P was taken, which that M says.
      return op.m.value >= ms_.size() || !ms_[op.m.value].hasCallsP;
    case OpKind::HandOff:
    case OpKind::PassTo:
    case OpKind::Lock:
    case OpKind::Unlock:
      return true;
    case OpKind::WorldStop:
    case OpKind::PStop:
    case OpKind::WorldStopped:
    case OpKind::WorldStart:
    case OpKind::ProcsChange:
    case OpKind::KnobChange:
      return !world_.sequence.known || world_.sequence.value == op.position;
    case OpKind::WaitPut:
    case OpKind::WaitAlso:
    case OpKind::WaitTake:
    case OpKind::WaitTakeMany:
      if (op.other == kNoObject || op.other >= kMaxObjects) return true;
      if (op.kind == OpKind::WaitTake && isNamingObjects(lifeOf(op.g))) return false;
      if (isTaken(op)) return true;
      if (!turnCame(lifeOf(op.g), op)) return false;
      [[fallthrough]];
    case OpKind::Hold:
    case OpKind::Turn:
    case OpKind::IdlePPut:
    case OpKind::IdlePTake:
    case OpKind::IdleMPut:
    case OpKind::IdleMTake: {
      const Sequence* at = sequenceOf(op);
      if (at == nullptr) return op.position == 0 || !newObjectsKnown_;
      return !at->known || at->value == op.position;
    }
  }
  return true;
}

bool SchedState::adopts(const Op& op) const {
  if (op.p >= ps_.size() && changesP(op.kind)) return false;
  switch (op.kind) {
    case OpKind::NextPut:
    case OpKind::NextTake:
      return !ps_[op.p].nextKnown;
    case OpKind::LocalTake:
      return !ps_[op.p].headKnown;
    case OpKind::LocalPut:
      return !ps_[op.p].tailKnown;
    case OpKind::GlobalTake:
    case OpKind::GlobalPutFirst:
      return !globalHeadKnown_;
    case OpKind::WorldStop:
    case OpKind::PStop:
    case OpKind::WorldStopped:
    case OpKind::WorldStart:
    case OpKind::ProcsChange:
    case OpKind::KnobChange:
      return !world_.sequence.known;
    case OpKind::GlobalPut:
      return !globalTailKnown_;
    case OpKind::CallEnter:
    case OpKind::CallExit:
    case OpKind::Retake:
      return !ps_[op.p].tickKnown;
    case OpKind::WaitPut:
    case OpKind::WaitAlso:
    case OpKind::WaitTake:
    case OpKind::WaitTakeMany:
      if (op.other == kNoObject || op.other >= kMaxObjects || isTaken(op)) return false;
      [[fallthrough]];
    case OpKind::Hold:
    case OpKind::Turn:
    case OpKind::IdlePPut:
    case OpKind::IdlePTake:
    case OpKind::IdleMPut:
    case OpKind::IdleMTake: {
      const Sequence* at = sequenceOf(op);
      return at == nullptr ? !newObjectsKnown_ : !at->known;
    }
    default:
      return false;
  }
}

void SchedState::forgetFor(const Op& op, const Event&) {
  switch (op.kind) {
    case OpKind::Mark:
      if (op.p < ps_.size()) forgetHolder(ps_[op.p]);
      break;
    case OpKind::GNew:
      if (const LifeId life = lifeOf(op.g); life.valid()) lives_[life.value].place = {};
      break;
    case OpKind::NextPut:
    case OpKind::NextTake:
      if (op.p < ps_.size()) ps_[op.p].nextKnown = false;
      break;
    case OpKind::LocalTake:
    case OpKind::LocalPut:
      if (op.p >= ps_.size()) break;
      ps_[op.p].headKnown = ps_[op.p].tailKnown = false;
      ps_[op.p].ring.fill({});
      break;
    case OpKind::GlobalTake:
    case OpKind::GlobalPut:
    case OpKind::GlobalPutFirst:
      globalHeadKnown_ = globalTailKnown_ = false;
      global_.clear();
      break;
    case OpKind::Turn:
      sleeperTurn_.known = false;
      sleeper_ = {};
      break;
    case OpKind::Hold:
      forgetHold();
      break;
    case OpKind::IdlePPut:
    case OpKind::IdlePTake:
      idlePs_.contentsKnown = idlePs_.sequence.known = false;
      break;
    case OpKind::IdleMPut:
    case OpKind::IdleMTake:
      idleMs_.contentsKnown = idleMs_.sequence.known = false;
      break;
    case OpKind::WaitPut:
    case OpKind::WaitAlso:
    case OpKind::WaitTake:
    case OpKind::WaitTakeMany:
      sequence(op).known = false;
      break;
    case OpKind::CallEnter:
    case OpKind::CallExit:
    case OpKind::Retake:
      if (op.p >= ps_.size()) break;
      ps_[op.p].tickKnown = false;
      forgetHolder(ps_[op.p]);
      break;
    case OpKind::CallBack:
    case OpKind::CallLeave:
      mOf(op.m).hasCallsP = false;
      break;
    case OpKind::WorldStop:
    case OpKind::PStop:
    case OpKind::WorldStopped:
    case OpKind::WorldStart:
    case OpKind::ProcsChange:
    case OpKind::KnobChange:
      forgetWorld();
      break;
    default:
      break;
  }
  // Whoever changed it moved goroutines that we now can't place. What is left of a select may come late.
  selects_.clear();
  selectsKnown_ = false;
  forgetThreads();
  for (Life& life : lives_)
    if (life.place.where != Where::Dead && life.place.where != Where::Running && life.place.where != Where::Call)
      life.place = {};
}

void SchedState::forgetRunning(MId m) {
  if (m.value >= ms_.size()) return;
  ms_[m.value].doing = Doing::Unknown;
  ms_[m.value].runsWith = Event::kNoP;
  ms_[m.value].spinsKnown = false;
  ms_[m.value].hasCallsP = false;
  ms_[m.value].taken = {};
  if (const LifeId g = std::exchange(ms_[m.value].running, {}); g.valid()) lives_[g.value].place = {};
}

void SchedState::forgetPlace(std::uint32_t slot) {
  if (const LifeId g = lifeOf(slot); g.valid()) lives_[g.value].place = {};
}

// What Ms do, and who waits in which order.
void SchedState::forgetThreads() {
  allKnown_ = false;
  for (M& m : ms_) {
    m.doing = Doing::Unknown;
    m.spinsKnown = false;
    m.selecting = {};
    m.calls = kNobody;
    m.runsWith = Event::kNoP;
    m.taken.whom.clear();
  }
  for (WaitLines& lines : lines_) lines.forget();
}

void SchedState::forgetAll() {
  forgetThreads();
  for (P& p : ps_) {
    p = P{};
    p.headKnown = p.tailKnown = p.nextKnown = p.holderKnown = p.tickKnown = p.schedTickKnown = false;
    p.preemptAsks = 2;  // one that is open, and one under way
  }
  for (M& m : ms_) {
    m = M{};
    m.spinsKnown = false;
  }
  for (Life& life : lives_) {
    life.lockedTo = {};
    if (life.place.where != Where::Dead) life.place = {};
  }
  selects_.clear();
  formerOfSlot_ = std::exchange(lifeOfSlot_, {});
  for (std::vector<Sequence>* all : {&objects_, &timers_})
    for (Sequence& object : *all) object.known = false;
  newObjectsKnown_ = false;
  global_.clear();
  globalHeadKnown_ = globalTailKnown_ = false;
  forgetWorld();
  procsKnown_ = false;
  idlePs_ = {};
  idleMs_ = {};
  idlePs_.sequence.known = idlePs_.contentsKnown = false;
  idleMs_.sequence.known = idleMs_.contentsKnown = false;
  sleeperTurn_.known = false;
  sleeper_ = {};
  forgetHold();
}

}  // namespace gmpscope::trace
