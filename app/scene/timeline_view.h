#pragma once
// All that decides how a timeline's picture looks, apart from the trace itself. A value: copied to the thread
// that paints.

#include <QSize>
#include <array>
#include <memory>
#include <vector>

#include "app/scene/palette.h"
#include "app/scene/viewport.h"
#include "core/analysis/model.h"

namespace gmpscope::app {

enum class GroupMode : std::uint8_t { Open, Collapsed, Hidden };

// Lanes of one kind to show, in order; none: all of them.
using LaneOrder = std::shared_ptr<const std::vector<std::uint32_t>>;

struct TimelineView {
  QSize size{1280, 480};  // logical pixels; ruler and labels included
  Viewport viewport;      // its area must be TimelineGeometry::lanesArea(size)
  Theme theme = Theme::Dark;
  std::array<GroupMode, kLaneKinds> groups{GroupMode::Open, GroupMode::Open, GroupMode::Collapsed,
                                           GroupMode::Collapsed};
  std::array<LaneOrder, kLaneKinds> lanes{};  // by LaneKind
  Nanos edge = 0;                             // the model's edge when the picture is made; nothing after it is drawn
  bool live = false;                          // more is to come

  [[nodiscard]] const LaneOrder& order(LaneKind kind) const { return lanes[static_cast<std::size_t>(kind)]; }
};

// The goroutines of `order` (none: of all) that live at some time in `range`: the others' lanes are blank there.
[[nodiscard]] LaneOrder goroutinesIn(const analysis::TraceModel& model, const LaneOrder& order, TimeRange range,
                                     Nanos edge);

}  // namespace gmpscope::app
