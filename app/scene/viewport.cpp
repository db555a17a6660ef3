#include "app/scene/viewport.h"

#include <algorithm>
#include <cmath>

namespace gmpscope::app {
namespace {

constexpr double kRoom = 0.02;      // of the width, on both sides of what is fitted
constexpr double kLiveRoom = 0.06;  // after the live edge
constexpr Nanos kShortest = 1'000;  // a window never has to be shorter than that, however short the trace is
constexpr std::size_t kHistory = 100;

}  // namespace

void Viewport::setArea(int width, int height, double devicePixelRatio) {
  width_ = std::max(width, 1);
  height_ = std::max(height, 1);
  ratio_ = std::max(devicePixelRatio, 0.1);
  follow();
  clamp();
}

void Viewport::setContentHeight(int height) {
  contentHeight_ = height;
  clamp();
}

void Viewport::setTraceEnd(Nanos end) {
  traceEnd_ = end;
  follow();
  clamp();
}

TimeRange Viewport::window() const { return {timeAt(0), timeAt(width_)}; }

TimeScale Viewport::scale() const { return TimeScale::at(look_.start, look_.nanosPerPixel / ratio_); }

double Viewport::xOf(Nanos t) const { return scale().xOf(t) / ratio_; }

Nanos Viewport::timeAt(double x) const { return scale().timeAt(x * ratio_); }

void Viewport::zoomAbout(double x, double factor) {
  const double under = look_.start + x * look_.nanosPerPixel;
  // A column is at least a nanosecond.
  const double next = std::clamp(look_.nanosPerPixel / factor, ratio_, std::max(widest(), ratio_));
  if (next == look_.nanosPerPixel) return;
  whole_ = false;
  look_.nanosPerPixel = next;
  look_.start = under - x * next;
  follow();
  clamp();
}

void Viewport::panBy(double pixels) {
  following_ = whole_ = false;
  look_.start += pixels * look_.nanosPerPixel;
  clamp();
}

void Viewport::fit(TimeRange fitted) {
  following_ = whole_ = false;
  const double length =
      std::max(static_cast<double>(fitted.length()), static_cast<double>(width_) * ratio_ * (1 - 2 * kRoom));
  look_.nanosPerPixel = length / (width_ * (1 - 2 * kRoom));
  look_.start = static_cast<double>(fitted.from + fitted.to) / 2 - look_.nanosPerPixel * width_ / 2;
  clamp();
}

void Viewport::fitAll() {
  look_.nanosPerPixel = widest();
  look_.start = -kRoom * look_.nanosPerPixel * width_;
  whole_ = true;
}

void Viewport::showWindow(double start, double nanosPerPixel) {
  following_ = whole_ = false;
  look_.start = start;
  look_.nanosPerPixel = nanosPerPixel;
  clamp();
}

void Viewport::reveal(Nanos t) {
  const double x = xOf(t);
  if (x >= 0 && x < width_) return;
  panBy(x - width_ / 2.0);
}

void Viewport::scrollTo(int y) {
  look_.scroll = y;
  clamp();
}

void Viewport::setFollowing(bool on) {
  following_ = on;
  follow();
  clamp();
}

void Viewport::remember() {
  if (history_.size() == kHistory) history_.erase(history_.begin());
  history_.push_back(look_);
}

bool Viewport::undo() {
  if (history_.empty()) return false;
  look_ = history_.back();
  history_.pop_back();
  following_ = whole_ = false;
  clamp();
  return true;
}

double Viewport::widest() const {
  return static_cast<double>(std::max(traceEnd_, kShortest)) / (width_ * (1 - 2 * kRoom));
}

void Viewport::follow() {
  if (whole_) {
    fitAll();
  } else if (following_) {
    look_.start = static_cast<double>(traceEnd_) - (1 - kLiveRoom) * look_.nanosPerPixel * width_;
  }
}

void Viewport::clamp() {
  look_.nanosPerPixel = std::clamp(look_.nanosPerPixel, ratio_, std::max(widest(), ratio_));
  // The middle stays within the trace.
  const double half = look_.nanosPerPixel * width_ / 2;
  look_.start = std::clamp(look_.start, -half, std::max(static_cast<double>(traceEnd_) - half, -half));
  look_.scroll = std::clamp(look_.scroll, 0, std::max(contentHeight_ - height_, 0));
}

}  // namespace gmpscope::app
