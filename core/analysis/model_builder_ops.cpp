// Each op changes one variable: the history of that variable, and the lanes that show it.

#include "core/analysis/model_builder_parts.h"

namespace gmpscope::analysis {

using trace::AppliedOp;
using trace::Event;
using trace::EventKind;
using trace::OpKind;

void ModelBuilder::Parts::lane(ChangeKind kind, const AppliedOp& applied, LifeId g, std::uint32_t value) {
  const std::uint32_t p = applied.op.kind == OpKind::Mark ? applied.event.p() : applied.op.p;
  merge.add(
      {.time = time,
       .kind = kind,
       .reason = applied.op.reason,
       .p = p < model.processors.written() ? static_cast<std::uint16_t>(p) : static_cast<std::uint16_t>(Event::kNoP),
       .cause = cause,
       .m = applied.op.m,
       .g = g,
       .value = value});
}

namespace {

bool movesOne(OpKind kind) {
  switch (kind) {
    case OpKind::GNew:
    case OpKind::GEnd:
    case OpKind::Run:
    case OpKind::Stop:
    case OpKind::NextPut:
    case OpKind::WaitPut:
    case OpKind::WaitAlso:
    case OpKind::WaitTake:
    case OpKind::CallEnter:
    case OpKind::CallExit:
    case OpKind::CallBack:
    case OpKind::CallLeave:
      return true;
    default:
      return false;
  }
}

}  // namespace

void ModelBuilder::Parts::op(const AppliedOp& applied) {
  const trace::Op& op = applied.op;
  if (op.kind == OpKind::Mark) return;
  const LifeId g = applied.goroutines.empty() ? LifeId{} : applied.goroutines[0];
  // What breaks the rules is delivered too.
  if (trace::changesP(op.kind) && op.p >= model.processors.written()) return;
  if (movesOne(op.kind) && !g.valid()) return;
  if (op.kind == OpKind::GNew) {
    // Somebody whose birth was lost is announced within another's event.
    if (!applied.firstOfEvent) born(applied);
  } else {
    for (const LifeId moved : applied.goroutines) {
      if (moved.valid() && moved.value >= model.goroutines.written()) needGoroutine(moved, 0, LifeId{});
    }
  }
  switch (op.kind) {
    case OpKind::Mark:
      break;
    case OpKind::GNew:
      // Of one that is only announced, what it does now follows.
      if (applied.firstOfEvent) lane(ChangeKind::Ready, applied, g);
      break;
    case OpKind::WaitTake:
      lane(ChangeKind::Ready, applied, g);
      break;
    case OpKind::GEnd:
      lane(ChangeKind::End, applied, g);
      ended(g);
      break;
    case OpKind::Run:
      holds(op.p, op.m);
      lane(ChangeKind::Run, applied, g);
      break;
    case OpKind::Stop:
    case OpKind::CallLeave:
      lane(ChangeKind::Yield, applied, g);
      break;
    case OpKind::WaitAlso:
    case OpKind::WaitTakeMany:
    case OpKind::PassTo:
    case OpKind::Lock:
    case OpKind::Unlock:
    case OpKind::Turn:
    case OpKind::KnobChange:
    case OpKind::Hold:
      break;
    case OpKind::WaitPut:
      lane(ChangeKind::Wait, applied, g);
      break;
    case OpKind::NextPut:
      nextPut(applied);
      break;
    case OpKind::NextTake:
      nextTake(applied);
      break;
    case OpKind::LocalPut:
      model.processors.edit(op.p)->ring.put(time, op.position, applied.goroutines);
      lengthChanged(op.p);
      break;
    case OpKind::LocalTake:
      localTake(applied);
      break;
    case OpKind::GlobalPut:
      model.global.put(time, op.position, applied.goroutines);
      model.globalLength.append(time, static_cast<std::uint32_t>(model.global.length()));
      break;
    case OpKind::GlobalTake:
      model.global.take(time, op.position, op.count);
      model.globalLength.append(time, static_cast<std::uint32_t>(model.global.length()));
      break;
    case OpKind::GlobalPutFirst:
      model.global.putFirst(time, applied.goroutines);
      model.globalLength.append(time, static_cast<std::uint32_t>(model.global.length()));
      break;
    case OpKind::IdlePPut:
      holds(op.p, MId{});
      model.idleP.push(time, op.p);
      lane(ChangeKind::PIdle, applied);
      break;
    case OpKind::IdlePTake:
      model.idleP.remove(time, op.p);
      holds(op.p, MId{op.other});
      break;
    case OpKind::IdleMPut:
      model.idleM.push(time, op.m.value);
      break;
    case OpKind::IdleMTake:
      model.idleM.remove(time, op.other);
      break;
    case OpKind::CallEnter:
      lane(ChangeKind::Call, applied, g);
      break;
    case OpKind::CallExit:
    case OpKind::CallBack:
      holds(op.p, op.m);
      lane(ChangeKind::Back, applied, g);
      break;
    case OpKind::Retake:
      holds(op.p, op.m);
      lane(ChangeKind::PTaken, applied, {}, op.other);
      break;
    case OpKind::HandOff:
      holds(op.p, MId{op.other});
      break;
    case OpKind::PStop:
      holds(op.p, MId{op.other});
      lane(ChangeKind::PIdle, applied);
      break;
    case OpKind::WorldStop:
    case OpKind::WorldStopped:
    case OpKind::WorldStart:
      break;
    case OpKind::ProcsChange:
      procsChanged(applied);
      break;
  }
}

void ModelBuilder::Parts::procsChanged(const AppliedOp& applied) {
  const std::size_t before = model.processors.written();
  needProcessors(applied.op.count);
  for (std::size_t p = before; p < model.processors.written(); ++p) model.processors.edit(p)->there.set(0, false);
  for (std::uint32_t p = 0; p < model.processors.written(); ++p) {
    ValueHistory<bool>& there = model.processors.edit(p)->there;
    const bool now = p < applied.op.count;
    if (there.current() == now) continue;
    there.set(time, now);
    merge.add({.time = time,
               .kind = now ? ChangeKind::PBorn : ChangeKind::PGone,
               .p = static_cast<std::uint16_t>(p),
               .cause = cause,
               .m = applied.op.m});
  }
}

void ModelBuilder::Parts::born(const AppliedOp& applied) {
  if (applied.goroutines.empty() || !applied.goroutines[0].valid()) return;
  const LifeId g = applied.goroutines[0];
  needGoroutine(g, applied.op.count, LifeId{applied.op.other});
  bindSlot(applied.event.g, g);
  model.goroutines.edit(g.value)->name.store(model.names.indexOf(applied.op.position), std::memory_order_relaxed);
}

void ModelBuilder::Parts::ended(LifeId g) {
  ++counters.finished;
  model.goroutines.edit(g.value)->ended.store(time, std::memory_order_relaxed);
  model.alive.died(g);
  aliveChanged();
}

void ModelBuilder::Parts::nextPut(const AppliedOp& applied) {
  setRunnext(applied.op.p, applied.goroutines[0], true);
  lengthChanged(applied.op.p);
}

void ModelBuilder::Parts::nextTake(const AppliedOp& applied) {
  setRunnext(applied.op.p, LifeId{}, true);
  lengthChanged(applied.op.p);
  if (applied.event.kind() == EventKind::GStartStealNext) stolen(1);
}

void ModelBuilder::Parts::localTake(const AppliedOp& applied) {
  model.processors.edit(applied.op.p)->ring.take(time, applied.op.position, applied.op.count);
  lengthChanged(applied.op.p);
  if (applied.event.kind() == EventKind::GStartSteal) stolen(applied.op.count);
}

void ModelBuilder::Parts::stolen(std::uint64_t count) {
  if (counters.stealsGot++ == 0) model.firstSteal.store(time, std::memory_order_release);
  counters.goroutinesStolen += count;
}

void ModelBuilder::Parts::holds(std::uint32_t p, MId m) {
  if (p < model.processors.written()) model.processors.edit(p)->holder.set(time, m);
}

void ModelBuilder::Parts::setRunnext(std::uint32_t p, LifeId g, bool known) {
  Processor& processor = *model.processors.edit(p);
  processor.runnext.set(time, g);
  processor.runnextKnown.set(time, known);
  processor.unknownInRunnext = false;
}

void ModelBuilder::Parts::lengthChanged(std::uint32_t p) {
  Processor& processor = *model.processors.edit(p);
  const std::size_t next = processor.runnext.current().valid() || processor.unknownInRunnext ? 1 : 0;
  processor.length.append(time, static_cast<std::uint32_t>(processor.ring.length() + next));
}

}  // namespace gmpscope::analysis
