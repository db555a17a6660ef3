#pragma once
// Spans and queue bands straight into an image, a row class at a time. A column that lies in one span has its
// colour, others the mix of what is in them by time. What a pixel becomes depends on its absolute column only,
// never on where the window starts.

#include <QImage>
#include <QRect>
#include <array>
#include <vector>

#include "app/scene/lane_style.h"
#include "app/scene/time_scale.h"
#include "core/analysis/model.h"

namespace gmpscope::app {

// One picture's lanes: knows its columns. Not shared between threads.
class Raster {
 public:
  // The columns begin at `left` device pixels in `image` and end with it; rows above `top` aren't touched.
  Raster(QImage& image, Theme theme, double devicePixelRatio, const TimeScale& scale, int left, int top, Nanos edge);

  void drawLane(const analysis::SpanLane& lane, LaneKind kind, int y, int height);
  // A lane of which only the time per state in each column is known.
  void drawShares(const std::vector<analysis::Coverage::Shares>& shares, LaneKind kind, int y, int height);
  // The runs of the lane drawn last, for its labels.
  [[nodiscard]] const std::vector<analysis::Coverage::Run>& runs() const { return coverage_.runs; }
  // `full` is the value that fills the band.
  void drawBand(const analysis::StepSeries& series, std::uint32_t full, int y, int height);

 private:
  struct Segment {
    int from, to;
  };
  struct Extent {  // of a run, as if nothing were cut off: absolute columns relative to the first
    std::int64_t from, to;
    bool startsOnColumn;
  };
  [[nodiscard]] QRgb* line(int y) { return reinterpret_cast<QRgb*>(image_.scanLine(y)) + left_; }
  [[nodiscard]] Extent extent(const analysis::Coverage::Run& run, const analysis::SpanLane& lane) const;
  void colourColumns(const LaneStyle& style);
  void finishRun(const analysis::Coverage::Run& run, const analysis::SpanLane& lane, const LaneStyle& style);
  void copyRows(int y, int height);
  void texture(const analysis::Coverage::Run& run, const analysis::SpanLane& lane, const LaneStyle& style, int y,
               int height);
  void fade(std::size_t column, float share);

  QImage& image_;
  const Palette& palette_;
  double ratio_;
  TimeScale scale_;
  int left_;
  int top_;
  int width_;
  Nanos edge_;
  Light ground_;
  std::vector<LaneStyle> styles_;  // by LaneKind
  std::vector<Nanos> edges_;       // of one column more than are drawn
  analysis::Coverage coverage_;
  std::array<std::vector<QRgb>, kRowClasses> rows_;
};

}  // namespace gmpscope::app
