#pragma once
// What part of a trace is looked at: trace >= window >= range, selection, playhead, vertical scroll. One owner
// (the GUI thread); a plain value, so painters get copies.

#include <compare>
#include <cstdint>
#include <optional>
#include <vector>

#include "app/scene/time_scale.h"

namespace gmpscope::app {

enum class LaneKind : std::uint8_t { Core, Processor, Thread, Goroutine };
inline constexpr std::size_t kLaneKinds = 4;

struct LaneKey {
  LaneKind kind = LaneKind::Processor;
  std::uint32_t index = 0;  // in the model: core(index), processor(index), thread(index), goroutine(LifeId(index))
  friend auto operator<=>(const LaneKey&, const LaneKey&) = default;
};

struct SpanKey {
  LaneKey lane;
  std::size_t span = 0;
  friend bool operator==(const SpanKey&, const SpanKey&) = default;
};

class Viewport {
 public:
  // The lanes' area in logical pixels, labels and ruler not counted.
  void setArea(int width, int height, double devicePixelRatio);
  // All lanes together; scrolling stops where they end.
  void setContentHeight(int height);
  // The trace reaches to `end`. While following, the window moves with it.
  void setTraceEnd(Nanos end);

  [[nodiscard]] int width() const { return width_; }
  [[nodiscard]] int height() const { return height_; }
  [[nodiscard]] double devicePixelRatio() const { return ratio_; }
  [[nodiscard]] Nanos traceEnd() const { return traceEnd_; }

  // The window.
  [[nodiscard]] double start() const { return look_.start; }  // ns at the left edge
  [[nodiscard]] double nanosPerPixel() const { return look_.nanosPerPixel; }
  [[nodiscard]] TimeRange window() const;
  [[nodiscard]] TimeScale scale() const;    // in device pixels
  [[nodiscard]] double xOf(Nanos t) const;  // logical pixels from the lanes' left edge
  [[nodiscard]] Nanos timeAt(double x) const;

  // `factor` above 1 looks closer; the time under x stays where it is.
  void zoomAbout(double x, double factor);
  void panBy(double pixels);   // positive: later
  void fit(TimeRange fitted);  // with a little room on both sides
  void fitAll();
  void showWindow(double start, double nanosPerPixel);
  // Moves the window, if needed, so that `t` is inside it.
  void reveal(Nanos t);

  [[nodiscard]] int scroll() const { return look_.scroll; }
  void scrollTo(int y);
  void scrollBy(int pixels) { scrollTo(look_.scroll + pixels); }

  // The window follows the trace's end. Panning, zooming and fitting a part end it.
  void setFollowing(bool on);
  [[nodiscard]] bool following() const { return following_; }

  // Undo of changes of the look; a wheel's turn or a drag calls remember() once, before it.
  void remember();
  bool undo();

  std::optional<TimeRange> range;
  std::optional<SpanKey> selection;
  std::optional<Nanos> playhead;  // none: at the live edge

 private:
  struct Look {
    double start = 0;
    double nanosPerPixel = 1000;
    int scroll = 0;
  };
  void clamp();
  [[nodiscard]] double widest() const;
  void follow();

  int width_ = 1;
  int height_ = 1;
  int contentHeight_ = 0;
  double ratio_ = 1;
  Nanos traceEnd_ = 0;
  Look look_;
  bool following_ = false;
  bool whole_ = true;  // shows all of the trace, also while it grows
  std::vector<Look> history_;
};

}  // namespace gmpscope::app
