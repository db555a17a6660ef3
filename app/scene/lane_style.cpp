#include "app/scene/lane_style.h"

#include <algorithm>
#include <cmath>

namespace gmpscope::app {

using analysis::SpanState;

LaneStyle::LaneStyle(Theme theme, LaneKind kind) {
  const Palette& p = palette(theme);
  for (std::size_t s = 0; s < analysis::kSpanStates; ++s) {
    const auto state = static_cast<SpanState>(s);
    auto& colour = styles_[s].colour;
    colour.fill(p.state[s]);
    if (state == SpanState::OffCore) {
      colour = {p.state[s], p.hollow, p.hollow, p.hollow};
    } else if (state == SpanState::Runnable) {
      colour = {0, 0, p.state[s], p.state[s]};
    } else if (state == SpanState::Waiting && kind == LaneKind::Thread) {
      colour = {0, 0, 0, p.state[s]};
    }
    for (std::size_t k = 0; k < kRowClasses; ++k) {
      if (colour[k] != 0) styles_[s].light[k] = toLight(colour[k]);
    }
  }
}

RowClass LaneStyle::rowClass(int y, int height, double devicePixelRatio) {
  const int edge = std::max(static_cast<int>(std::lround(devicePixelRatio)), 1);
  if (y < edge || y >= height - edge) return RowClass::Edge;
  const int core = static_cast<int>(std::lround(4 * devicePixelRatio));
  const int coreTop = (height - core) / 2;
  if (y >= coreTop && y < coreTop + core) return RowClass::Core;
  const int quarter = height / 4;
  return y >= quarter && y < height - quarter ? RowClass::Inner : RowClass::Outer;
}

}  // namespace gmpscope::app
