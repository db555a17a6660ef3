#include "core/analysis/model.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/analysis/model_parts.h"
#include "core/analysis/time_search.h"

namespace gmpscope::analysis {

TraceModel::TraceModel() : parts_(std::make_unique<Parts>()) {}
TraceModel::~TraceModel() = default;

const RunInfo& TraceModel::run() const { return parts_->run; }

RunSetup TraceModel::setup() const {
  const std::scoped_lock lock(parts_->rare);
  return parts_->setup;
}

RunEnd TraceModel::end() const {
  const std::scoped_lock lock(parts_->rare);
  return parts_->end;
}

// Acquire: pairs with the builder's release, so that all lanes are complete up to the edge that is read here.
Nanos TraceModel::edge() const { return parts_->edge.load(std::memory_order_acquire); }

// Relaxed: each lane says by itself what of it is folded.
Nanos TraceModel::foldedBefore() const { return parts_->foldedBefore.load(std::memory_order_relaxed); }

Look TraceModel::look() const { return Look(parts_->lookers); }

Counters TraceModel::counters() const {
  const std::scoped_lock lock(parts_->rare);
  return parts_->counters;
}

std::size_t TraceModel::coreCount() const { return parts_->cores.size(); }
std::uint32_t TraceModel::coreId(std::size_t index) const { return parts_->run.coreIds[index]; }
const SpanLane& TraceModel::core(std::size_t index) const { return *parts_->cores[index]; }

std::size_t TraceModel::processorCount() const { return parts_->processors.size(); }
const SpanLane& TraceModel::processor(std::size_t p) const { return parts_->processors[p]->lane; }
const StepSeries& TraceModel::queueLength(std::size_t p) const { return parts_->processors[p]->length; }
const StepSeries& TraceModel::globalLength() const { return parts_->globalLength; }
const QueueHistory& TraceModel::queue(std::size_t p) const { return parts_->processors[p]->ring.history(); }
const QueueHistory& TraceModel::globalQueue() const { return parts_->global.history(); }
LifeId TraceModel::runnext(std::size_t p, Nanos t) const { return parts_->processors[p]->runnext.at(t); }

std::size_t TraceModel::threadCount() const { return parts_->threads.size(); }
const Thread& TraceModel::thread(std::size_t m) const { return *parts_->threads[m]; }

std::size_t TraceModel::goroutineCount() const { return parts_->goroutines.size(); }

// After a gap a queue may hold goroutines that nobody named.
const Goroutine& TraceModel::goroutine(LifeId g) const {
  static const Goroutine unknown;
  const Goroutine* known = g.value < goroutineCount() ? parts_->goroutines[g.value].get() : nullptr;
  return known != nullptr ? *known : unknown;
}

const StepSeries& TraceModel::concurrency() const { return parts_->concurrency; }
const StepSeries& TraceModel::parallelism() const { return parts_->parallelism; }
const KernelLog& TraceModel::kernelLog() const { return parts_->kernelLog; }
const TracerHistory& TraceModel::tracer() const { return parts_->tracer; }

std::string TraceModel::name(std::uint32_t index) const { return parts_->names.text(index); }

std::string TraceModel::label(LifeId g) const {
  const Goroutine* goroutine = g.value < goroutineCount() ? parts_->goroutines[g.value].get() : nullptr;
  if (goroutine == nullptr) return "G?";
  const std::string name = parts_->names.text(goroutine->name.load(std::memory_order_relaxed));
  return name.empty() ? fmt::format("G{}", goroutine->goid) : fmt::format("G{} {}", goroutine->goid, name);
}

const AppendLog<OrderedEvent>& TraceModel::events() const { return parts_->events; }
std::size_t TraceModel::firstEvent() const { return parts_->firstEvent; }
std::size_t TraceModel::firstKernelEntry() const { return parts_->firstKernelEntry; }

std::size_t TraceModel::eventAt(Nanos t) const {
  const std::size_t found = countUntil(parts_->events, t - 1, [](const OrderedEvent& event) { return event.time; });
  return std::max(found, parts_->firstEvent);
}

const OrderedEvent* ModelParts::event(std::size_t index) const {
  if (index >= firstEvent) return index < events.size() ? &events[index] : nullptr;
  const auto kept = std::lower_bound(keptEvents.begin(), keptEvents.end(), index,
                                     [](const KeptEvent& each, std::size_t i) { return each.index < i; });
  return kept != keptEvents.end() && kept->index == index ? &kept->event : nullptr;
}
const OrderedEvent* TraceModel::event(std::size_t index) const { return parts_->event(index); }

std::vector<TraceModel::Gap> TraceModel::gaps() const {
  const std::scoped_lock lock(parts_->rare);
  return parts_->gaps;
}

Nanos TraceModel::keptFrom() const {
  const std::scoped_lock lock(parts_->rare);
  return parts_->gaps.empty() || parts_->gaps.front().from > 0 ? 0 : parts_->gaps.front().to;
}

std::vector<TraceModel::Hold> TraceModel::holds() const {
  const std::scoped_lock lock(parts_->rare);
  return parts_->holds;
}

std::vector<TraceModel::Hold> TraceModel::controlled() const {
  const std::scoped_lock lock(parts_->rare);
  return parts_->controlled;
}

bool TraceModel::standsStill() const { return parts_->standsStill.load(std::memory_order_relaxed); }

Nanos TraceModel::lastEvent() const {
  const std::size_t count = parts_->events.size();
  return count == 0 ? 0 : parts_->events[count - 1].time;
}

Nanos TraceModel::firstSteal() const { return parts_->firstSteal.load(std::memory_order_acquire); }

}  // namespace gmpscope::analysis
