#pragma once
// The colours of ui.md: the data has the colour, the chrome has none. Print is the light theme on white.

#include <QRgb>
#include <array>

#include "core/analysis/span.h"

namespace gmpscope::app {

enum class Theme : std::uint8_t { Dark, Light, Print };

struct Palette {
  QRgb ground;   // behind lanes and cards
  QRgb surface;  // cards, headers, ruler
  QRgb border;   // of cards; separators
  QRgb grid;     // vertical lines at the ruler's ticks
  QRgb text;
  QRgb dim;       // secondary text
  QRgb faint;     // placeholders, empty slots
  QRgb accent;    // playhead, selection, steal, hand-off
  QRgb onAccent;  // text on it
  QRgb texture;   // a wait reason's pattern on the waiting colour
  QRgb hollow;    // inside a span whose thread is off core
  QRgb beyond;    // before the trace's start, after its edge
  QRgb queue;     // queue band: the largest length in a column
  QRgb queueMin;  // and what was never undercut in it
  std::array<QRgb, analysis::kSpanStates> state;
  std::array<QRgb, analysis::kSpanStates> ink;  // text on a span in that state
};

[[nodiscard]] const Palette& palette(Theme theme);

// Contrast ratio of WCAG, 1 to 21.
[[nodiscard]] double contrast(QRgb a, QRgb b);
// #101216 or white, whichever reads better on `ground`.
[[nodiscard]] QRgb inkOn(QRgb ground);

// Waiting is one hue; its reason is a texture and a word.
enum class Texture : std::uint8_t { None, Slash, Backslash, Dots, Grid };
[[nodiscard]] Texture textureOf(trace::WaitReason reason);

}  // namespace gmpscope::app
