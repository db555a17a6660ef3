#include "core/analysis/model_builder.h"

#include <algorithm>

#include "core/analysis/model_builder_parts.h"

namespace gmpscope::analysis {

ModelBuilder::ModelBuilder(TraceModel& model, const RunInfo& run) {
  ModelParts& parts = *model.parts_;
  parts.run = run;
  for (std::size_t i = 0; i < run.coreIds.size(); ++i) parts.cores.push_back(std::make_unique<SpanLane>());
  parts_ = std::make_unique<Parts>(parts);
  if (run.gomaxprocs > 0) parts_->needProcessors(static_cast<std::uint32_t>(run.gomaxprocs));
  parts_->publish(0);
}

ModelBuilder::~ModelBuilder() = default;

void ModelBuilder::onOp(const trace::AppliedOp& op) { parts_->onOp(op); }
void ModelBuilder::onEdge(Nanos edge) { parts_->onEdge(edge); }
void ModelBuilder::onGap(Nanos from, Nanos to, std::uint64_t dropped) { parts_->gap(from, to, dropped); }
void ModelBuilder::addKernel(std::span<const kernel::SwitchRecord> records, std::uint64_t watermark) {
  parts_->kernelRecords(records, watermark);
}
void ModelBuilder::addTracer(const trace::TracerSample& sample) { parts_->tracerSample(sample); }
void ModelBuilder::limitDetails(std::size_t bytes) { parts_->detailLimit = bytes; }
void ModelBuilder::finish(const RunEnd& end) { parts_->finish(end); }

ModelBuilder::Parts::Parts(ModelParts& parts)
    : model(parts),
      lanes(parts),
      scale{parts.run.startTicks, parts.run.nanosPerTick},
      merge(lanes, scale, parts.run.kernelSource == kernel::Source::Perf) {}

void ModelBuilder::Parts::onOp(const trace::AppliedOp& applied) {
  // What an odd M's unknown last operation held up may come with an older stamp than the edge that was told.
  time = std::max({time, applied.time, opEdge});
  empty = false;
  if (applied.firstOfEvent) event(applied);
  op(applied);
}

void ModelBuilder::Parts::onEdge(Nanos edge) {
  opEdge = std::max(opEdge, edge);
  publish(merge.advance(opEdge));
  foldIfTooMuch();
}

void ModelBuilder::Parts::gap(Nanos from, Nanos to, std::uint64_t dropped) {
  from = std::max({from, time, opEdge});
  to = std::max(from, to);
  counters.dropped += dropped;
  {
    const std::scoped_lock lock(model.rare);
    // How many were dropped is told at the end: no gap of its own if there has been one.
    if (from == to && dropped > 0 && !model.gaps.empty()) {
      model.gaps.back().dropped += dropped;
      return;
    }
    if (gapIsOpen) {
      model.gaps.back().to = to;
      model.gaps.back().dropped += dropped;
    } else {
      model.gaps.push_back({from, to, dropped});
      ++counters.gaps;
    }
    gapIsOpen = to == 0;
  }
  time = from;
  for (std::uint32_t p = 0; p < model.processors.written(); ++p) {
    Processor& processor = *model.processors.edit(p);
    processor.ring.lose(from);
    setRunnext(p, LifeId{}, false);
    processor.holder.set(from, MId{});
    lengthChanged(p);
  }
  // Whether it is still held, nobody knows.
  stands(false);
  formerBySlot = std::move(bySlot);
  bySlot.clear();
  model.global.lose(from);
  model.globalLength.append(from, 0);
  model.idleP.clear(from);
  model.idleM.clear(from);
  merge.add({.time = from, .kind = ChangeKind::Lose});
  time = to;
  empty = false;
}

void ModelBuilder::Parts::kernelRecords(std::span<const kernel::SwitchRecord> records, std::uint64_t watermark) {
  for (const kernel::SwitchRecord& record : records) {
    if (record.kind != kernel::SwitchKind::RunDelay) continue;
    Sampled& sum = sampled[record.tid];
    sum.involuntary += record.b;
    if (sum.m.valid()) counters.switchesInvoluntary += record.b;
    // Switch records are kept where they are merged with the changes.
    model.kernelLog.append({.time = std::max<Nanos>(scale.toNanos(record.time), 0),
                            .tid = record.tid,
                            .pid = record.pid,
                            .m = sum.m,
                            .kind = record.kind,
                            .a = record.a,
                            .b = record.b});
  }
  merge.add(records, watermark);
  publish(merge.advance(opEdge));
}

void ModelBuilder::Parts::tracerSample(const trace::TracerSample& sample) {
  model.tracer.append(std::max<Nanos>(scale.toNanos(sample.ticks), 0), sample);
  model.tracer.publish();
}

void ModelBuilder::Parts::finish(const RunEnd& end) {
  const Nanos last = merge.finish();
  const Nanos edge = std::max({opEdge, last, empty ? 0 : time + 1, model.edge.load(std::memory_order_relaxed)});
  lanes.finish(edge);
  time = edge;
  stands(false);
  publish(edge);
  const std::scoped_lock lock(model.rare);
  model.end = end;
}

// What others refer to is published before what refers to it.
void ModelBuilder::Parts::publish(Nanos edge) {
  model.goroutines.publish();
  model.threads.publish();
  model.processors.publish();
  model.events.publish();
  model.alive.publish();
  model.concurrency.publish();
  model.kernelLog.publish();
  for (std::size_t p = 0; p < model.processors.written(); ++p) {
    Processor& processor = *model.processors.edit(p);
    processor.ring.publish();
    processor.runnext.publish();
    processor.runnextKnown.publish();
    processor.holder.publish();
    processor.there.publish();
    processor.length.publish();
  }
  model.global.publish();
  model.globalLength.publish();
  model.idleP.publish();
  model.idleM.publish();
  lanes.publish();

  if (model.run.kernelSource == kernel::Source::Perf) {
    counters.switchesVoluntary = lanes.voluntary();
    counters.switchesInvoluntary = lanes.involuntary();
    counters.migrations = lanes.migrations();
  }
  {
    const std::scoped_lock lock(model.rare);
    model.counters = counters;
  }
  // Release: pairs with edge(), so that whoever sees it sees everything before it.
  if (edge > model.edge.load(std::memory_order_relaxed)) model.edge.store(edge, std::memory_order_release);
}

void ModelBuilder::Parts::aliveChanged() { model.concurrency.append(time, model.alive.alive()); }

void ModelBuilder::Parts::needProcessors(std::uint32_t count) {
  while (model.processors.written() < count) model.processors.append(std::make_unique<Processor>());
}

void ModelBuilder::Parts::needThread(MId m) {
  while (model.threads.written() <= m.value) model.threads.append(std::make_unique<Thread>());
}

void ModelBuilder::Parts::needGoroutine(LifeId g, std::uint64_t goid, LifeId parent) {
  while (model.goroutines.written() <= g.value) {
    auto goroutine = std::make_unique<Goroutine>();
    goroutine->goid = goid;
    goroutine->parent = parent;
    goroutine->created = time;
    const LifeId life{static_cast<std::uint32_t>(model.goroutines.written())};
    model.goroutines.append(std::move(goroutine));
    model.alive.born(life, time);
    ++counters.created;
    aliveChanged();
    counters.maxAlive = std::max<std::uint64_t>(counters.maxAlive, model.alive.alive());
  }
}

}  // namespace gmpscope::analysis
