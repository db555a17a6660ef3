#include "app/scene/linear_light.h"

#include <algorithm>
#include <cmath>

namespace gmpscope::app {
namespace {

constexpr std::size_t kSteps = 4096;

struct Tables {
  std::array<float, 256> light;
  std::array<std::uint8_t, kSteps> code;

  Tables() {
    for (std::size_t i = 0; i < light.size(); ++i) {
      const double x = static_cast<double>(i) / 255;
      light[i] = static_cast<float>(x <= 0.04045 ? x / 12.92 : std::pow((x + 0.055) / 1.055, 2.4));
    }
    for (std::size_t i = 0; i < kSteps; ++i) {
      const double x = static_cast<double>(i) / (kSteps - 1);
      const double y = x <= 0.0031308 ? 12.92 * x : 1.055 * std::pow(x, 1 / 2.4) - 0.055;
      code[i] = static_cast<std::uint8_t>(std::lround(y * 255));
    }
  }
};

const Tables& tables() {
  static const Tables made;
  return made;
}

}  // namespace

Light toLight(QRgb colour) {
  const auto& light = tables().light;
  return {light[static_cast<std::size_t>(qRed(colour))], light[static_cast<std::size_t>(qGreen(colour))],
          light[static_cast<std::size_t>(qBlue(colour))]};
}

QRgb toRgb(const Light& light) {
  const auto& code = tables().code;
  const auto channel = [&code](float value) {
    const float scaled = std::clamp(value, 0.F, 1.F) * static_cast<float>(kSteps - 1) + 0.5F;
    return static_cast<int>(code[static_cast<std::size_t>(scaled)]);
  };
  return qRgb(channel(light.red), channel(light.green), channel(light.blue));
}

QRgb mixed(QRgb a, QRgb b, float share) {
  Light light;
  light.add(toLight(a), 1 - share);
  light.add(toLight(b), share);
  return toRgb(light);
}

}  // namespace gmpscope::app
