#pragma once
// The worker's end of the socket to the program that started it.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "core/base/descriptor.h"
#include "core/runtime/control.h"
#include "core/workload/stop_flag.h"

namespace gmpscope::app {

class Starter {
 public:
  explicit Starter(int socketFd) : socket_(socketFd) {}
  ~Starter();  // ends the watching
  Starter(const Starter&) = delete;
  Starter& operator=(const Starter&) = delete;

  // False if the other end has hung up. Once, before `watch`.
  [[nodiscard]] bool waitForGo();

  // From now on a thread of its own passes on what is asked of the run, and requests stop when the time is over, when
  // asked to, or when the other end has hung up; in the last case it ends the process if that doesn't come to its end
  // by itself.
  void watch(workload::StopFlag& stop, gmp::rt::Control& control, std::chrono::duration<double> time);

 private:
  enum class News { Stop, TimeIsOver, HungUp, Ending };

  void run(workload::StopFlag& stop, gmp::rt::Control& control, std::chrono::steady_clock::time_point end);
  [[nodiscard]] News wait(gmp::rt::Control& control, std::chrono::steady_clock::time_point end);
  bool passOn(gmp::rt::Control& control);
  void leaveIfStuck();

  Descriptor socket_;
  std::thread thread_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool ending_ = false;  // protected by mutex_
};

}  // namespace gmpscope::app
