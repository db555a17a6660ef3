#include "core/analysis/kernel_statistics.h"

#include <algorithm>
#include <unordered_map>

namespace gmpscope::analysis {
namespace {

using kernel::SwitchKind;

class KernelWalk {
 public:
  KernelWalk(const TraceModel& model, const MeasuredRange& range, Statistics& statistics)
      : model_(model), range_(range), statistics_(statistics) {
    for (std::size_t i = 0; i < statistics.cores.size(); ++i) coreIndex_[statistics.cores[i].id] = i;
    for (std::size_t m = 0; m < statistics.threads.size(); ++m) mOfTid_[statistics.threads[m].tid] = m;
  }

  void walk() {
    const KernelLog& log = model_.kernelLog();
    for (std::size_t i = model_.firstKernelEntry(), count = log.size(); i < count && log[i].time < statistics_.range.to;
         ++i)
      take(log[i]);
    for (auto& [tid, thread] : now_) end(thread, statistics_.range.to);
  }

 private:
  enum class State { Unknown, OnCore, Runnable, Waiting };
  struct Thread {
    KernelThreadStatistics sums;
    State state = State::Unknown;
    Nanos since = 0;
    std::uint16_t core = kernel::kNoCore;
  };

  void take(const KernelEntry& entry) {
    const bool inRange = entry.time >= statistics_.range.from;
    if (entry.kind == SwitchKind::RunDelay) {
      if (inRange) sampled(entry);
      return;
    }
    if (entry.kind == SwitchKind::Lost) {
      if (inRange) statistics_.counts.kernelLosses += entry.a;
      forget(entry);
      return;
    }
    Thread& thread = now_[entry.tid];
    thread.sums.tid = entry.tid;
    if (entry.pid != 0) thread.sums.pid = entry.pid;
    if (entry.m.valid()) thread.sums.m = entry.m;
    if (inRange) count(entry, thread.sums);
    switch (entry.kind) {
      case SwitchKind::In:
        arrive(thread, entry);
        break;
      case SwitchKind::OutRunnable:
      case SwitchKind::OutWaiting:
        leave(thread);
        become(thread, entry, entry.kind == SwitchKind::OutRunnable ? State::Runnable : State::Waiting);
        break;
      case SwitchKind::ThreadEnd:
        leave(thread);
        end(thread, entry.time);
        now_.erase(entry.tid);  // the kernel may give its number to another
        break;
      default:
        thread.since = entry.time;
        break;
    }
  }

  void count(const KernelEntry& entry, KernelThreadStatistics& sums) {
    Counts& counts = statistics_.counts;
    ThreadStatistics* m =
        entry.m.valid() && entry.m.value < statistics_.threads.size() ? &statistics_.threads[entry.m.value] : nullptr;
    const auto add = [&](std::uint64_t KernelThreadStatistics::*own, std::uint64_t ThreadStatistics::*ofM,
                         std::uint64_t Counts::*all) {
      ++(sums.*own);
      if (m == nullptr) return;
      ++(m->*ofM);
      ++(counts.*all);
    };
    if (entry.kind == SwitchKind::OutWaiting)
      add(&KernelThreadStatistics::voluntary, &ThreadStatistics::voluntary, &Counts::voluntary);
    if (entry.kind == SwitchKind::OutRunnable)
      add(&KernelThreadStatistics::involuntary, &ThreadStatistics::involuntary, &Counts::involuntary);
    if (entry.migrated) add(&KernelThreadStatistics::migrations, &ThreadStatistics::migrations, &Counts::migrations);
    if (entry.kind != SwitchKind::In) return;
    const auto core = coreIndex_.find(entry.core);
    if (core == coreIndex_.end()) return;
    ++statistics_.cores[core->second].switches;
    if (entry.migrated) ++statistics_.cores[core->second].migrations;
  }

  void sampled(const KernelEntry& entry) {
    KernelThreadStatistics& thread = now_[entry.tid].sums;
    thread.tid = entry.tid;
    thread.pid = entry.pid;
    thread.runnable += entry.a;
    thread.involuntary += entry.b;
    const auto found = mOfTid_.find(entry.tid);
    if (found == mOfTid_.end()) return;
    thread.m = MId{static_cast<std::uint32_t>(found->second)};
    ThreadStatistics& m = statistics_.threads[found->second];
    m.runnable += entry.a;
    m.involuntary += entry.b;
    statistics_.counts.involuntary += entry.b;
  }

  // Of who was on the entry's core nothing is known any more.
  void forget(const KernelEntry& entry) {
    const auto tid = onCore_.find(entry.core);
    if (tid == onCore_.end()) return;
    Thread& thread = now_[tid->second];
    become(thread, entry, State::Unknown);
    leave(thread);
  }

  void arrive(Thread& thread, const KernelEntry& entry) {
    leave(thread);
    forget(entry);  // of two that are on one core a record is missing: the later one is right
    become(thread, entry, State::OnCore);
    thread.core = entry.core;
    onCore_[entry.core] = entry.tid;
  }

  void leave(Thread& thread) {
    if (thread.core == kernel::kNoCore) return;
    onCore_.erase(thread.core);
    thread.core = kernel::kNoCore;
  }

  void become(Thread& thread, const KernelEntry& entry, State state) {
    settle(thread, entry.time);
    thread.state = state;
    thread.since = entry.time;
  }

  void settle(Thread& thread, Nanos until) const {
    const Nanos part = range_.part(thread.since, until);
    if (thread.state == State::OnCore) thread.sums.executing += part;
    if (thread.state == State::Runnable) thread.sums.runnable += part;
    if (thread.state == State::Waiting) thread.sums.waiting += part;
  }

  void end(Thread& thread, Nanos at) {
    settle(thread, at);
    if (at >= statistics_.range.from) statistics_.kernelThreads.push_back(thread.sums);
  }

  const TraceModel& model_;
  const MeasuredRange& range_;
  Statistics& statistics_;
  std::unordered_map<std::uint32_t, Thread> now_;             // by tid
  std::unordered_map<std::uint16_t, std::uint32_t> onCore_;   // tid by core
  std::unordered_map<std::uint32_t, std::size_t> coreIndex_;  // by the kernel's number
  std::unordered_map<std::uint32_t, std::size_t> mOfTid_;
};

}  // namespace

void countKernel(const TraceModel& model, const MeasuredRange& range, Statistics& statistics) {
  KernelWalk(model, range, statistics).walk();
  std::sort(statistics.kernelThreads.begin(), statistics.kernelThreads.end(),
            [](const auto& a, const auto& b) { return a.tid < b.tid; });
}

}  // namespace gmpscope::analysis
