// What the kernel says of threads, on the lanes.

#include "core/analysis/lane_builder.h"

namespace gmpscope::analysis {

void LaneBuilder::note(const kernel::SwitchRecord& record, Nanos time) {
  KernelEntry entry{.time = time,
                    .tid = record.tid,
                    .pid = record.pid,
                    .m = {},
                    .core = record.core,
                    .kind = record.kind,
                    .migrated = false,
                    .a = record.a,
                    .b = record.b};
  if (const auto known = kernelThreads_.find(record.tid); known != kernelThreads_.end()) {
    entry.m = known->second.m;
    entry.migrated = record.kind == kernel::SwitchKind::In && known->second.lastCore != kNoCore &&
                     known->second.lastCore != record.core;
  }
  model_.kernelLog.append(entry);
}

void LaneBuilder::executes(int more, Nanos time) {
  executing_ += static_cast<std::uint32_t>(more);
  model_.parallelism.append(time, executing_);
}

void LaneBuilder::apply(const kernel::SwitchRecord& record, Nanos time) {
  note(record, time);
  if (!kernelSpoke_) {
    kernelSpoke_ = true;
    for (const auto& lane : model_.cores) lane->open(time, SpanState::NotOurs, {});
  }
  switch (record.kind) {
    case kernel::SwitchKind::In:
      switchIn(record, time);
      break;
    case kernel::SwitchKind::OutWaiting:
    case kernel::SwitchKind::OutRunnable:
      switchOut(record, time);
      break;
    case kernel::SwitchKind::Lost:
      kernelLost(record.core, time);
      break;
    case kernel::SwitchKind::ThreadStart:
      kernelThreads_.try_emplace(record.tid);
      break;
    case kernel::SwitchKind::ThreadEnd: {
      const auto known = kernelThreads_.find(record.tid);
      if (known == kernelThreads_.end()) break;
      kernelState(known->second, Kernel::Gone, time);
      kernelThreads_.erase(known);  // the kernel may give its number to another
      break;
    }
    case kernel::SwitchKind::RunDelay:
      break;  // a sum, not a switch
  }
}

void LaneBuilder::switchIn(const kernel::SwitchRecord& record, Nanos time) {
  KernelThread& thread = kernelThreads_[record.tid];
  const bool moved = thread.lastCore != kNoCore && thread.lastCore != record.core;
  if (moved && thread.m.valid()) ++migrations_;
  if (cores_.size() <= record.core) cores_.resize(record.core + 1U);
  // Two that are on one core, or one on two: the record between is missing, the later one is right.
  CoreNow& core = cores_[record.core];
  if (core.tid != 0 && core.tid != record.tid) kernelState(kernelThreads_[core.tid], Kernel::Unknown, time);
  if (thread.core != kNoCore && thread.core != record.core) kernelState(thread, Kernel::Unknown, time);
  core.tid = record.tid;
  core.lost = false;
  thread.core = record.core;
  thread.lastCore = record.core;
  kernelState(thread, Kernel::OnCore, time);
}

void LaneBuilder::switchOut(const kernel::SwitchRecord& record, Nanos time) {
  KernelThread& thread = kernelThreads_[record.tid];
  const bool involuntary = record.kind == kernel::SwitchKind::OutRunnable;
  if (thread.m.valid()) ++(involuntary ? involuntary_ : voluntary_);
  thread.lastCore = record.core;
  if (record.core < cores_.size() && cores_[record.core].lost) {
    cores_[record.core].lost = false;
    showCore(record.core, time, kKernelSwitch);
  }
  kernelState(thread, involuntary ? Kernel::OffRunnable : Kernel::OffWaiting, time);
}

// Which records are missing isn't known: nothing is said of this core and of who was on it until the next record.
void LaneBuilder::kernelLost(std::uint16_t core, Nanos time) {
  if (core >= cores_.size()) return;
  if (cores_[core].tid != 0) kernelState(kernelThreads_[cores_[core].tid], Kernel::Unknown, time);
  cores_[core].lost = true;
  showCore(core, time, kKernelSwitch);
}

void LaneBuilder::kernelState(KernelThread& known, Kernel state, Nanos time) {
  if (known.m.valid() && (state == Kernel::OnCore) != (known.state == Kernel::OnCore))
    executes(state == Kernel::OnCore ? 1 : -1, time);
  known.state = state;
  const std::uint16_t core = known.core;
  if (state != Kernel::OnCore && core != kNoCore) {
    known.core = kNoCore;
    cores_[core].tid = 0;
    showCore(core, time, kKernelSwitch);
  }
  if (known.m.valid()) {
    ThreadNow& now = thread(known.m);
    if (now.kernel != Kernel::Gone) {
      now.kernel = state;
      if (now.g.valid() && !now.lost && state != Kernel::Gone) showRun(known.m, time, kKernelSwitch);
      showThread(known.m, time, kKernelSwitch);
    }
  }
  if (state == Kernel::OnCore) showCore(core, time, kKernelSwitch);
}

}  // namespace gmpscope::analysis
