// The state as bytes, so that a trace can be read from the middle on.

#include <algorithm>
#include <utility>

#include "core/trace/reader/sched_state.h"
#include "core/trace/reader/state_archive.h"

namespace gmpscope::trace {

template <class Archive>
void SchedState::Life::walk(Archive& archive) {
  archive.choice(place.where, Where::Call);
  archive(place.at, goid, lockedTo, waits);
  archive.choice(reason, WaitReason::kCount);
}

template <class Archive>
void SchedState::P::walk(Archive& archive) {
  archive(head, tail, generation, headKnown, tailKnown, nextKnown, holderKnown, next, nextSlot, holder, counted);
  archive(syscallTick, tickKnown, stopped, core, preemptAsks, tick, schedTickKnown, sliceSince, ring);
}

template <class Archive>
void SchedState::Taken::walk(Archive& archive) {
  archive(object, next, left, whom);
}

template <class Archive>
void SchedState::LastWake::walk(Archive& archive) {
  archive(object, step);
}

template <class Archive>
void SchedState::M::walk(Archive& archive) {
  archive.choice(doing, Doing::Left);
  archive(made, sysmon, spins, spinsKnown, held, panicked, runsWith, calls, selecting, lastWake, running, hasCallsP);
  archive(locked, ends, transit, taken, mayGoOn);
}

template <class Archive>
void SchedState::Sequence::walk(Archive& archive) {
  archive(value, known);
}

template <class Archive>
void SchedState::Select::walk(Archive& archive) {
  archive(objects, missing);
}

template <class Archive>
void SchedState::World::walk(Archive& archive) {
  archive(sequence, stops, stands, stopper);
}

template <class Archive>
void SchedState::Hold::walk(Archive& archive) {
  archive(sequence, stands);
}

template <class T>
template <class Archive>
void SchedState::IdleList<T>::walk(Archive& archive) {
  archive(sequence, list, contentsKnown);
}

// By their new numbers; main's is 0, ended or not.
template <class Archive>
void SchedState::walkLives(Archive& archive) {
  if constexpr (Archive::kReads) {
    archive(lives_);
    archive.limitLives(lives_.size());
  } else {
    std::vector<Life> kept;
    for (std::uint32_t g = 0; g < lives_.size(); ++g)
      if (archive.numberOf(LifeId{g}).valid()) kept.push_back(lives_[g]);
    archive(kept);
  }
  // Whoever stands in no slot is invalid there too.
  for (std::vector<std::uint32_t>* slots : {&lifeOfSlot_, &formerOfSlot_}) {
    std::vector<LifeId> inSlots;
    if constexpr (!Archive::kReads)
      for (const std::uint32_t life : *slots) inSlots.emplace_back(life - 1);
    archive.list(inSlots, kMaxSlots);
    if constexpr (Archive::kReads) {
      slots->clear();
      for (const LifeId life : inSlots) slots->push_back(life.value + 1);
    }
  }
}

// Lines where nobody stands are made anew.
template <class Archive>
void SchedState::walkWaits(Archive& archive) {
  archive.list(objects_, kTimersOfP);
  archive.list(timers_, kMaxObjects - kTimersOfP);
  archive(newObjectsKnown_, selectsKnown_);

  std::vector<std::uint32_t> objects;
  for (std::uint32_t object = 0; object < lineOfObject_.size(); ++object) {
    WaitLines* lines = linesOf(object);
    if (lines == nullptr) continue;
    lines->tidy(isOver());
    if (!lines->empty() || lines->complete() != newObjectsKnown_) objects.push_back(object);
  }
  archive(objects);
  if constexpr (Archive::kReads) {
    lines_.clear();
    lineOfObject_.clear();
    for (const std::uint32_t object : objects) {
      // Their order is that of their numbers.
      if (object >= objects_.size() || object < lineOfObject_.size()) return archive.refuse();
      lineOfObject_.resize(object + 1);
      lines_.emplace_back();
      lineOfObject_[object] = static_cast<std::uint32_t>(lines_.size());
    }
  }
  for (const std::uint32_t object : objects) linesOf(object)->walk(archive, isOver());

  std::vector<LifeId> selecting;
  if constexpr (!Archive::kReads)
    for (const auto& [life, select] : selects_)
      if (archive.numberOf(LifeId{life}).valid()) selecting.emplace_back(life);
  archive(selecting);
  if constexpr (Archive::kReads) selects_.clear();
  for (const LifeId life : selecting) {
    if (!life.valid()) return archive.refuse();
    selects_[life.value].walk(archive);
  }
}

template <class Archive>
void SchedState::walk(Archive& archive) {
  archive(allKnown_, begun_, ended_, mainReturned_, dead_, countsTold_, countsUntold_, knobsTold_, knobsMeant_);
  walkLives(archive);
  archive.list(ps_, kMaxProcs);
  archive(procs_, procsKnown_);
  archive.list(ms_, kMaxMs);
  walkWaits(archive);
  archive(global_, globalHead_, globalTail_, globalHeadKnown_, globalTailKnown_);
  archive(idlePs_, idleMs_, world_, hold_, sleeperTurn_, sleeper_);
  for (std::size_t i = 0; i < kKnobs; ++i) {
    std::uint64_t value = knobs_[static_cast<Knob>(i)];
    archive(value);
    knobs_.set(static_cast<Knob>(i), value);
  }
}

void SchedState::save(std::vector<std::byte>& to, std::vector<LifeId>& numbers, std::span<const LifeId> keep) const {
  numbers.assign(lives_.size(), LifeId{});
  for (const LifeId g : keep)
    if (g.value < numbers.size()) numbers[g.value] = g;
  std::uint32_t next = 0;
  for (std::uint32_t g = 0; g < lives_.size(); ++g)
    if (g == 0 || lives_[g].place.where != Where::Dead || numbers[g].valid()) numbers[g] = LifeId{next++};
  StateWriter writer(to, numbers);
  // The walk is the same for both, so it could change what it writes.
  SchedState copy(*this);
  copy.walk(writer);
}

bool SchedState::resume(StateReader& from) {
  walk(from);
  if (!from.ok()) return false;
  // What others build upon without looking.
  const bool placesAreThere = !procsKnown_ || procs_ <= ps_.size();
  const bool holdersAreThere =
      std::all_of(ps_.begin(), ps_.end(), [](const P& p) { return !p.counted || p.holder.valid(); });
  const bool takenAreThere = std::all_of(
      ms_.begin(), ms_.end(), [](const M& m) { return m.taken.whom.empty() || m.taken.left <= m.taken.whom.size(); });
  return placesAreThere && holdersAreThere && takenAreThere;
}

}  // namespace gmpscope::trace
