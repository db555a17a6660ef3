#pragma once
// The fallback: a thread of ours that reads what /proc says of each thread of a process, about once a millisecond.
// It can't tell when a thread ran; it tells how long it had to wait for a core between two readings. Child processes
// are looked for more rarely: one that lives for less than a tenth of a second may go unseen.

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "core/base/result.h"
#include "core/kernel/proc_thread.h"
#include "core/kernel/thread_watch.h"

namespace gmpscope::kernel {

class ThreadSampler final : public ThreadWatch {
 public:
  // `hint` is what hint() will say. Fails without /proc/PID, or if the kernel keeps no schedstat.
  static Result<std::unique_ptr<ThreadSampler>> open(int pid, std::string hint);
  ~ThreadSampler() override;

  [[nodiscard]] Source source() const override { return Source::Sampled; }
  [[nodiscard]] std::string hint() const override { return hint_; }
  std::uint64_t drain(std::vector<SwitchRecord>& out) override;
  [[nodiscard]] double clockErrorNs() const override { return 0; }  // it stamps with the TSC itself
  [[nodiscard]] std::uint64_t cpuNanos() const override;

 private:
  struct Watched {
    ProcThread thread;
    int pid = 0;
    SchedTimes times;
    std::uint64_t involuntary = 0;
    std::uint64_t seenInRound = 0;
  };

  ThreadSampler(int pid, std::string hint);

  // The sampling thread only.
  void sample();
  bool round();          // false once the process is gone
  bool lookAt(int pid);  // false if there is no such process
  void findChildren();
  void startWatching(int pid, int tid);
  void look(int tid, Watched& watched);
  void note(int pid, int tid, SwitchKind kind, std::uint32_t a, std::uint32_t b);

  const int pid_;
  const std::string hint_;

  // The sampling thread only.
  std::map<int, Watched> threads_;
  std::set<int> children_;                            // processes, and theirs
  std::chrono::steady_clock::time_point searched_{};  // when they were looked for last
  std::vector<SwitchRecord> found_;
  std::uint64_t rounds_ = 0;

  std::mutex mutex_;  // protects what follows
  std::condition_variable wake_;
  std::vector<SwitchRecord> records_;
  std::uint64_t edge_ = 0;
  bool gone_ = false;
  bool ending_ = false;

  std::thread thread_;
};

}  // namespace gmpscope::kernel
