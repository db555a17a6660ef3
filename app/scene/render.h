#pragma once
// The ways into the scene: a picture of a model. On the screen and in files it is the same one. Each fits `image`
// to its view (size times device pixel ratio, Format_RGB32) and draws every pixel. Any thread; the model is only
// read.

#include <QImage>

#include "app/scene/board_geometry.h"
#include "app/scene/overview.h"
#include "app/scene/timeline_geometry.h"

namespace gmpscope::app {

void renderTimeline(const analysis::TraceModel& model, const TimelineView& view, QImage& image);
void renderBoard(const analysis::TraceModel& model, const analysis::BoardState& state, const BoardView& view,
                 QImage& image);
void renderOverview(const analysis::TraceModel& model, const OverviewView& view, QImage& image);

}  // namespace gmpscope::app
