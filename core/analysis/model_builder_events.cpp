// What an event says as a whole: it is kept, counted, and told to lanes and names.

#include <array>
#include <string_view>
#include <utility>

#include "core/analysis/model_builder_parts.h"

namespace gmpscope::analysis {

using trace::Event;
using trace::EventKind;

namespace {

// A trace is not to be believed: more goroutines than this never lived at once.
constexpr std::uint32_t kMaxSlots = 1U << 24;
constexpr std::uint32_t kSlotsPerEvent = 4;

// For which kinds the g field names a goroutine, after the table of events.
constexpr auto kNamesGoroutine = [] {
  std::array<bool, static_cast<std::size_t>(EventKind::kCount)> names{};
  for (std::size_t i = 0; i < names.size(); ++i) {
    names[i] = trace::kEventTable[i].arguments[0].find("goroutine") != std::string_view::npos;
  }
  return names;
}();

}  // namespace

LifeId ModelBuilder::Parts::lifeIn(std::uint32_t slot) const {
  return slot != 0 && slot < bySlot.size() ? bySlot[slot] : LifeId{};
}

void ModelBuilder::Parts::bindSlot(std::uint32_t slot, LifeId g) {
  if (slot == 0 || slot >= kMaxSlots) return;
  if (slot >= bySlot.size()) bySlot.resize(slot + slot / 2 + 64);
  bySlot[slot] = g;
  if (slot >= formerBySlot.size()) return;
  // Whose slot another has ended in the gap.
  const LifeId former = std::exchange(formerBySlot[slot], LifeId{});
  if (!former.valid() || former == g) return;
  const Goroutine* his = model.goroutines.edit(former.value).get();
  if (his == nullptr || his->ended.load(std::memory_order_relaxed) >= 0) return;
  ended(former);
  merge.add({.time = time, .kind = ChangeKind::Gone, .g = former});
}

// After a gap slots have to be learned anew, from what moves.
LifeId ModelBuilder::Parts::named(const trace::AppliedOp& applied) {
  const EventKind kind = applied.event.kind();
  if (!trace::known(kind) || !kNamesGoroutine[static_cast<std::size_t>(kind)]) return {};
  const LifeId g = lifeIn(applied.event.g);
  if (g.valid() || applied.goroutines.empty() || kind == EventKind::GOverflow) return g;
  const LifeId moved = kind == EventKind::GStartSteal ? applied.goroutines.back() : applied.goroutines.front();
  if (moved.valid()) {
    needGoroutine(moved, 0, LifeId{});
    bindSlot(applied.event.g, moved);
  }
  return moved;
}

void ModelBuilder::Parts::event(const trace::AppliedOp& applied) {
  const Event& event = applied.event;
  const EventKind kind = event.kind();
  const MId m = applied.op.m;
  if (m.valid()) needThread(m);
  if (applied.op.kind == trace::OpKind::GNew) born(applied);
  const LifeId g = named(applied);
  cause = static_cast<std::uint32_t>(model.events.written());
  model.events.append({event, time, m, g});
  ++counters.events;

  switch (kind) {
    case EventKind::RunStart:
      if (event.a < Event::kNoP) needProcessors(event.a);
      break;
    case EventKind::Knob:
    case EventKind::StackGuard:
      setUp(event);
      break;
    case EventKind::StringPart:
      model.names.part(event.g, event.p(), {event.a, event.b, event.c, event.d});
      break;
    case EventKind::Panic:
      if (g.valid()) lane(ChangeKind::Fault, applied, g);
      break;
    case EventKind::MStart:
      bindThread(m, event.a);
      model.threads.edit(m.value)->sysmon.store(event.b == 1, std::memory_order_relaxed);
      lane(ChangeKind::MBind, applied, {}, event.a);
      if (spawnedToSpin.erase(m.value) != 0) lane(ChangeKind::SpinBegin, applied);
      if (gapIsOpen) merge.add({.time = time, .kind = ChangeKind::Lose});
      break;
    case EventKind::MSpawn:
      if (event.b != 0) spawnedToSpin.insert(event.a);
      break;
    case EventKind::MExit:
      lane(ChangeKind::MExit, applied);
      break;
    case EventKind::MPark:
    case EventKind::MSleep:
    case EventKind::MPollWait:
    case EventKind::MParkLocked:
      lane(ChangeKind::MAsleep, applied);
      break;
    case EventKind::PStop:
      if (event.c != 0) lane(ChangeKind::MAsleep, applied);
      break;
    case EventKind::MWake:
      lane(ChangeKind::MAwake, applied);
      if (event.a != 0) lane(ChangeKind::SpinBegin, applied);
      break;
    case EventKind::SpinBegin:
      lane(ChangeKind::SpinBegin, applied);
      break;
    case EventKind::SpinEnd:
      lane(ChangeKind::SpinEnd, applied);
      break;
    case EventKind::StealSearch:
      ++counters.stealsTried;
      break;
    case EventKind::RunHeld:
      stands(true);
      break;
    case EventKind::RunPause: {
      const std::scoped_lock lock(model.rare);
      model.controlled.push_back({time, -1});
      break;
    }
    case EventKind::RunResume:
      stands(false);
      break;
    case EventKind::PStatus:
      status(event);
      break;
    case EventKind::PSlots:
      statusSlots(event);
      break;
    default:
      break;
  }
}

void ModelBuilder::Parts::setUp(const Event& event) {
  const std::scoped_lock lock(model.rare);
  if (event.kind() == EventKind::Knob && event.a < trace::kKnobs)
    model.setup.knobs[event.a] = std::uint64_t{event.c} << 32 | event.b;
  else if (event.kind() == EventKind::StackGuard && event.a < trace::kGuards)
    model.setup.guard = static_cast<trace::Guard>(event.a);
}

void ModelBuilder::Parts::stands(bool still) {
  model.standsStill.store(still, std::memory_order_relaxed);
  const std::scoped_lock lock(model.rare);
  if (!model.holds.empty() && model.holds.back().to < 0) model.holds.back().to = time;
  if (still)
    model.holds.push_back({time, -1});
  else if (!model.controlled.empty() && model.controlled.back().to < 0)
    model.controlled.back().to = time;
}

void ModelBuilder::Parts::bindThread(MId m, std::uint32_t tid) {
  Thread& thread = *model.threads.edit(m.value);
  thread.tid.store(tid, std::memory_order_relaxed);
  Sampled& sum = sampled[tid];
  sum.m = m;
  if (model.run.kernelSource == kernel::Source::Sampled) counters.switchesInvoluntary += sum.involuntary;
}

// Only after a gap does a status say something new.
void ModelBuilder::Parts::status(const Event& event) {
  if (event.p() >= model.processors.written()) return;
  Processor& processor = *model.processors.edit(event.p());
  if (!processor.ring.aligned()) processor.ring.beginRestore(time, event.b - event.a);
  if (!processor.runnextKnown.current()) {
    const LifeId g = lifeIn(event.g);
    setRunnext(event.p(), g, event.g == 0 || g.valid());
    processor.unknownInRunnext = event.g != 0 && !g.valid();
  }
  lengthChanged(event.p());
}

void ModelBuilder::Parts::statusSlots(const Event& event) {
  if (event.p() >= model.processors.written()) return;
  QueueTracker& ring = model.processors.edit(event.p())->ring;
  const std::array<std::uint32_t, kSlotsPerEvent> slots{event.a, event.b, event.c, event.d};
  for (std::uint32_t i = 0; i < kSlotsPerEvent && ring.missing() > 0; ++i) ring.restore(time, lifeIn(slots[i]));
  lengthChanged(event.p());
}

}  // namespace gmpscope::analysis
