#pragma once
// Walks a goroutine's lane and tells what it did in a range: its times by state are added up, its starts, runs and
// waits are told one by one.

#include <optional>

#include "core/analysis/statistics.h"

namespace gmpscope::analysis {

class GoroutineWalk {
 public:
  struct Start {
    Nanos time = 0;
    Nanos latency = -1;  // -1: not known, after a gap
    MId m;
    std::uint16_t p = 0xfff;
    trace::WaitReason after = trace::WaitReason::None;  // what it had waited for; None: it hadn't waited
  };
  class Sink {
   public:
    virtual void started(const Start& start) = 0;
    virtual void ran(const Start& start, Nanos length) = 0;
    virtual void waited(trace::WaitReason reason, Nanos length) = 0;
    // While `span` its thread was off core, `part` of it in the range; it has been since `since`.
    virtual void stolen(const Span& span, Nanos part, Nanos since) = 0;

   protected:
    ~Sink() = default;
  };

  // `edge` is the model's, as long as the walk is to see the same. The range outlives the walk.
  GoroutineWalk(const TraceModel& model, LifeId g, const MeasuredRange& range, Nanos edge, Sink& sink);

  // All but the lengths. Once.
  [[nodiscard]] GoroutineStatistics walk();

 private:
  struct Run {
    Start start;
    Nanos length = 0;
  };

  [[nodiscard]] std::size_t first() const;
  void take(const Span& span);
  void runs(const Span& span, Nanos part);
  void start(const Span& span);
  [[nodiscard]] Nanos latencyOf(const Span& span) const;
  void endRun(Nanos at);
  void endWait(Nanos at);
  [[nodiscard]] StateAtEnd stateAtEnd() const;

  const TraceModel& model_;
  const Goroutine& goroutine_;
  const MeasuredRange& measured_;
  const StatisticsRange range_;
  const Nanos edge_;
  Sink& sink_;
  GoroutineStatistics sums_;

  Span last_;
  bool any_ = false;
  bool adjacent_ = false;  // the span in hand begins where the last one ended
  std::optional<Run> run_;
  std::optional<std::uint32_t> startedBy_;  // the event of the last start
  Nanos runnableSince_ = 0, waitsSince_ = 0, offSince_ = 0;
  trace::WaitReason after_ = trace::WaitReason::None;
};

}  // namespace gmpscope::analysis
