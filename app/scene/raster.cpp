#include "app/scene/raster.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace gmpscope::app {
namespace {

using analysis::Coverage;
using analysis::SpanLane;
using analysis::SpanState;

constexpr std::int64_t kSeparated = 4;  // spans of so many columns are set apart from what is before them
constexpr std::int64_t kRounded = 6;    // and of so many have rounded ends
constexpr float kSeparatorGround = 0.75F;
constexpr float kCornerGround = 0.6F;

// What begins behind the edge isn't final, even if it is there already: columns behind it stay empty.
int columnsUntil(Nanos edge, const TimeScale& scale, int most) {
  return static_cast<int>(std::clamp<std::int64_t>(scale.columnOf(edge) + 1 - scale.first, 0, most));
}

// Texture at a place of an 8 x 8 tile that stands still while the window moves.
bool marked(Texture texture, int x, int y) {
  switch (texture) {
    case Texture::Slash:
      return ((x + y) & 7) == 7;
    case Texture::Backslash:
      return ((x - y) & 7) == 0;
    case Texture::Dots:
      return (x & 3) == 1 && (y & 3) == 2;
    case Texture::Grid:
      return (x & 7) == 0 || (y & 3) == 2;
    case Texture::None:
      break;
  }
  return false;
}

}  // namespace

Raster::Raster(QImage& image, Theme theme, double devicePixelRatio, const TimeScale& scale, int left, int top,
               Nanos edge)
    : image_(image),
      palette_(palette(theme)),
      ratio_(devicePixelRatio),
      scale_(scale),
      left_(left),
      top_(top),
      width_(columnsUntil(edge, scale, std::max(image.width() - left, 0))),
      edge_(edge),
      ground_(toLight(palette_.ground)),
      edges_(scale.edges(width_ + 1)) {
  for (std::size_t kind = 0; kind < kLaneKinds; ++kind) styles_.emplace_back(theme, static_cast<LaneKind>(kind));
  for (auto& row : rows_) row.resize(static_cast<std::size_t>(width_));
}

void Raster::drawLane(const SpanLane& lane, LaneKind kind, int y, int height) {
  // One column more: a span that begins right of the picture decides how its last column looks.
  lane.columns(edges_, edge_, coverage_);
  const LaneStyle& style = styles_[static_cast<std::size_t>(kind)];
  colourColumns(style);
  for (const Coverage::Run& run : coverage_.runs) finishRun(run, lane, style);
  copyRows(y, height);
  for (const Coverage::Run& run : coverage_.runs) {
    if (run.state == SpanState::Waiting || run.state == SpanState::Lost) texture(run, lane, style, y, height);
  }
}

void Raster::drawShares(const std::vector<Coverage::Shares>& shares, LaneKind kind, int y, int height) {
  coverage_.shares = shares;
  coverage_.shares.resize(edges_.size() - 1);
  coverage_.solid.assign(coverage_.shares.size(), 0);
  coverage_.runs.clear();
  colourColumns(styles_[static_cast<std::size_t>(kind)]);
  copyRows(y, height);
}

void Raster::colourColumns(const LaneStyle& style) {
  const auto width = static_cast<std::size_t>(width_);
  for (std::size_t j = 0; j < width;) {
    if (const std::uint8_t solid = coverage_.solid[j]; solid != 0) {
      std::size_t end = j + 1;
      while (end < width && coverage_.solid[end] == solid) ++end;
      for (std::size_t k = 0; k < kRowClasses; ++k) {
        std::fill(rows_[k].begin() + static_cast<std::ptrdiff_t>(j),
                  rows_[k].begin() + static_cast<std::ptrdiff_t>(end),
                  style.colour(static_cast<SpanState>(solid - 1), static_cast<RowClass>(k)));
      }
      j = end;
      continue;
    }
    const Coverage::Shares& shares = coverage_.shares[j];
    const float whole = 1.F / static_cast<float>(edges_[j + 1] - edges_[j]);
    std::array<Light, kRowClasses> light{};
    std::array<float, kRowClasses> drawn{};
    for (std::size_t s = 0; s < analysis::kSpanStates; ++s) {
      if (shares[s] == 0) continue;
      const float share = static_cast<float>(shares[s]) * whole;
      const auto state = static_cast<SpanState>(s);
      for (std::size_t k = 0; k < kRowClasses; ++k) {
        if (style.colour(state, static_cast<RowClass>(k)) == 0) continue;
        light[k].add(style.light(state, static_cast<RowClass>(k)), share);
        drawn[k] += share;
      }
    }
    for (std::size_t k = 0; k < kRowClasses; ++k) {
      if (drawn[k] == 0) {
        rows_[k][j] = 0;
        continue;
      }
      light[k].add(ground_, 1 - drawn[k]);
      rows_[k][j] = toRgb(light[k]);
    }
    ++j;
  }
}

Raster::Extent Raster::extent(const Coverage::Run& run, const SpanLane& lane) const {
  Extent result{run.first, run.last, false};
  // What lies in sight is known; only a run that reaches a border may go on.
  const auto last = static_cast<std::uint32_t>(edges_.size() - 1);
  const analysis::Span span = lane.at(run.span, edge_);
  if (run.first == 0) {
    const std::int64_t column = scale_.columnOf(span.start);
    result.from = column + (scale_.columnStart(column) < span.start ? 1 : 0) - scale_.first;
  }
  if (run.last == last) result.to = scale_.columnOf(span.end) - scale_.first;
  result.startsOnColumn = scale_.columnStart(scale_.first + result.from) == span.start;
  return result;
}

void Raster::fade(std::size_t column, float share) {
  for (auto& row : rows_) {
    if (row[column] != 0) row[column] = mixed(row[column], palette_.ground, share);
  }
}

void Raster::finishRun(const Coverage::Run& run, const SpanLane& lane, const LaneStyle& style) {
  const bool cutOff = run.first == 0 || run.last == edges_.size() - 1;
  if (!cutOff && run.last - run.first < 3) return;
  const Extent whole = extent(run, lane);
  const std::int64_t length = whole.to - whole.from;
  const auto visible = [this](std::int64_t column) { return column >= 0 && column < width_; };
  if (!visible(whole.from) && !visible(whole.from - 1) && !visible(whole.to - 1)) return;

  // Neighbours are told apart by the column in which they meet.
  std::int64_t begin = whole.from;
  if (length >= kSeparated) {
    if (!whole.startsOnColumn) {
      if (visible(begin - 1)) fade(static_cast<std::size_t>(begin - 1), kSeparatorGround);
    } else if (run.span > 0 && lane.at(run.span - 1, edge_).end == lane.at(run.span, edge_).start) {
      if (visible(begin)) fade(static_cast<std::size_t>(begin), kSeparatorGround);
      ++begin;
    }
  }
  if (run.state == SpanState::OffCore && length >= 3) {
    const QRgb frame = style.colour(SpanState::OffCore, RowClass::Edge);
    for (const std::int64_t side : {begin, whole.to - 1}) {
      if (!visible(side)) continue;
      for (auto& row : rows_) row[static_cast<std::size_t>(side)] = frame;
    }
  }
  if (length >= kRounded) {
    // The outermost rows that the state has.
    auto rows = RowClass::Edge;
    while (style.colour(run.state, rows) == 0) rows = static_cast<RowClass>(static_cast<int>(rows) + 1);
    if (rows != RowClass::Edge) return;  // bars have square ends
    auto& row = rows_[static_cast<std::size_t>(rows)];
    for (const std::int64_t side : {begin, whole.to - 1}) {
      if (!visible(side)) continue;
      QRgb& corner = row[static_cast<std::size_t>(side)];
      corner = mixed(corner, palette_.ground, kCornerGround);
    }
  }
}

void Raster::copyRows(int y, int height) {
  std::array<std::vector<Segment>, kRowClasses> segments;
  for (std::size_t k = 0; k < kRowClasses; ++k) {
    const auto& row = rows_[k];
    for (int x = 0; x < width_;) {
      if (row[static_cast<std::size_t>(x)] == 0) {
        ++x;
        continue;
      }
      const int from = x;
      while (x < width_ && row[static_cast<std::size_t>(x)] != 0) ++x;
      segments[k].push_back({from, x});
    }
  }
  const int first = std::max(y, top_);
  const int last = std::min(y + height, image_.height());
  for (int row = first; row < last; ++row) {
    const auto k = static_cast<std::size_t>(LaneStyle::rowClass(row - y, height, ratio_));
    QRgb* to = line(row);
    for (const Segment& segment : segments[k]) {
      std::memcpy(to + segment.from, rows_[k].data() + segment.from,
                  static_cast<std::size_t>(segment.to - segment.from) * sizeof(QRgb));
    }
  }
}

void Raster::texture(const Coverage::Run& run, const SpanLane& lane, const LaneStyle& style, int y, int height) {
  const bool lost = run.state == SpanState::Lost;
  if (!style.full(run.state)) return;
  const Texture pattern = lost ? Texture::Slash : textureOf(lane.at(run.span, edge_).detail.reason);
  const Extent whole = extent(run, lane);
  if (pattern == Texture::None || whole.to - whole.from < kSeparated) return;
  const QRgb colour = lost ? palette_.ground : palette_.texture;
  const int grain = std::max(static_cast<int>(std::lround(ratio_)), 1);
  const int first = std::max(y, top_);
  const int last = std::min(y + height, image_.height());
  const int from = static_cast<int>(std::max<std::int64_t>(whole.from + (whole.startsOnColumn ? 1 : 0), 0));
  const int to = std::min(static_cast<int>(run.last), width_);
  // Non-negative, and the same whatever the window.
  const std::int64_t phase = ((scale_.first % (8 * grain)) + 8 * grain) % (8 * grain);
  for (int row = first; row < last; ++row) {
    if (LaneStyle::rowClass(row - y, height, ratio_) == RowClass::Edge) continue;
    QRgb* pixels = line(row);
    for (int x = from; x < to; ++x) {
      if (marked(pattern, static_cast<int>((x + phase) / grain), (row - y) / grain)) pixels[x] = colour;
    }
  }
}

void Raster::drawBand(const analysis::StepSeries& series, std::uint32_t full, int y, int height) {
  std::vector<std::pair<int, int>> filled(
      static_cast<std::size_t>(width_));  // rows from below: never undercut, reached
  const auto rowsOf = [&](std::uint32_t value) {
    return static_cast<int>(std::ceil(static_cast<double>(std::min(value, full)) * height / full));
  };
  for (std::size_t j = 0; j < filled.size(); ++j) {
    if (edges_[j + 1] <= 0 || edges_[j] >= edge_) continue;
    const auto extent = series.extent(edges_[j], std::min(edges_[j + 1], edge_));
    filled[j] = {rowsOf(extent.min), rowsOf(extent.max)};
  }
  const int first = std::max(y, top_);
  const int last = std::min(y + height, image_.height());
  for (int row = first; row < last; ++row) {
    QRgb* pixels = line(row);
    const int level = y + height - row;
    for (std::size_t j = 0; j < filled.size(); ++j) {
      if (level > filled[j].second) continue;
      pixels[j] = level <= filled[j].first ? palette_.queueMin : palette_.queue;
    }
  }
}

}  // namespace gmpscope::app
