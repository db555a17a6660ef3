#pragma once
// A traced run that a thread outside controls meanwhile.

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>
#include <utility>

#include "core/runtime/control.h"
#include "core/trace/reader/op_expand.h"
#include "tests/support/traced_run.h"

namespace gmpscope::test {

using namespace std::chrono_literals;

// Goroutines go on until it is set.
using Flag = std::atomic<bool>;

class ControlledRun : public TracedRun {
 protected:
  // `outside` runs beside the run, from its start on; the run must end by what it does.
  RunRecord runControlled(std::function<void()> mainFn, std::function<void()> outside, gmp::Options options = {}) {
    std::thread thread([this, outside = std::move(outside)] {
      while (!began_.load(std::memory_order_acquire)) std::this_thread::yield();
      outside();
    });
    RunSettings settings;
    settings.options = options;
    settings.control = &control_;
    settings.onEvent = [this](const trace::Event& event) {
      if (event.kind() == trace::EventKind::RunHeld) held_.fetch_add(1, std::memory_order_release);
      if (event.kind() == trace::EventKind::KnobChange) knobsTold_.fetch_add(1, std::memory_order_release);
    };
    RunRecord record = runWith(settings, [this, mainFn = std::move(mainFn)] {
      began_.store(true, std::memory_order_release);
      mainFn();
    });
    thread.join();
    return record;
  }

  // Requests it, and waits until it is done.
  void carryOut(const gmp::rt::ControlRequest& request) {
    control_.request(request);
    EXPECT_TRUE(control_.waitUntilDone(60s)) << "a request is never done";
  }
  // Until the trace has told so many times that all stand.
  void waitUntilHeld(int times = 1) {
    const auto limit = std::chrono::steady_clock::now() + 60s;
    while (held_.load(std::memory_order_acquire) < times && std::chrono::steady_clock::now() < limit)
      std::this_thread::sleep_for(1ms);
    EXPECT_GE(held_.load(std::memory_order_acquire), times) << "somebody doesn't stand still";
  }

  gmp::rt::Control control_;
  std::atomic<int> held_{0};
  std::atomic<int> knobsTold_{0};  // changes

 private:
  Flag began_{false};
};

// Some microseconds of work: whoever only yields writes more events than a busy reader takes.
inline void compute() {
  static std::atomic<std::uint32_t> work{0};
  for (int i = 0; i < 3000; ++i) work.fetch_add(1, std::memory_order_relaxed);
}

// ThreadSanitizer delivers signals late, so there a goroutine stands at its next scheduling round only.
inline void mayStandHere() {
  if (kThreadSanitizer) gmp::gosched();
}

}  // namespace gmpscope::test
