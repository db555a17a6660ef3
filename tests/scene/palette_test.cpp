#include "app/scene/palette.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace gmpscope::app {
namespace {

using analysis::SpanState;
using Vector = std::array<double, 3>;
using Matrix = std::array<Vector, 3>;

double linear(int channel) {
  const double x = channel / 255.0;
  return x <= 0.04045 ? x / 12.92 : std::pow((x + 0.055) / 1.055, 2.4);
}

Vector times(const Matrix& m, const Vector& v) {
  Vector result{};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t k = 0; k < 3; ++k) result[i] += m[i][k] * v[k];
  }
  return result;
}

Vector oklab(const Vector& rgb) {
  Vector lms = times({{{0.4122214708, 0.5363325363, 0.0514459929},
                       {0.2119034982, 0.6806995451, 0.1073969566},
                       {0.0883024619, 0.2817188376, 0.6299787005}}},
                     rgb);
  for (double& x : lms) x = std::cbrt(x);
  return times({{{0.2104542553, 0.7936177850, -0.0040720468},
                 {1.9779984951, -2.4285922050, 0.4505937099},
                 {0.0259040371, 0.7827717662, -0.8086757660}}},
               lms);
}

// Full dichromacy after Machado, Oliveira and Fernandes (2009), on linear light.
struct Vision {
  const char* name;
  Matrix matrix;
};
const std::array<Vision, 4> kVisions{{
    {"normal", {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}},
    {"protanopia",
     {{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}}},
    {"deuteranopia",
     {{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}}},
    {"tritanopia",
     {{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}}},
}};

Vector seen(QRgb colour, const Vision& vision) {
  Vector rgb = times(vision.matrix, {linear(qRed(colour)), linear(qGreen(colour)), linear(qBlue(colour))});
  for (double& x : rgb) x = std::clamp(x, 0.0, 1.0);
  return oklab(rgb);
}

class EveryTheme : public testing::TestWithParam<Theme> {};

TEST_P(EveryTheme, TellsStatesApartInEveryVision) {
  const Palette& p = palette(GetParam());
  std::vector<std::pair<std::string, QRgb>> colours{{"accent", p.accent}};
  const std::vector<std::pair<const char*, SpanState>> states{
      {"executing", SpanState::Executing}, {"runnable", SpanState::Runnable}, {"system call", SpanState::Syscall},
      {"waiting", SpanState::Waiting},     {"spinning", SpanState::Spinning}, {"fault", SpanState::Fault},
      {"not ours", SpanState::NotOurs}};
  for (const auto& [name, state] : states) colours.emplace_back(name, p.state[static_cast<std::size_t>(state)]);
  for (const Vision& vision : kVisions) {
    for (std::size_t i = 0; i < colours.size(); ++i) {
      for (std::size_t k = 0; k < i; ++k) {
        const Vector a = seen(colours[i].second, vision);
        const Vector b = seen(colours[k].second, vision);
        EXPECT_GE(std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]), 0.09)
            << colours[i].first << " and " << colours[k].first << " in " << vision.name;
      }
    }
  }
}

TEST_P(EveryTheme, HasReadableTextOnEveryState) {
  const Palette& p = palette(GetParam());
  for (std::size_t s = 0; s < analysis::kSpanStates; ++s) {
    const auto state = static_cast<SpanState>(s);
    if (state == SpanState::Lost) continue;  // hatched, and carries no text
    const QRgb ground = state == SpanState::OffCore ? p.hollow : p.state[s];
    EXPECT_GE(contrast(p.ink[s], ground), 4.5) << "state " << s;
  }
  EXPECT_GE(contrast(p.onAccent, p.accent), 4.5);
}

TEST_P(EveryTheme, HasReadableChrome) {
  const Palette& p = palette(GetParam());
  for (const QRgb ground : {p.ground, p.surface, p.beyond}) {
    EXPECT_GE(contrast(p.text, ground), 7);
    EXPECT_GE(contrast(p.dim, ground), 4.5);
    EXPECT_GE(contrast(p.accent, ground), 4.5);
  }
}

std::string nameOf(const testing::TestParamInfo<Theme>& theme) {
  switch (theme.param) {
    case Theme::Dark:
      return "Dark";
    case Theme::Light:
      return "Light";
    case Theme::Print:
      break;
  }
  return "Print";
}
INSTANTIATE_TEST_SUITE_P(Palette, EveryTheme, testing::Values(Theme::Dark, Theme::Light, Theme::Print), nameOf);

TEST(Palette, TakesTheBetterInk) {
  EXPECT_EQ(inkOn(0xffffffff), 0xff101216);
  EXPECT_EQ(inkOn(0xff202020), 0xffffffff);
  EXPECT_NEAR(contrast(0xff000000, 0xffffffff), 21, 0.01);
}

TEST(Palette, HasATextureForEveryWayToWait) {
  using trace::WaitReason;
  for (int r = 1; r < static_cast<int>(WaitReason::kCount); ++r)
    EXPECT_NE(textureOf(static_cast<WaitReason>(r)), Texture::None) << r;
  EXPECT_EQ(textureOf(WaitReason::ChanSend), Texture::Slash);
  EXPECT_EQ(textureOf(WaitReason::MutexLock), Texture::Backslash);
  EXPECT_EQ(textureOf(WaitReason::Sleep), Texture::Dots);
  EXPECT_EQ(textureOf(WaitReason::Network), Texture::Grid);
}

}  // namespace
}  // namespace gmpscope::app
