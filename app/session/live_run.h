#pragma once
// A worker being watched: one thread moves what it writes (and what the kernel says of it) into recording and feed,
// until the worker has ended, however it does, and its arena is empty.

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "app/session/recording.h"
#include "app/session/trace_feed.h"
#include "app/session/tracer_meter.h"
#include "app/session/worker_process.h"
#include "core/kernel/thread_watch.h"
#include "core/trace/reader/arena_reader.h"
#include "core/trace/writer/arena.h"

namespace gmpscope::app {

class LiveRun {
 public:
  using Clock = std::chrono::steady_clock;

  struct Parts {
    WorkerProcess worker;
    trace::Arena arena;
    std::unique_ptr<kernel::ThreadWatch> watch;
    double seconds = 0;                 // then the worker is asked to end
    bool forwardErrors = false;         // the worker's stderr goes to ours as well
    bool shown = true;                  // the feed gets all; else nothing but the end
    std::uint64_t checkpointEvery = 0;  // events, at least
    std::string saveTo{};               // when it is over, what is kept is saved there; empty: nowhere
  };
  // The worker waits for its start, which this gives.
  LiveRun(Parts parts, TraceFeed& feed, Recording& recording);
  LiveRun(const LiveRun&) = delete;
  LiveRun& operator=(const LiveRun&) = delete;
  ~LiveRun();  // kills the worker if it still runs

  [[nodiscard]] bool over() const { return over_.load(std::memory_order_acquire); }
  [[nodiscard]] int pid() const { return pid_; }
  void stop() { stopAsked_.store(true, std::memory_order_relaxed); }  // the thread looks every two milliseconds
  // Is passed on to the worker, in this order. Any thread.
  void control(const WorkerControl& request);
  void wait() const { over_.wait(false, std::memory_order_acquire); }
  [[nodiscard]] std::string warning() const;

 private:
  void run();
  void waitForNews() const;
  std::uint64_t takeEvents();
  void makeCheckpoint(std::uint64_t frontier);
  void takeErrors();
  void takeKernel();
  void tell(const trace::TracerSample& sample);
  void sendControls();
  void keepDeadlines(Clock::time_point now);
  void drainAfterEnd();
  void warn(const std::string& text);
  [[nodiscard]] analysis::RunEnd classify(const WorkerStatus& status) const;

  Parts parts_;
  TraceFeed& feed_;
  Recording& recording_;
  trace::ArenaReader reader_;
  TracerMeter meter_;  // of the thread
  const int pid_;

  // The thread's own.
  Clock::time_point started_;
  Clock::time_point kernelTaken_{};
  Clock::time_point killAt_ = Clock::time_point::max();
  std::uint64_t sinceCheckpoint_ = 0;  // events
  std::uint64_t checkpointAt_ = parts_.checkpointEvery;
  bool timeIsOver_ = false;
  bool stopSent_ = false;
  bool killed_ = false;
  std::string errors_;  // the first of what it wrote
  std::vector<kernel::SwitchRecord> records_;

  // Shared.
  std::atomic<bool> stopAsked_{false};
  std::atomic<bool> abandoned_{false};
  std::atomic<bool> over_{false};
  std::mutex controlsMutex_;
  std::vector<WorkerControl> controls_;  // that weren't passed on yet
  mutable std::mutex warningMutex_;
  std::string warning_;

  std::thread thread_;  // last: it uses all of the above
};

}  // namespace gmpscope::app
