// What is so now, without its past, as bytes; and a model that begins with it, as if all before were folded.

#include <algorithm>

#include "core/analysis/lane_builder_save.h"
#include "core/analysis/model_builder_parts.h"
#include "core/analysis/select_events.h"
#include "core/trace/reader/state_archive.h"

namespace gmpscope::analysis {
namespace {

constexpr Nanos kLongest = Nanos{1} << 60;                // 36 years: sums of times stay in range
constexpr std::size_t kMostLives = std::size_t{1} << 24;  // at once
constexpr std::size_t kMostProcessors = trace::Event::kNoP;

// Spans of one run or wait: the kernel may have cut it, or its length.
bool goesOn(const Span& before, const Span& after) {
  return before.end == after.start && before.detail.cause == after.detail.cause &&
         before.detail.goroutine == after.detail.goroutine && before.detail.thread == after.detail.thread;
}
bool isSame(const Span& a, const Span& b) {
  return a.state == b.state && a.detail.flags == b.detail.flags && a.detail.reason == b.detail.reason &&
         a.detail.processor == b.detail.processor;
}

template <class Archive>
void walkHolds(Archive& archive, std::vector<TraceModel::Hold>& holds) {
  holds.resize(archive.count(holds.size(), holds.max_size()));
  for (TraceModel::Hold& hold : holds) archive(hold.from, hold.to);
}

}  // namespace

// Of the span that is open, all since its run or wait began.
std::vector<Span> ModelBuilder::Parts::present(const SpanLane& lane) const {
  std::vector<Span> spans;
  if (!lane.isOpen()) return spans;
  const Nanos edge = model.edge.load(std::memory_order_relaxed);
  for (std::size_t i = lane.size(); i-- > lane.firstKept();) {
    const Span span = lane.at(i, edge);
    if (span.start == span.end && !spans.empty()) continue;  // padding
    if (!spans.empty() && !goesOn(span, spans.back())) break;
    if (!spans.empty() && isSame(span, spans.back()))
      spans.back().start = span.start;
    else
      spans.push_back(span);
  }
  std::reverse(spans.begin(), spans.end());
  return spans;
}

template <class Archive>
void ModelBuilder::Parts::walkLane(Archive& archive, SpanLane& lane) {
  std::vector<Span> spans;
  if constexpr (!Archive::kReads) spans = present(lane);
  spans.resize(archive.count(spans.size(), spans.max_size()));
  Nanos last = 0;
  for (Span& span : spans) {
    SpanDetail& detail = span.detail;
    archive(span.start, detail.goroutine, detail.thread, detail.processor, detail.flags);
    archive.choice(span.state, SpanState::Absent);
    archive.choice(detail.reason, trace::WaitReason::kCount);
    walkCause(archive, detail.cause);
    if constexpr (Archive::kReads) {
      if (span.start < last || span.start > time || !isThere(detail.processor, detail.thread)) return archive.refuse();
      lane.open(span.start, span.state, detail);
      last = span.start;
    }
  }
}

// By its place among those that are saved, from 1 on; 0: it isn't.
template <class Archive>
void ModelBuilder::Parts::walkCause(Archive& archive, std::uint32_t& index) {
  std::uint32_t place = 0;
  if constexpr (!Archive::kReads) {
    const auto found = std::lower_bound(causes.begin(), causes.end(), index);
    if (found != causes.end() && *found == index) place = static_cast<std::uint32_t>(found - causes.begin() + 1);
  }
  archive(place);
  if constexpr (Archive::kReads) index = place;
}

void ModelBuilder::Parts::collectCauses() {
  causes.clear();
  const auto collect = [this](std::size_t index) {
    if (model.event(index) == nullptr) return;
    causes.push_back(index);
    forEachAlso(model, index, [this](std::size_t also, const OrderedEvent&) { causes.push_back(also); });
  };
  const auto ofLane = [&](const SpanLane& lane) {
    for (const Span& span : present(lane)) collect(span.detail.cause);
  };
  for (const LifeId g : model.alive.living()) ofLane(model.goroutines.edit(g.value)->lane);
  for (const LifeId g : notDrawn())
    if (const auto& goroutine = model.goroutines.edit(g.value)) ofLane(goroutine->lane);
  for (std::size_t p = 0; p < model.processors.written(); ++p) ofLane(model.processors.edit(p)->lane);
  for (std::size_t m = 0; m < model.threads.written(); ++m) ofLane(model.threads.edit(m)->lane);
  for (const auto& lane : model.cores) ofLane(*lane);
  lanes.forEachCause(collect);
  for (const LaneChange& change : merge.waiting()) collect(change.cause);
  std::sort(causes.begin(), causes.end());
  causes.erase(std::unique(causes.begin(), causes.end()), causes.end());
}

// Those that the linearizer knows, by their new numbers.
template <class Archive>
void ModelBuilder::Parts::walkGoroutines(Archive& archive) {
  std::vector<Goroutine*> living;
  Goroutine gone;  // main, who is counted though it ended
  gone.ended.store(0, std::memory_order_relaxed);
  if constexpr (Archive::kReads) {
    const std::size_t count = archive.count(0, kMostLives);
    archive.limitLives(count);
    for (std::size_t g = 0; g < count && archive.ok(); ++g)
      living.push_back(model.goroutines.append(std::make_unique<Goroutine>()).get());
  } else {
    for (std::uint32_t g = 0; g < model.goroutines.written(); ++g)
      if (archive.numberOf(LifeId{g}).valid()) {
        Goroutine* known = model.goroutines.edit(g).get();
        living.push_back(known != nullptr ? known : &gone);
      }
    archive.count(living.size(), living.size());
  }
  std::uint32_t number = 0;
  for (Goroutine* goroutine : living) {
    auto name = goroutine->name.load(std::memory_order_relaxed);
    Nanos ended = goroutine->ended.load(std::memory_order_relaxed);
    archive(goroutine->goid, goroutine->parent, goroutine->created, name, ended);
    walkLane(archive, goroutine->lane);
    if constexpr (Archive::kReads) {
      goroutine->name.store(name, std::memory_order_relaxed);
      goroutine->ended.store(ended, std::memory_order_relaxed);
      goroutine->lane.publish();
      if (ended < 0) model.alive.born(LifeId{number}, time);
    }
    ++number;
  }
}

template <class Archive>
void ModelBuilder::Parts::walkProcessors(Archive& archive) {
  for (std::uint32_t p = 0; p < model.processors.written(); ++p) {
    Processor& processor = *model.processors.edit(p);
    LifeId next = processor.runnext.current();
    MId holder = processor.holder.current();
    bool known = processor.runnextKnown.current(), there = processor.there.current();
    archive(next, known, processor.unknownInRunnext, holder, there);
    processor.ring.walk(archive, time);
    walkLane(archive, processor.lane);
    if constexpr (Archive::kReads) {
      processor.runnext.set(time, next);
      processor.runnextKnown.set(time, known);
      processor.holder.set(time, holder);
      processor.there.set(0, there);
      lengthChanged(p);
    }
  }
}

template <class Archive>
void ModelBuilder::Parts::walkThreads(Archive& archive) {
  for (std::size_t m = 0; m < model.threads.written(); ++m) {
    Thread& thread = *model.threads.edit(m);
    auto tid = thread.tid.load(std::memory_order_relaxed);
    bool sysmon = thread.sysmon.load(std::memory_order_relaxed);
    archive(tid, sysmon);
    walkLane(archive, thread.lane);
    thread.tid.store(tid, std::memory_order_relaxed);
    thread.sysmon.store(sysmon, std::memory_order_relaxed);
  }
  for (const auto& lane : model.cores) walkLane(archive, *lane);
  lanes.walk(archive, [&](std::uint32_t& index) { walkCause(archive, index); });
}

// Lists and sums of the run as a whole.
template <class Archive>
void ModelBuilder::Parts::walkRun(Archive& archive) {
  model.global.walk(archive, time);
  auto idleP = model.idleP.last(), idleM = model.idleM.last();
  auto parallel = lanes.executing();
  archive(idleP, idleM, parallel);
  if constexpr (Archive::kReads) {
    for (const std::uint32_t p : idleP) model.idleP.push(time, p);
    for (const std::uint32_t m : idleM) model.idleM.push(time, m);
    model.globalLength.append(time, static_cast<std::uint32_t>(model.global.length()));
    model.parallelism.append(time, parallel);
    aliveChanged();
  }
  Counters& c = counters;
  archive(c.events, c.dropped, c.gaps, c.created, c.finished, c.maxAlive, c.stealsTried, c.stealsGot);
  archive(c.goroutinesStolen, c.switchesVoluntary, c.switchesInvoluntary, c.migrations);
  Nanos firstSteal = model.firstSteal.load(std::memory_order_relaxed);
  bool still = model.standsStill.load(std::memory_order_relaxed);
  archive(firstSteal, still, empty, gapIsOpen);
  model.firstSteal.store(firstSteal, std::memory_order_relaxed);
  model.standsStill.store(still, std::memory_order_relaxed);

  model.names.walk(archive);
  const std::scoped_lock lock(model.rare);
  for (auto& knob : model.setup.knobs) {
    bool told = knob.has_value();
    std::uint64_t value = knob.value_or(0);
    archive(told, value);
    if (told) knob = value;
  }
  bool guarded = model.setup.guard.has_value();
  trace::Guard guard = model.setup.guard.value_or(trace::Guard{});
  archive(guarded);
  archive.choice(guard, static_cast<trace::Guard>(trace::kGuards - 1));
  if (guarded) model.setup.guard = guard;
  model.gaps.resize(archive.count(model.gaps.size(), model.gaps.max_size()));
  for (TraceModel::Gap& gap : model.gaps) archive(gap.from, gap.to, gap.dropped);
  walkHolds(archive, model.holds);
  walkHolds(archive, model.controlled);
}

// Who is in which slot, and what waits for the kernel's word.
template <class Archive>
void ModelBuilder::Parts::walkSlots(Archive& archive) {
  archive(bySlot, formerBySlot);
  std::vector<std::uint32_t> toSpin(spawnedToSpin.begin(), spawnedToSpin.end()), tids;
  for (const auto& [tid, sum] : sampled) tids.push_back(tid);
  archive(toSpin, tids);
  spawnedToSpin.insert(toSpin.begin(), toSpin.end());
  for (const std::uint32_t tid : tids) archive(sampled[tid].m, sampled[tid].involuntary);
  merge.walk(archive, [&](std::uint32_t& index) { walkCause(archive, index); });
}

// The first of the log is none.
template <class Archive>
void ModelBuilder::Parts::walkKept(Archive& archive) {
  std::vector<KeptEvent> kept;
  if constexpr (!Archive::kReads)
    for (const std::size_t index : causes) kept.push_back({index, *model.event(index)});
  kept.resize(archive.count(kept.size(), kept.max_size()));
  if constexpr (Archive::kReads) model.events.append({});
  for (KeptEvent& each : kept) {
    OrderedEvent& told = each.event;
    trace::Event& event = told.event;
    archive(event.time, event.head, event.g, event.a, event.b, event.c, event.d, told.time, told.m, told.g);
    if constexpr (Archive::kReads) {
      each.index = model.events.written();
      model.events.append(told);
    }
  }
  if constexpr (!Archive::kReads) return;
  model.firstEvent = measured = model.events.written();
  model.keptEvents = std::move(kept);
}

template <class Archive>
void ModelBuilder::Parts::walk(Archive& archive) {
  Nanos edge = model.edge.load(std::memory_order_relaxed);
  archive(time, opEdge, edge);
  if constexpr (Archive::kReads)
    if (edge < 0 || edge > opEdge || opEdge > kLongest || time > kLongest) return archive.refuse();
  time = std::max(time, opEdge);
  const std::size_t processors = archive.count(model.processors.written(), kMostProcessors);
  const std::size_t threads = archive.count(model.threads.written(), trace::kMaxMs);
  needProcessors(static_cast<std::uint32_t>(processors));
  if (threads > 0) needThread(MId{static_cast<std::uint32_t>(threads - 1)});
  if (processors != model.processors.written()) return archive.refuse();
  walkGoroutines(archive);
  walkProcessors(archive);
  walkThreads(archive);
  walkRun(archive);
  walkSlots(archive);
  walkKept(archive);
  if constexpr (Archive::kReads) {
    if (!archive.ok() || !archive.ended() || !lanes.isSound() || !waitingIsSound()) return archive.refuse();
    model.foldedBefore.store(time, std::memory_order_relaxed);
    publish(edge);
  }
}

bool ModelBuilder::Parts::isThere(std::uint32_t p, MId m) const {
  return (p == trace::Event::kNoP || p < model.processors.written()) &&
         (!m.valid() || m.value < model.threads.written());
}

bool ModelBuilder::Parts::waitingIsSound() const {
  const std::span<const LaneChange> waiting = merge.waiting();
  return std::all_of(waiting.begin(), waiting.end(), [this](const LaneChange& change) {
    const bool ofThread = change.kind != ChangeKind::Gone && change.kind != ChangeKind::Lose;
    const bool ofGoroutine = change.kind <= ChangeKind::Fault || change.kind == ChangeKind::Call ||
                             change.kind == ChangeKind::Back || change.kind == ChangeKind::Gone;
    const bool ofP = change.kind == ChangeKind::PGone || change.kind == ChangeKind::PBorn;
    return isThere(change.p, change.m) && (!ofThread || change.m.valid()) && (!ofGoroutine || change.g.valid()) &&
           (!ofP || change.p != trace::Event::kNoP) &&
           (change.kind != ChangeKind::PTaken || change.value < model.threads.written());
  });
}

std::vector<LifeId> ModelBuilder::Parts::notDrawn() const {
  std::vector<LifeId> all;
  for (const LaneChange& change : merge.waiting())
    if (change.g.valid()) all.push_back(change.g);
  lanes.forEachDrawn([&all](LifeId g) { all.push_back(g); });
  return all;
}

std::vector<LifeId> ModelBuilder::notDrawnYet() const { return parts_->notDrawn(); }

void ModelBuilder::save(std::vector<std::byte>& to, const std::vector<LifeId>& numbers) {
  parts_->collectCauses();
  trace::StateWriter writer(to, numbers);
  parts_->walk(writer);
}

bool ModelBuilder::resume(std::span<const std::byte> from) {
  trace::StateReader reader(from);
  parts_->walk(reader);
  return reader.ok();
}

}  // namespace gmpscope::analysis
