// The model of a run that goes on for long: what it takes, and how the older half of its details is given up.

#include <algorithm>
#include <utility>

#include "core/analysis/model_builder_parts.h"
#include "core/analysis/select_events.h"
#include "core/analysis/time_search.h"

namespace gmpscope::analysis {
namespace {

constexpr std::size_t kMeasures = 64;         // until as many events were written as may be kept
constexpr std::size_t kDeletedAtOnce = 4096;  // goroutines: the reader has more to do

// All that a processor has a history of.
template <class F>
void forEachHistory(Processor& processor, F&& f) {
  f(processor.lane);
  f(processor.length);
  f(processor.ring);
  f(processor.runnext);
  f(processor.runnextKnown);
  f(processor.holder);
  f(processor.there);
}

// The same of a model, goroutines, events and lists of who is idle apart.
template <class F>
void forEachHistory(ModelParts& model, F&& f) {
  for (const auto& lane : model.cores) f(*lane);
  for (std::size_t p = 0; p < model.processors.written(); ++p) forEachHistory(*model.processors.edit(p), f);
  for (std::size_t m = 0; m < model.threads.written(); ++m) f(model.threads.edit(m)->lane);
  f(model.global);
  f(model.globalLength);
  f(model.concurrency);
  f(model.parallelism);
}

}  // namespace

void ModelBuilder::Parts::foldIfTooMuch() {
  if (detailLimit == 0) return;
  folded.resize(folded.size() - std::min(folded.size(), kDeletedAtOnce));
  if (!tooMuch) {
    // What is told of an event takes some times as much as the event.
    if ((model.events.written() - measured) * sizeof(OrderedEvent) < detailLimit / kMeasures) return;
    measured = model.events.written();
    tooMuch = detailBytes() > detailLimit;
    if (!tooMuch) return;
  }
  if (!model.lookers.tryAlone()) return;  // at the next edge
  tooMuch = false;
  const Nanos before = model.foldedBefore.load(std::memory_order_relaxed);
  fold(before + (model.edge.load(std::memory_order_relaxed) - before) / 2);
  model.lookers.endAlone();
}

void ModelBuilder::Parts::noteBorn() {
  for (const auto count = static_cast<std::uint32_t>(model.goroutines.written()); unfoldedUntil < count;)
    unfolded.emplace_back(unfoldedUntil++);
}

std::size_t ModelBuilder::Parts::detailBytes() {
  noteBorn();
  // Those that have ended can be given up as a whole.
  std::size_t bytes = (unfolded.size() - std::min<std::size_t>(unfolded.size(), model.alive.alive())) *
                      (sizeof(Goroutine) + SpanLane::kLeastBytes);
  for (const LifeId g : unfolded) bytes += model.goroutines.edit(g.value)->lane.bytes();
  forEachHistory(model, [&bytes](const auto& history) { bytes += history.bytes(); });
  return bytes + model.events.bytes() + model.kernelLog.bytes() + model.idleP.bytes() + model.idleM.bytes();
}

// Nobody looks.
void ModelBuilder::Parts::fold(Nanos before) {
  model.foldedBefore.store(before, std::memory_order_relaxed);
  noteBorn();  // it may be long since it was found to be too much
  foldEvents(before);
  foldGoroutines(before);
  forEachHistory(model, [before](auto& history) { history.fold(before); });
  const Nanos now = std::max(time, opEdge);
  model.idleP.fold(before, now);
  model.idleM.fold(before, now);
}

void ModelBuilder::Parts::foldGoroutines(Nanos before) {
  std::erase_if(unfolded, [&](LifeId g) {
    std::unique_ptr<Goroutine>& goroutine = model.goroutines.edit(g.value);
    const Nanos ended = goroutine->ended.load(std::memory_order_relaxed);
    if (ended >= 0 && ended < before) {
      folded.push_back(std::move(goroutine));
      return true;
    }
    goroutine->lane.fold(before);
    return false;
  });
}

// What somebody was in then keeps the events that say why; also what ended just then.
void ModelBuilder::Parts::foldEvents(Nanos before) {
  std::vector<KeptEvent> kept;
  const Nanos edge = model.edge.load(std::memory_order_relaxed);
  const auto keep = [&](const SpanLane& lane, Nanos t) {
    const auto index = lane.covering(t, edge);
    if (!index) return;
    const std::uint32_t by = lane.at(*index, edge).detail.cause;
    if (const OrderedEvent* known = model.event(by)) kept.push_back({by, *known});
    forEachAlso(model, by, [&kept](std::size_t i, const OrderedEvent& also) { kept.push_back({i, also}); });
  };
  for (const LifeId g : unfolded) {
    const SpanLane& lane = model.goroutines.edit(g.value)->lane;
    keep(lane, before - 1);
    keep(lane, before);
  }
  std::sort(kept.begin(), kept.end(), [](const KeptEvent& a, const KeptEvent& b) { return a.index < b.index; });
  const auto same = [](const KeptEvent& a, const KeptEvent& b) { return a.index == b.index; };
  kept.erase(std::unique(kept.begin(), kept.end(), same), kept.end());
  model.keptEvents = std::move(kept);
  model.firstEvent = std::max(model.firstEvent,
                              countUntil(model.events, before - 1, [](const OrderedEvent& each) { return each.time; }));
  model.events.discard(model.firstEvent);
  model.firstKernelEntry =
      std::max(model.firstKernelEntry,
               countUntil(model.kernelLog, before - 1, [](const KernelEntry& each) { return each.time; }));
  model.kernelLog.discard(model.firstKernelEntry);
}

}  // namespace gmpscope::analysis
