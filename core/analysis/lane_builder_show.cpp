// What a thread does now, as the spans that say so.

#include "core/analysis/lane_builder.h"

namespace gmpscope::analysis {
namespace {

void replace(SpanLane& lane, Nanos time, SpanState state, const SpanDetail& detail) {
  if (lane.isOpen()) lane.close(time);
  lane.open(time, state, detail);
}

}  // namespace

void LaneBuilder::showRun(MId m, Nanos time, std::uint8_t flags) {
  const ThreadNow& now = thread(m);
  SpanState state = SpanState::Executing;
  if (now.calling) {
    state = SpanState::Syscall;
  } else if (now.kernel == Kernel::OffRunnable || now.kernel == Kernel::OffWaiting) {
    state = SpanState::OffCore;
    if (now.kernel == Kernel::OffRunnable) flags |= kInvoluntary;
  } else if (now.kernel != Kernel::OnCore) {
    flags |= kRuntimesWord;
  }
  const SpanDetail detail{.goroutine = now.g, .thread = m, .processor = now.p, .flags = flags, .cause = now.runCause};
  replace(goroutineLane(now.g), time, state, detail);
  if (now.p != kNoProcessor) replace(processorLane(now.p), time, state, detail);
}

void LaneBuilder::showThread(MId m, Nanos time, std::uint8_t flags) {
  ThreadNow& now = thread(m);
  if (now.lost) return;
  bool shown = true;
  SpanState state = SpanState::Executing;
  switch (now.kernel) {
    case Kernel::OnCore:
      state = now.spinning && !now.g.valid() ? SpanState::Spinning : SpanState::Executing;
      break;
    case Kernel::OffRunnable:
      state = SpanState::Runnable;
      flags |= kInvoluntary;
      break;
    case Kernel::OffWaiting:
      state = SpanState::Waiting;
      break;
    case Kernel::Unknown:
      // The kernel says nothing: what the runtime says is all there is, and between its words nothing.
      flags |= kRuntimesWord;
      if (now.asleep) {
        state = SpanState::Waiting;
      } else if (now.calling) {
        state = SpanState::Syscall;
      } else if (now.spinning && !now.g.valid()) {
        state = SpanState::Spinning;
      } else {
        shown = now.g.valid();
      }
      break;
    case Kernel::Gone:
      shown = false;
      break;
  }

  const bool byKernel = (flags & kKernelSwitch) != 0;
  if (shown == now.shown && (!shown || (state == now.state && now.g == now.shownG && !byKernel))) return;
  SpanLane& lane = model_.threads.edit(m.value)->lane;
  if (lane.isOpen()) lane.close(time);
  if (shown) {
    lane.open(time, state,
              {.goroutine = now.g,
               .thread = m,
               .processor = now.g.valid() ? now.p : now.spinP,
               .flags = flags,
               .cause = now.g.valid() ? now.runCause : now.ownCause});
  }
  const bool runsOther = now.g != now.shownG;
  now.shown = shown;
  now.state = state;
  now.shownG = now.g;
  if (runsOther && now.kernel == Kernel::OnCore && !byKernel) {
    if (const auto known = kernelThreads_.find(now.tid); known != kernelThreads_.end()) {
      showCore(known->second.core, time, 0);
    }
  }
}

void LaneBuilder::showCore(std::uint16_t core, Nanos time, std::uint8_t flags) {
  if (core >= cores_.size() || cores_[core].lane == nullptr) return;
  const CoreNow& now = cores_[core];
  if (now.lost) {
    replace(*now.lane, time, SpanState::Lost, {.flags = flags});
    return;
  }
  if (now.tid == 0) {
    replace(*now.lane, time, SpanState::NotOurs, {.flags = flags});
    return;
  }
  SpanDetail detail{.flags = flags};
  const MId m = kernelThreads_[now.tid].m;
  if (m.valid()) {
    const ThreadNow& runner = thread(m);
    detail.goroutine = runner.g;
    detail.thread = m;
    detail.processor = runner.g.valid() ? runner.p : runner.spinP;
    if (runner.lost) detail.flags |= kSinceGap;
    detail.cause = runner.g.valid() ? runner.runCause : runner.ownCause;
  } else {
    detail.flags |= kNotAnM;
  }
  replace(*now.lane, time, SpanState::Executing, detail);
}

}  // namespace gmpscope::analysis
