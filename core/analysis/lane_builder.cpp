#include "core/analysis/lane_builder.h"

#include <algorithm>

namespace gmpscope::analysis {
namespace {

void closeIfOpen(SpanLane& lane, Nanos time) {
  if (lane.isOpen()) lane.close(time);
}

}  // namespace

LaneBuilder::LaneBuilder(ModelParts& model) : model_(model) {
  for (std::size_t i = 0; i < model.cores.size(); ++i) {
    const std::uint32_t id = model.run.coreIds[i];
    if (cores_.size() <= id) cores_.resize(id + 1);
    cores_[id].lane = model.cores[i].get();
  }
}

LaneBuilder::ThreadNow& LaneBuilder::thread(MId m) {
  if (threads_.size() <= m.value) threads_.resize(m.value + 1);
  return threads_[m.value];
}

SpanLane& LaneBuilder::goroutineLane(LifeId g) {
  if (isTouched_.size() <= g.value) isTouched_.resize(g.value + g.value / 2 + 64);
  seen_ = std::max(seen_, g.value + 1);
  if (!isTouched_[g.value]) {
    isTouched_[g.value] = true;
    touched_.push_back(g);
  }
  return model_.goroutines.edit(g.value)->lane;
}

bool LaneBuilder::isOpen(LifeId g) const {
  const Goroutine* goroutine = model_.goroutines.edit(g.value).get();  // null: folded
  return goroutine != nullptr && goroutine->lane.isOpen();
}

SpanLane& LaneBuilder::processorLane(std::uint16_t p) { return model_.processors.edit(p)->lane; }

namespace {

// After such a change it is known again what its M does.
bool tellsOfThread(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::Ready:
    case ChangeKind::Fault:
    case ChangeKind::Gone:
    case ChangeKind::PTaken:
    case ChangeKind::PGone:
    case ChangeKind::PBorn:
    case ChangeKind::Lose:
      return false;
    default:
      return true;
  }
}

}  // namespace

void LaneBuilder::apply(const LaneChange& change) {
  if (tellsOfThread(change.kind)) thread(change.m).lost = false;
  switch (change.kind) {
    case ChangeKind::Ready: {
      SpanLane& lane = goroutineLane(change.g);
      closeIfOpen(lane, change.time);
      lane.open(change.time, SpanState::Runnable, {.goroutine = change.g, .cause = change.cause});
      break;
    }
    case ChangeKind::Run:
    case ChangeKind::Back:
      run(change);
      break;
    case ChangeKind::Call:
      call(change);
      break;
    case ChangeKind::PTaken:
      processorTaken(change);
      break;
    case ChangeKind::Yield:
    case ChangeKind::Wait:
    case ChangeKind::End:
      stop(change);
      break;
    case ChangeKind::Fault:
      fault(change);
      break;
    case ChangeKind::SpinBegin:
      spinBegin(change);
      break;
    case ChangeKind::SpinEnd:
      spinEnd(change);
      break;
    case ChangeKind::PIdle:
      if (change.p == kNoProcessor) break;
      closeIfOpen(processorLane(change.p), change.time);
      if (thread(change.m).spinP == change.p) thread(change.m).spinP = kNoProcessor;
      break;
    case ChangeKind::MBind:
      bind(change);
      break;
    case ChangeKind::MAsleep:
    case ChangeKind::MAwake: {
      ThreadNow& now = thread(change.m);
      now.asleep = change.kind == ChangeKind::MAsleep;
      now.ownCause = change.cause;
      showThread(change.m, change.time, 0);
      break;
    }
    case ChangeKind::MExit: {
      closeIfOpen(model_.threads.edit(change.m.value)->lane, change.time);
      thread(change.m) = ThreadNow{.kernel = Kernel::Gone};
      break;
    }
    case ChangeKind::PGone:
    case ChangeKind::PBorn:
      closeIfOpen(processorLane(change.p), change.time);
      if (change.kind == ChangeKind::PGone)
        processorLane(change.p).open(change.time, SpanState::Absent, {.processor = change.p, .cause = change.cause});
      break;
    case ChangeKind::Gone:
      closeIfOpen(goroutineLane(change.g), change.time);
      break;
    case ChangeKind::Lose:
      lose(change.time);
      break;
  }
}

void LaneBuilder::run(const LaneChange& change) {
  ThreadNow& now = thread(change.m);
  now.g = change.g;
  now.p = change.p;
  now.runCause = change.cause;
  now.spinP = kNoProcessor;
  now.calling = false;
  showRun(change.m, change.time, 0);
  showThread(change.m, change.time, 0);
}

void LaneBuilder::call(const LaneChange& change) {
  ThreadNow& now = thread(change.m);
  now.g = change.g;
  now.p = change.p;
  now.runCause = change.cause;
  now.calling = true;
  showRun(change.m, change.time, 0);
  showThread(change.m, change.time, 0);
}

void LaneBuilder::processorTaken(const LaneChange& change) {
  if (change.p == kNoProcessor) return;
  closeIfOpen(processorLane(change.p), change.time);
  ThreadNow& now = thread(MId{change.value});
  if (now.p == change.p) now.p = kNoProcessor;
}

void LaneBuilder::stop(const LaneChange& change) {
  ThreadNow& now = thread(change.m);
  now.ownCause = change.cause;
  if (now.g == change.g) {
    if (now.p != kNoProcessor) closeIfOpen(processorLane(now.p), change.time);
    now.g = LifeId{};
    now.p = kNoProcessor;
    now.calling = false;
    showThread(change.m, change.time, 0);
  }
  SpanLane& lane = goroutineLane(change.g);
  closeIfOpen(lane, change.time);
  if (change.kind == ChangeKind::End) return;
  const SpanState state = change.kind == ChangeKind::Wait ? SpanState::Waiting : SpanState::Runnable;
  lane.open(change.time, state,
            {.goroutine = change.g, .thread = change.m, .reason = change.reason, .cause = change.cause});
}

// A panic ends the run: nothing else is to be seen on these lanes.
void LaneBuilder::fault(const LaneChange& change) {
  ThreadNow& now = thread(change.m);
  const SpanDetail detail{.goroutine = change.g, .thread = change.m, .processor = now.p, .cause = change.cause};
  SpanLane& lane = goroutineLane(change.g);
  closeIfOpen(lane, change.time);
  lane.open(change.time, SpanState::Fault, detail);
  if (now.g != change.g || now.p == kNoProcessor) return;
  closeIfOpen(processorLane(now.p), change.time);
  processorLane(now.p).open(change.time, SpanState::Fault, detail);
  now.g = LifeId{};
  now.p = kNoProcessor;
  showThread(change.m, change.time, 0);
}

void LaneBuilder::spinBegin(const LaneChange& change) {
  ThreadNow& now = thread(change.m);
  now.spinning = true;
  now.spinP = change.p;
  now.ownCause = change.cause;
  if (change.p != kNoProcessor) {
    SpanLane& lane = processorLane(change.p);
    closeIfOpen(lane, change.time);
    lane.open(change.time, SpanState::Spinning, {.thread = change.m, .processor = change.p, .cause = change.cause});
  }
  showThread(change.m, change.time, 0);
}

void LaneBuilder::spinEnd(const LaneChange& change) {
  ThreadNow& now = thread(change.m);
  if (now.spinP != kNoProcessor) closeIfOpen(processorLane(now.spinP), change.time);
  now.spinning = false;
  now.spinP = kNoProcessor;
  now.ownCause = change.cause;
  showThread(change.m, change.time, 0);
}

void LaneBuilder::bind(const LaneChange& change) {
  ThreadNow& now = thread(change.m);
  now.tid = change.value;
  now.ownCause = change.cause;
  if (change.value != 0) {
    KernelThread& known = kernelThreads_[change.value];
    if (!known.m.valid() && known.state == Kernel::OnCore) executes(1, change.time);
    known.m = change.m;
    now.kernel = known.state;
    if (known.state == Kernel::OnCore) showCore(known.core, change.time, 0);
  }
  showThread(change.m, change.time, 0);
}

void LaneBuilder::lose(Nanos time) {
  for (std::size_t p = 0; p < model_.processors.written(); ++p) {
    SpanLane& lane = model_.processors.edit(p)->lane;
    closeIfOpen(lane, time);
    lane.open(time, SpanState::Lost, {.processor = static_cast<std::uint16_t>(p)});
  }
  for (std::uint32_t g = 0; g < seen_; ++g) {
    if (!isOpen(LifeId{g})) continue;
    SpanLane& lane = goroutineLane(LifeId{g});
    lane.close(time);
    lane.open(time, SpanState::Lost, {.goroutine = LifeId{g}});
  }
  for (std::uint32_t m = 0; m < threads_.size(); ++m) {
    ThreadNow& now = threads_[m];
    if (now.kernel == Kernel::Gone) continue;
    SpanLane& lane = model_.threads.edit(m)->lane;
    closeIfOpen(lane, time);
    lane.open(time, SpanState::Lost, {.thread = MId{m}});
    now = ThreadNow{.tid = now.tid, .kernel = now.kernel, .lost = true};
    // The kernel's own record goes on: the core still shows the thread, but not what it runs.
    if (const auto known = kernelThreads_.find(now.tid); known != kernelThreads_.end()) {
      if (known->second.state == Kernel::OnCore) showCore(known->second.core, time, 0);
    }
  }
}

void LaneBuilder::closeGoroutines(Nanos time) {
  for (std::uint32_t g = 0; g < seen_; ++g) {
    if (isOpen(LifeId{g})) goroutineLane(LifeId{g}).close(time);
  }
}

void LaneBuilder::publish() {
  for (const LifeId g : touched_) {
    model_.goroutines.edit(g.value)->lane.publish();
    isTouched_[g.value] = false;
  }
  touched_.clear();
  for (std::size_t p = 0; p < model_.processors.written(); ++p) model_.processors.edit(p)->lane.publish();
  for (std::size_t m = 0; m < model_.threads.written(); ++m) model_.threads.edit(m)->lane.publish();
  for (const auto& lane : model_.cores) lane->publish();
  model_.parallelism.publish();
}

void LaneBuilder::finish(Nanos end) {
  for (std::size_t p = 0; p < model_.processors.written(); ++p) closeIfOpen(model_.processors.edit(p)->lane, end);
  for (std::size_t m = 0; m < model_.threads.written(); ++m) closeIfOpen(model_.threads.edit(m)->lane, end);
  for (const auto& lane : model_.cores) closeIfOpen(*lane, end);
  closeGoroutines(end);
  publish();
}

}  // namespace gmpscope::analysis
