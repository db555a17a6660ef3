#pragma once
// The strip of the whole trace: how many processors execute goroutines, how many goroutines wait for one, gaps,
// and the window's frame.

#include <QImage>
#include <QSize>
#include <optional>

#include "app/scene/palette.h"
#include "app/scene/timeline_view.h"

namespace gmpscope::app {

struct OverviewView {
  QSize size{1280, 40};  // logical pixels
  double devicePixelRatio = 1;
  Theme theme = Theme::Dark;
  Nanos edge = 0;  // the trace's length
  WholeTrace whole{};
  TimeRange window;  // what the timeline shows
  std::optional<Nanos> playhead;
};

[[nodiscard]] Nanos overviewTimeAt(const OverviewView& view, double x);
[[nodiscard]] double overviewXOf(const OverviewView& view, Nanos t);

}  // namespace gmpscope::app
