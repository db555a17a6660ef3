#include "app/scene/palette.h"

#include <algorithm>
#include <cmath>

namespace gmpscope::app {
namespace {

using analysis::SpanState;

constexpr QRgb kInk = 0xff101216;
constexpr QRgb kWhite = 0xffffffff;

// In the order of SpanState.
std::array<QRgb, analysis::kSpanStates> states(QRgb executing, QRgb runnable, QRgb syscall, QRgb waiting, QRgb spinning,
                                               QRgb fault, QRgb notOurs, QRgb lost) {
  return {executing, runnable, syscall, waiting, spinning, fault, executing, notOurs, lost, notOurs};
}

double linear(int channel) {
  const double x = channel / 255.0;
  return x <= 0.04045 ? x / 12.92 : std::pow((x + 0.055) / 1.055, 2.4);
}

double luminance(QRgb colour) {
  return 0.2126 * linear(qRed(colour)) + 0.7152 * linear(qGreen(colour)) + 0.0722 * linear(qBlue(colour));
}

Palette finished(Palette p) {
  for (std::size_t s = 0; s < p.state.size(); ++s) p.ink[s] = inkOn(p.state[s]);
  p.ink[static_cast<std::size_t>(SpanState::OffCore)] = p.text;
  p.ink[static_cast<std::size_t>(SpanState::Lost)] = p.text;
  p.onAccent = inkOn(p.accent);
  return p;
}

Palette dark() {
  return finished({
      .ground = 0xff14161a,
      .surface = 0xff1a1d22,
      .border = 0xff2b3038,
      .grid = 0xff20242b,
      .text = 0xffe6e8eb,
      .dim = 0xff9aa1ab,
      .faint = 0xff6e7580,
      .accent = 0xff957deb,
      .onAccent = 0,
      .texture = 0xff6d80c4,
      .hollow = 0xff101216,
      .beyond = 0xff101216,
      .queue = 0xff5c4c26,
      .queueMin = 0xff927535,
      .state = states(0xff4bdba6, 0xffe6b648, 0xffe18600, 0xff3d508e, 0xff57adbe, 0xffff4b79, 0xff383b3f, 0xff4a4f57),
      .ink = {},
  });
}

Palette light() {
  return finished({
      .ground = 0xfff7f8fa,
      .surface = 0xffffffff,
      .border = 0xffdde1e6,
      .grid = 0xffe8ebef,
      .text = 0xff16181d,
      .dim = 0xff565d67,
      .faint = 0xff868d97,
      .accent = 0xff654e9b,
      .onAccent = 0,
      .texture = 0xff7f9fdc,
      .hollow = 0xffffffff,
      .beyond = 0xffedeff2,
      .queue = 0xfff7e0b9,
      .queueMin = 0xfff0c882,
      .state = states(0xff439c79, 0xffeba832, 0xffce7321, 0xffa6c5ff, 0xff36baba, 0xffc02a33, 0xffdedede, 0xffc3c7cd),
      .ink = {},
  });
}

Palette print() {
  Palette p = light();
  p.ground = p.surface = kWhite;
  p.beyond = 0xfff4f5f6;
  return p;
}

}  // namespace

const Palette& palette(Theme theme) {
  static const std::array<Palette, 3> palettes{dark(), light(), print()};
  return palettes[static_cast<std::size_t>(theme)];
}

double contrast(QRgb a, QRgb b) {
  const double first = luminance(a) + 0.05;
  const double second = luminance(b) + 0.05;
  return std::max(first, second) / std::min(first, second);
}

QRgb inkOn(QRgb ground) { return contrast(ground, kInk) >= contrast(ground, kWhite) ? kInk : kWhite; }

Texture textureOf(trace::WaitReason reason) {
  using trace::WaitReason;
  switch (reason) {
    case WaitReason::ChanReceive:
    case WaitReason::ChanSend:
    case WaitReason::ChanReceiveNil:
    case WaitReason::ChanSendNil:
    case WaitReason::Select:
    case WaitReason::SelectNoCases:
      return Texture::Slash;
    case WaitReason::WaitGroup:
    case WaitReason::MutexLock:
    case WaitReason::RWMutexRLock:
    case WaitReason::RWMutexLock:
    case WaitReason::CondWait:
    case WaitReason::Semaphore:
    case WaitReason::World:
      return Texture::Backslash;
    case WaitReason::Sleep:
      return Texture::Dots;
    case WaitReason::Network:
      return Texture::Grid;
    case WaitReason::None:
    case WaitReason::kCount:
      break;
  }
  return Texture::None;
}

}  // namespace gmpscope::app
