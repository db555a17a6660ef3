#pragma once
// What of a timeline isn't spans, by QPainter: ruler, group headers, lane labels, playhead, selection, gaps.

#include <QPainter>
#include <vector>

#include "app/scene/timeline_geometry.h"

namespace gmpscope::app {

struct Tick {
  Nanos time;
  double x;  // logical pixels from the lanes' left edge
};
// The ruler's ticks, with their step.
struct Ticks {
  Nanos step;
  std::vector<Tick> ticks;
};
[[nodiscard]] Ticks rulerTicks(const Viewport& viewport);

// Before the spans: ground, what lies outside the trace, the grid.
void paintBehind(QPainter& painter, const TimelineGeometry& geometry, const TimelineView& view);
// After them.
void paintInFront(QPainter& painter, const analysis::TraceModel& model, const TimelineGeometry& geometry,
                  const TimelineView& view);

}  // namespace gmpscope::app
