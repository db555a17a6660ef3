#pragma once
// How a span in each state looks on each kind of lane: the colour of four classes of rows.
//
//   edge    the first and the last row: frames, rounded ends
//   outer   above and below the half-height bar
//   inner   the half-height bar (runnable), in the middle
//   core    the thin bar within it (threads asleep)

#include <QRgb>
#include <array>

#include "app/scene/linear_light.h"
#include "app/scene/palette.h"
#include "app/scene/viewport.h"

namespace gmpscope::app {

enum class RowClass : std::uint8_t { Edge, Outer, Inner, Core };
inline constexpr std::size_t kRowClasses = 4;

class LaneStyle {
 public:
  LaneStyle(Theme theme, LaneKind kind);

  // 0: nothing is drawn in those rows.
  [[nodiscard]] QRgb colour(analysis::SpanState state, RowClass rows) const {
    return styles_[index(state)].colour[at(rows)];
  }
  [[nodiscard]] const Light& light(analysis::SpanState state, RowClass rows) const {
    return styles_[index(state)].light[at(rows)];
  }
  [[nodiscard]] bool full(analysis::SpanState state) const { return colour(state, RowClass::Outer) != 0; }

  // The class of row y of a lane that is `height` device pixels high.
  [[nodiscard]] static RowClass rowClass(int y, int height, double devicePixelRatio);

 private:
  struct Style {
    std::array<QRgb, kRowClasses> colour{};
    std::array<Light, kRowClasses> light{};
  };
  static std::size_t index(analysis::SpanState state) { return static_cast<std::size_t>(state); }
  static std::size_t at(RowClass rows) { return static_cast<std::size_t>(rows); }

  std::array<Style, analysis::kSpanStates> styles_;
};

}  // namespace gmpscope::app
