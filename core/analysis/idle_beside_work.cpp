#include "core/analysis/idle_beside_work.h"

#include <algorithm>

#include "core/trace/writer/knob_table.h"

namespace gmpscope::analysis {

using trace::EventKind;
using trace::OpKind;

void IdleBesideWork::onOp(const trace::AppliedOp& applied) {
  if (!known_ || over_) return;
  const trace::Op& op = applied.op;
  switch (op.kind) {
    case OpKind::Mark:
    case OpKind::KnobChange:
      mark(applied.event);
      break;
    case OpKind::Hold:
      held_ = applied.event.kind() != EventKind::RunResume;
      break;
    case OpKind::Run:
    case OpKind::CallBack:
      runs(1);
      break;
    case OpKind::Stop:
    case OpKind::GEnd:
    case OpKind::WaitPut:
    case OpKind::Retake:  // whoever takes it looks for work with it
      runs(-1);
      break;
    case OpKind::IdlePPut:
      idle_.push_back(op.p);
      break;
    case OpKind::IdlePTake:
      std::erase(idle_, op.p);
      break;
    case OpKind::WorldStop:
      stopped_ = true;
      break;
    case OpKind::WorldStart:
      stopped_ = false;
      break;
    case OpKind::ProcsChange:
      procs_ = op.count;
      break;
    default:
      queues(applied);
  }
  judge(applied.time);
}

void IdleBesideWork::mark(const trace::Event& event) {
  switch (event.kind()) {
    case EventKind::RunStart:
      procs_ = event.a;
      break;
    case EventKind::Knob:
    case EventKind::KnobChange:
      if (event.a == static_cast<std::uint32_t>(trace::Knob::Steal)) steals_ = event.b != trace::kStealOff;
      break;
    // Goroutines that are left never run again.
    case EventKind::RunEnd:
    case EventKind::Panic:
    case EventKind::Deadlock:
      close(now_.to);
      over_ = true;
      break;
    default:
      break;
  }
}

void IdleBesideWork::queues(const trace::AppliedOp& applied) {
  const auto count = static_cast<std::int64_t>(applied.op.count);
  switch (applied.op.kind) {
    case OpKind::NextPut:
      local_ += applied.kicked.valid() ? 0 : 1;
      break;
    case OpKind::NextTake:
      --local_;
      break;
    case OpKind::LocalPut:
      local_ += count;
      break;
    case OpKind::LocalTake:
      local_ -= count;
      break;
    case OpKind::GlobalPut:
    case OpKind::GlobalPutFirst:
      global_ += count;
      break;
    case OpKind::GlobalTake:
      global_ -= count;
      break;
    default:
      break;
  }
}

void IdleBesideWork::judge(Nanos time) {
  if (over_) return;
  const auto idle = static_cast<std::int64_t>(idle_.size());
  const bool missed = !stopped_ && !held_ && idle > 0 && takeable() > 0 && busy_ == procs_ - idle;
  if (open_) {
    now_.to = time;
    if (!missed) return close(time);
    now_.waiting = std::max(now_.waiting, static_cast<std::uint32_t>(takeable()));
  } else if (missed) {
    open_ = true;
    now_ = {time, time, idle_.back(), static_cast<std::uint32_t>(takeable())};
  }
}

void IdleBesideWork::close(Nanos time) {
  if (!open_) return;
  open_ = false;
  now_.to = time;
  if (now_.to - now_.from <= allowed_) return;
  ++count_;
  if (findings_.size() < kKept) findings_.push_back(now_);
}

void IdleBesideWork::onGap(Nanos from, Nanos, std::uint64_t) {
  close(from);
  known_ = false;
}

}  // namespace gmpscope::analysis
