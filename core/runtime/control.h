#pragma once
// Controlling a run from outside while it goes on: for the worker and for tests, not part of the public interface. A
// Control is made before the run, handed to runTraced, and outlives it. Its requests are carried out one after the
// other by the run's sysmon, and each is told in the trace.
//
// All functions: any thread but those of a run that is held.

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <variant>

#include "core/trace/writer/knob_table.h"

namespace gmp::rt {

struct M;

// All stand still where they are. Done when they do, or when somebody takes long (he is in foreign code).
struct PauseRequest {};
// All go on.
struct ResumeRequest {};
// So many times one M goes on for one decision, in a run that is held (or is, from now on). Done after the last one.
struct StepRequest {
  std::uint32_t count = 1;
  std::optional<std::uint32_t> p{};  // whose M; none: who has stood for longest
};
// From now on a step each so many nanoseconds, until a pause or a resume.
struct SlowRequest {
  std::int64_t interval = 0;
};
// So many Ps, 1 and more. A goroutine of the run does it: in one that is held, once it goes on.
struct ProcsRequest {
  std::uint32_t count = 1;
};
// One of the knobs that may change live (knobs.h), others stay as they are. When: as above.
struct KnobRequest {
  gmpscope::trace::Knob knob{};
  std::uint64_t value = 0;
};
using ControlRequest = std::variant<PauseRequest, ResumeRequest, StepRequest, SlowRequest, ProcsRequest, KnobRequest>;

class Control {
 public:
  Control() = default;
  Control(const Control&) = delete;
  Control& operator=(const Control&) = delete;

  // Before the run it waits for its start; after it, nothing happens.
  void request(const ControlRequest& request);
  // Whoever controlled the run has gone: what was requested and isn't done yet is forgotten, and the run goes on.
  void abandon();
  // Until all that was requested is done, or the run is over. False: not within that time.
  bool waitUntilDone(std::chrono::nanoseconds atMost);

  // --- for the run's sysmon

  void attach(M& sysmon);
  void detach();
  // The next request; the one before it is done.
  std::optional<ControlRequest> next();
  // Whether it was abandoned since the last time.
  bool takeAbandoned();

 private:
  std::mutex mutex_;
  std::condition_variable done_;
  std::deque<ControlRequest> requests_;  // protected by mutex_, as all below
  bool underWay_ = false;                // one that was taken isn't done yet
  bool abandoned_ = false;
  bool over_ = false;
  M* sysmon_ = nullptr;
};

}  // namespace gmp::rt
