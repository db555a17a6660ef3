#pragma once
// The part of a trace that statistics count: a range, without the time in which the run was held from outside, steps
// and the way to standing still included. How long something took then, somebody outside decided.

#include <vector>

#include "core/analysis/model.h"

namespace gmpscope::analysis {

// [from, to)
struct StatisticsRange {
  Nanos from = 0, to = 0;
  [[nodiscard]] Nanos length() const { return to - from; }
  [[nodiscard]] bool holds(Nanos t) const { return from <= t && t < to; }
};

class MeasuredRange {
 public:
  // What the model knows of being controlled now; what lasts is taken to last until `edge`.
  MeasuredRange(const TraceModel& model, StatisticsRange range, Nanos edge);

  [[nodiscard]] const StatisticsRange& range() const { return range_; }
  // How long it is without holds.
  [[nodiscard]] Nanos length() const { return between(range_.from, range_.to); }
  // Without holds, within the range or not. Start <= end.
  [[nodiscard]] Nanos between(Nanos start, Nanos end) const {
    return end - start - (heldBefore(end) - heldBefore(start));
  }
  // The same of what lies in the range.
  [[nodiscard]] Nanos part(Nanos start, Nanos end) const;
  // The range without holds, piece by piece.
  [[nodiscard]] std::vector<StatisticsRange> pieces() const;

 private:
  struct Held {
    Nanos from, to;
    Nanos before;  // held until from
  };
  [[nodiscard]] Nanos heldBefore(Nanos t) const;

  StatisticsRange range_;
  std::vector<Held> held_;  // in order, none of them empty
};

}  // namespace gmpscope::analysis
