#pragma once
// Mixing colours by share of light, as the eye does at a distance, not by their sRGB numbers.

#include <QRgb>
#include <array>
#include <cstdint>

namespace gmpscope::app {

struct Light {
  float red = 0, green = 0, blue = 0;

  void add(const Light& other, float share) {
    red += other.red * share;
    green += other.green * share;
    blue += other.blue * share;
  }
};

[[nodiscard]] Light toLight(QRgb colour);
[[nodiscard]] QRgb toRgb(const Light& light);
// `share` of b, the rest of a.
[[nodiscard]] QRgb mixed(QRgb a, QRgb b, float share);

}  // namespace gmpscope::app
