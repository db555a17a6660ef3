#pragma once
// Where everything of a timeline stands: computed once, painted by whoever likes, asked by the mouse. Plain C++;
// costs what is visible, not what exists (there may be a million goroutines).
//
// Logical pixels, origin at the top left of the timeline. Any thread; a geometry doesn't change.

#include <QPointF>
#include <QRect>
#include <QString>
#include <optional>
#include <vector>

#include "app/scene/timeline_view.h"

namespace gmpscope::app {

struct TimelineRow {
  enum class Kind : std::uint8_t { Header, Lane };
  Kind kind = Kind::Lane;
  LaneKey lane;     // of a header: its group and index 0
  QRect rect;       // of a lane: where its spans are
  QRect band;       // a processor's queue band; else empty
  QRect labelRect;  // at the left of a lane; the whole header
  QString label;    // "P0", "M3", "G17 hash", "processors"
  QString caption;  // of a header, at the right
  const analysis::SpanLane* spans = nullptr;
  const analysis::StepSeries* queue = nullptr;
};

struct SpanLabel {
  QString text;
  QRectF rect;  // with plain ground around the text
};

struct TimelineHit {
  enum class Kind : std::uint8_t { Nothing, Ruler, Header, Label, Lane, Band };
  Kind kind = Kind::Nothing;
  LaneKey lane;                     // of a header: its group
  std::optional<std::size_t> span;  // in the lane, under the point
  Nanos time = 0;
};

class TimelineGeometry {
 public:
  TimelineGeometry(const analysis::TraceModel& model, const TimelineView& view);

  // The lanes' part of a timeline of that size: what the viewport needs.
  [[nodiscard]] static QRect lanesArea(QSize size);
  // The height of all rows, for the viewport's scrolling and for pictures that show everything.
  [[nodiscard]] int contentHeight() const { return contentHeight_; }

  [[nodiscard]] QRect lanes() const { return lanes_; }
  [[nodiscard]] QRect ruler() const { return ruler_; }
  [[nodiscard]] const std::vector<TimelineRow>& rows() const { return rows_; }  // visible ones, from the top
  [[nodiscard]] std::uint32_t queueScale() const { return queueScale_; }        // the length that fills a queue band

  [[nodiscard]] TimelineHit hit(QPointF point) const;
  [[nodiscard]] const TimelineRow* row(LaneKey lane) const;  // if it is visible
  // Where to scroll to see that lane, also if it isn't visible; -1 if its group is closed.
  [[nodiscard]] int scrollFor(LaneKey lane) const;
  // The visible part of a span, a whole number of device pixels wide (empty if it is out of sight).
  [[nodiscard]] QRectF spanRect(const TimelineRow& row, std::size_t span) const;
  // What is written on it, however narrow it is.
  [[nodiscard]] QString spanText(const TimelineRow& row, const analysis::Span& span) const;
  // The label in its visible part, the longest that fits, cut off where the span ends; no text if none fits.
  [[nodiscard]] SpanLabel label(const TimelineRow& row, std::size_t span) const;

 private:
  struct Group {
    LaneKind kind;
    GroupMode mode;
    std::uint32_t count;
    int top;     // of the header, in content coordinates
    int height;  // with the gap beneath
  };
  void layOut();
  void addRow(const Group& group, std::uint32_t position, int top);
  void addHeader(const Group& group);
  [[nodiscard]] std::uint32_t laneAt(LaneKind kind, std::uint32_t position) const;

  const analysis::TraceModel& model_;
  TimelineView view_;
  QRect lanes_;
  QRect ruler_;
  int contentHeight_ = 0;
  std::uint32_t queueScale_ = 1;
  std::vector<Group> groups_;
  std::vector<TimelineRow> rows_;
};

}  // namespace gmpscope::app
