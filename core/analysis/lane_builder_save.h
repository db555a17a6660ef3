#pragma once
// What the lane builder knows of threads and cores, to be saved or read. For model_builder_save.cpp alone.

#include <algorithm>
#include <vector>

#include "core/analysis/lane_builder.h"
#include "core/trace/writer/arena_layout.h"

namespace gmpscope::analysis {

template <class Archive>
void LaneBuilder::KernelThread::walk(Archive& archive) {
  archive.choice(state, Kernel::Gone);
  archive(core, lastCore, m);
}

// `cause(index)` walks the index of an event.
template <class Archive, class Cause>
void LaneBuilder::walk(Archive& archive, const Cause& cause) {
  threads_.resize(archive.count(threads_.size(), trace::kMaxMs));
  for (ThreadNow& now : threads_) {
    archive(now.tid, now.spinning, now.asleep, now.lost, now.calling, now.p, now.spinP, now.g, now.shown, now.shownG);
    archive.choice(now.kernel, Kernel::Gone);
    archive.choice(now.state, SpanState::Absent);
    cause(now.runCause);
    cause(now.ownCause);
  }

  std::vector<std::uint32_t> tids;
  for (const auto& [tid, thread] : kernelThreads_) tids.push_back(tid);
  archive(tids);
  for (const std::uint32_t tid : tids) archive(kernelThreads_[tid]);

  // They have their lanes already.
  const std::size_t count = archive.count(cores_.size(), kMostCores);
  if (cores_.size() < count) cores_.resize(count);
  for (std::size_t i = 0; i < count; ++i) archive(cores_[i].tid, cores_[i].lost);
  archive(kernelSpoke_, executing_, voluntary_, involuntary_, migrations_);
  if constexpr (Archive::kReads) seen_ = static_cast<std::uint32_t>(model_.goroutines.written());
}

// Whatever is referred to is there.
inline bool LaneBuilder::isSound() const {
  const std::size_t processors = model_.processors.written(), threads = model_.threads.written();
  const auto hasP = [processors](std::uint16_t p) { return p == kNoProcessor || p < processors; };
  const auto threadIsSound = [&](const ThreadNow& now) { return hasP(now.p) && hasP(now.spinP); };
  const auto kernelIsSound = [&](const auto& known) {
    const KernelThread& thread = known.second;
    return (thread.core == kNoCore || thread.core < cores_.size()) && (!thread.m.valid() || thread.m.value < threads);
  };
  return threads_.size() <= threads && std::all_of(threads_.begin(), threads_.end(), threadIsSound) &&
         std::all_of(kernelThreads_.begin(), kernelThreads_.end(), kernelIsSound);
}

}  // namespace gmpscope::analysis
