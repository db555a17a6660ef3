#include "core/kernel/thread_sampler.h"

#include <dirent.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstring>
#include <limits>

#include "core/base/clock.h"

namespace gmpscope::kernel {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kPeriod = std::chrono::milliseconds(1);
constexpr auto kSearchPeriod = std::chrono::milliseconds(50);  // for child processes
constexpr int kLeastPauses = 9;  // a round may take a tenth of the time; beyond, rounds get rarer

// Calls `onTid` for each thread of the process. False if there is no such process.
template <class OnTid>
bool forEachThread(int pid, OnTid&& onTid) {
  const std::unique_ptr<DIR, void (*)(DIR*)> dir(::opendir(fmt::format("/proc/{}/task", pid).c_str()),
                                                 [](DIR* d) { ::closedir(d); });
  if (!dir) return false;
  while (const dirent* entry = ::readdir(dir.get())) {
    int tid = 0;
    const char* name = entry->d_name;
    if (std::from_chars(name, name + std::strlen(name), tid).ec == std::errc()) onTid(tid);
  }
  return true;
}

std::uint32_t saturated(std::uint64_t value) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(value, std::numeric_limits<std::uint32_t>::max()));
}

}  // namespace

Result<std::unique_ptr<ThreadSampler>> ThreadSampler::open(int pid, std::string hint) {
  if (!ProcThread::open(pid, pid)) {
    return Error{fmt::format("/proc/{}/task", pid), "schedstat",
                 "expected a process, and a kernel that keeps its times"};
  }
  return std::unique_ptr<ThreadSampler>(new ThreadSampler(pid, std::move(hint)));
}

ThreadSampler::ThreadSampler(int pid, std::string hint) : pid_(pid), hint_(std::move(hint)) {
  // Threads that exist already are known from their figures of now on; later ones from their start.
  (void)round();
  found_.clear();
  edge_ = ticksNow();
  thread_ = std::thread([this] { sample(); });
}

ThreadSampler::~ThreadSampler() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

std::uint64_t ThreadSampler::drain(std::vector<SwitchRecord>& out) {
  const std::lock_guard lock(mutex_);
  out.insert(out.end(), records_.begin(), records_.end());
  records_.clear();
  return gone_ ? ticksNow() : edge_;
}

// The thread has not been joined, so its clock is there, also once it has come to its end.
std::uint64_t ThreadSampler::cpuNanos() const {
  clockid_t clock{};
  timespec spent{};
  const pthread_t thread = const_cast<std::thread&>(thread_).native_handle();
  if (::pthread_getcpuclockid(thread, &clock) != 0 || ::clock_gettime(clock, &spent) != 0) return 0;
  return static_cast<std::uint64_t>(spent.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(spent.tv_nsec);
}

void ThreadSampler::sample() {
  ::prctl(PR_SET_TIMERSLACK, 1000UL);  // ns; the usual 50,000 would make every period longer
  bool alive = true;
  while (alive) {
    const auto begun = Clock::now();
    alive = round();
    // Stamped when all has been read, so that a record never lies before what it tells.
    const std::uint64_t now = ticksNow();
    for (SwitchRecord& record : found_) record.time = now;

    std::unique_lock lock(mutex_);
    records_.insert(records_.end(), found_.begin(), found_.end());
    found_.clear();
    edge_ = now + 1;
    gone_ = !alive;
    const auto took = Clock::now() - begun;
    wake_.wait_until(lock, begun + std::max<Clock::duration>(kPeriod, took * (kLeastPauses + 1)),
                     [this] { return ending_; });
    if (ending_) return;
  }
}

bool ThreadSampler::round() {
  ++rounds_;
  if (const auto now = Clock::now(); now - searched_ >= kSearchPeriod) {
    searched_ = now;
    findChildren();
  }
  const bool exists = lookAt(pid_);
  std::erase_if(children_, [this](int pid) { return !lookAt(pid); });
  std::erase_if(threads_, [this](const auto& entry) {
    if (entry.second.seenInRound == rounds_) return false;
    note(entry.second.pid, entry.first, SwitchKind::ThreadEnd, 0, 0);
    return true;
  });
  return exists;
}

bool ThreadSampler::lookAt(int pid) {
  return forEachThread(pid, [this, pid](int tid) {
    if (!threads_.contains(tid)) startWatching(pid, tid);
    if (const auto at = threads_.find(tid); at != threads_.end()) {
      at->second.seenInRound = rounds_;
      look(tid, at->second);
    }
  });
}

// Who has lost its parent meanwhile stays known, but its own children are found through it alone.
void ThreadSampler::findChildren() {
  std::vector<int> parents(children_.begin(), children_.end());
  parents.push_back(pid_);
  while (!parents.empty()) {
    const int parent = parents.back();
    parents.pop_back();
    (void)forEachThread(parent, [&](int tid) {
      for (const int child : childrenOf(parent, tid)) {
        if (children_.insert(child).second) parents.push_back(child);
      }
    });
  }
}

void ThreadSampler::startWatching(int pid, int tid) {
  // Nothing if it has ended already, or if we have no descriptors left: then this thread alone isn't watched.
  if (auto thread = ProcThread::open(pid, tid)) {
    threads_.emplace(tid, Watched{.thread = std::move(*thread), .pid = pid, .times = {}});
    note(pid, tid, SwitchKind::ThreadStart, 0, 0);
  }
}

void ThreadSampler::look(int tid, Watched& watched) {
  const auto times = watched.thread.times();
  // A thread that got no core since has nothing new to tell: the kernel counts a wait when it is over.
  if (!times || times->slices == watched.times.slices) return;
  const std::uint64_t involuntary = watched.thread.involuntarySwitches().value_or(watched.involuntary);
  const std::uint64_t waited = times->waitedNanos - watched.times.waitedNanos;
  const std::uint64_t pushed = involuntary - watched.involuntary;
  if (waited > 0 || pushed > 0) note(watched.pid, tid, SwitchKind::RunDelay, saturated(waited), saturated(pushed));
  watched.times = *times;
  watched.involuntary = involuntary;
}

void ThreadSampler::note(int pid, int tid, SwitchKind kind, std::uint32_t a, std::uint32_t b) {
  found_.push_back({.tid = static_cast<std::uint32_t>(tid),
                    .pid = static_cast<std::uint32_t>(pid),
                    .core = kNoCore,
                    .kind = kind,
                    .a = a,
                    .b = b});
}

}  // namespace gmpscope::kernel
