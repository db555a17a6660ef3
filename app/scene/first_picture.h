#pragma once
// What a trace file keeps as its first picture: the whole trace on the lanes that stand at a timeline's top, without
// labels on spans. For as long as the events are still being read. Any thread.

#include <QImage>
#include <QSize>

#include "app/scene/palette.h"
#include "core/trace/reader/stored_overview.h"

namespace gmpscope::app {

struct FirstPictureView {
  QSize size{1280, 480};  // logical pixels; a caption's height is left free at the top
  double devicePixelRatio = 1;
  Theme theme = Theme::Dark;
};

// Fits `image` to the view and draws every pixel.
void renderFirstPicture(const trace::StoredOverview& overview, const FirstPictureView& view, QImage& image);

}  // namespace gmpscope::app
