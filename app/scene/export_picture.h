#pragma once
// Pictures as files: the same geometry and raster as on the screen, with title, legend and scale bar. A file is
// written whole or not at all. Needs a QGuiApplication (fonts) but no display. Texts are in the application's language.

#include <QImage>
#include <QPoint>
#include <QSize>
#include <QString>
#include <array>
#include <optional>

#include "app/scene/timeline_view.h"
#include "core/base/result.h"

namespace gmpscope::app {

struct ExportOptions {
  QSize size{1600, 0};             // logical pixels; height 0: as high as all shown lanes need
  double scale = 1;                // device pixels per logical pixel
  std::optional<TimeRange> range;  // none: the whole trace
  Theme theme = Theme::Light;
  QString title;  // empty: the preset's name
  std::array<GroupMode, kLaneKinds> groups{GroupMode::Open, GroupMode::Open, GroupMode::Open, GroupMode::Collapsed};
  std::array<LaneOrder, kLaneKinds> lanes{};  // to show of each kind; none: all (of goroutines: who live in the range)
};

// A timeline's picture as a whole: the page, and what the timeline in it was made from, so that tests can ask the
// geometry what a pixel should be.
struct TimelinePage {
  QImage image;
  TimelineView view;
  QPoint origin;  // of the timeline on the page, logical pixels
};
[[nodiscard]] Result<TimelinePage> timelinePage(const analysis::TraceModel& model, const ExportOptions& options);

[[nodiscard]] Status exportTimeline(const analysis::TraceModel& model, const ExportOptions& options,
                                    const QString& file);
// The board at the instant `at`.
[[nodiscard]] Status exportBoard(const analysis::TraceModel& model, Nanos at, const ExportOptions& options,
                                 const QString& file);

}  // namespace gmpscope::app
