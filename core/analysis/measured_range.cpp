#include "core/analysis/measured_range.h"

#include <algorithm>

namespace gmpscope::analysis {

MeasuredRange::MeasuredRange(const TraceModel& model, StatisticsRange range, Nanos edge) : range_(range) {
  Nanos sum = 0;
  for (const TraceModel::Hold& hold : model.controlled()) {
    const Nanos to = hold.to >= 0 ? hold.to : edge;
    if (to <= hold.from) continue;
    held_.push_back({hold.from, to, sum});
    sum += to - hold.from;
  }
}

Nanos MeasuredRange::heldBefore(Nanos t) const {
  const auto after =
      std::upper_bound(held_.begin(), held_.end(), t, [](Nanos at, const Held& h) { return at < h.from; });
  if (after == held_.begin()) return 0;
  const Held& last = *std::prev(after);
  return last.before + std::min(t, last.to) - last.from;
}

Nanos MeasuredRange::part(Nanos start, Nanos end) const {
  const Nanos from = std::max(start, range_.from);
  const Nanos to = std::min(end, range_.to);
  return from < to ? between(from, to) : 0;
}

std::vector<StatisticsRange> MeasuredRange::pieces() const {
  std::vector<StatisticsRange> pieces;
  Nanos from = range_.from;
  const auto upTo = [&](Nanos to) {
    if (from < to) pieces.push_back({from, to});
  };
  for (const Held& held : held_) {
    if (held.from >= range_.to) break;
    upTo(held.from);
    from = std::max(from, held.to);
  }
  upTo(range_.to);
  return pieces;
}

}  // namespace gmpscope::analysis
