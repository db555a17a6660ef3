#pragma once
// Time <-> pixel, as pure functions. Column J of every picture starts at ceil(J * s) ns with J absolute, so
// panning by whole pixels changes no pixel.

#include <QString>
#include <cstdint>
#include <vector>

#include "core/base/ids.h"

namespace gmpscope::app {

struct TimeRange {
  Nanos from = 0;
  Nanos to = 0;
  [[nodiscard]] Nanos length() const { return to - from; }
  friend bool operator==(const TimeRange&, const TimeRange&) = default;
};

// Columns are device pixels.
struct TimeScale {
  std::int64_t first = 0;     // the absolute number of the leftmost column
  double nanosPerColumn = 1;  // at least 1

  // The scale nearest to a view that starts at `start` ns: the start is rounded to a whole column.
  static TimeScale at(double start, double nanosPerColumn);

  [[nodiscard]] Nanos columnStart(std::int64_t column) const;  // column is absolute
  [[nodiscard]] std::int64_t columnOf(Nanos t) const;          // absolute; columnStart(c) <= t < columnStart(c + 1)
  [[nodiscard]] double xOf(Nanos t) const;                     // in columns from the left edge
  [[nodiscard]] Nanos timeAt(double x) const;                  // its inverse, rounded down to a nanosecond
  // The starts of `count` columns and the end of the last.
  [[nodiscard]] std::vector<Nanos> edges(int count) const;
};

// The step of a ruler: 1, 2 or 5 times a power of ten nanoseconds, at least `minimum` long.
[[nodiscard]] Nanos tickStep(double minimum);

// Digits in groups of three, separated by thin spaces.
[[nodiscard]] QString grouped(std::int64_t value);
// "12.418 306 ms": an instant, shown as finely as `resolution` needs, in the unit that suits `reach` (a ruler's last
// instant, so that all of its labels have one unit; 0: in the unit that suits t).
[[nodiscard]] QString instantText(Nanos t, Nanos resolution, Nanos reach = 0);
// "1.2 ms", "340 µs": a length with two or three digits that count.
[[nodiscard]] QString lengthText(Nanos length);

}  // namespace gmpscope::app
