#pragma once
// What the colours and shapes mean, beneath an exported picture.

#include <QPainter>
#include <QRect>

#include "app/scene/palette.h"
#include "app/scene/viewport.h"

namespace gmpscope::app {

// How high the legend is on a page of that width; its entries wrap.
[[nodiscard]] int legendHeight(int width);
void paintLegend(QPainter& painter, const QRect& rect, Theme theme);

// A bar with its length in time, its right end at (right, y).
void paintScaleBar(QPainter& painter, QPoint right, const Viewport& viewport, Theme theme);

}  // namespace gmpscope::app
