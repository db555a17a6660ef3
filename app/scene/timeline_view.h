#pragma once
// All that decides how a timeline's picture looks, apart from the trace itself. A value: copied to the thread
// that paints.

#include <QSize>
#include <array>
#include <memory>
#include <span>
#include <vector>

#include "app/scene/palette.h"
#include "app/scene/viewport.h"
#include "core/analysis/model.h"
#include "core/trace/reader/stored_overview.h"

namespace gmpscope::app {

enum class GroupMode : std::uint8_t { Open, Collapsed, Hidden };

// Lanes of one kind to show, in order; none: all of them.
using LaneOrder = std::shared_ptr<const std::vector<std::uint32_t>>;

[[nodiscard]] LaneKind laneKindOf(const trace::StoredOverview::Lane& lane);

// Of a long file a model tells of a part alone; before and after it stands what the file keeps of the whole.
struct WholeTrace {
  std::shared_ptr<const trace::StoredOverview> overview;  // null: the model tells all
  TimeRange exact;                                        // what the model tells

  // The part's columns of these are blank.
  void columns(const trace::StoredOverview::Lane& lane, std::span<const Nanos> edges,
               std::vector<analysis::Coverage::Shares>& out) const;
};

struct TimelineView {
  QSize size{1280, 480};  // logical pixels; ruler and labels included
  Viewport viewport;      // its area must be TimelineGeometry::lanesArea(size)
  Theme theme = Theme::Dark;
  std::array<GroupMode, kLaneKinds> groups{GroupMode::Open, GroupMode::Open, GroupMode::Collapsed,
                                           GroupMode::Collapsed};
  std::array<LaneOrder, kLaneKinds> lanes{};  // by LaneKind
  Nanos edge = 0;  // the model's edge when the picture is made; nothing after it is drawn of it
  WholeTrace whole{};
  bool live = false;  // more is to come

  // Where the trace ends.
  [[nodiscard]] Nanos end() const { return whole.overview ? whole.overview->length : edge; }

  [[nodiscard]] const LaneOrder& order(LaneKind kind) const { return lanes[static_cast<std::size_t>(kind)]; }
};

// The goroutines of `order` (none: of all) that live at some time in `range`: the others' lanes are blank there.
[[nodiscard]] LaneOrder goroutinesIn(const analysis::TraceModel& model, const LaneOrder& order, TimeRange range,
                                     Nanos edge);

}  // namespace gmpscope::app
