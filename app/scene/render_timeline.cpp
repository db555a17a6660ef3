#include <algorithm>
#include <cmath>
#include <optional>

#include "app/scene/glyph_atlas.h"
#include "app/scene/metrics.h"
#include "app/scene/painter.h"
#include "app/scene/raster.h"
#include "app/scene/render.h"

namespace gmpscope::app {
namespace {

constexpr std::size_t kMostLabels = 500;  // the widest spans

struct Wanted {
  const TimelineRow* row;
  std::size_t span;
  analysis::SpanState state;
  std::uint32_t width;
};

void drawLabels(QImage& image, const TimelineGeometry& geometry, const TimelineView& view,
                std::vector<Wanted>& wanted) {
  if (wanted.size() > kMostLabels) {
    std::nth_element(wanted.begin(), wanted.begin() + kMostLabels, wanted.end(),
                     [](const Wanted& a, const Wanted& b) { return a.width > b.width; });
    wanted.resize(kMostLabels);
  }
  const Palette& p = palette(view.theme);
  const double ratio = view.viewport.devicePixelRatio();
  GlyphAtlas& atlas = GlyphAtlas::of(metrics::kSpanText, ratio);
  const auto device = [ratio](double logical) { return static_cast<int>(std::lround(logical * ratio)); };
  const QRect lanes(device(geometry.lanes().left()), device(geometry.lanes().top()), image.width(), image.height());
  for (const Wanted& w : wanted) {
    const SpanLabel label = geometry.label(*w.row, w.span);
    if (label.text.isEmpty()) continue;
    const int top = device(label.rect.top());
    const int height = device(label.rect.bottom()) - top;
    const QRect ground = QRect(device(label.rect.left()), top, device(label.rect.width()), height).intersected(lanes);
    const auto state = static_cast<std::size_t>(w.state);
    if (w.state == analysis::SpanState::Waiting) {
      // The texture must not run through the text.
      const int edge = std::max(device(1), 1);
      for (int y = std::max(ground.top(), top + edge); y <= std::min(ground.bottom(), top + height - 1 - edge); ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        std::fill(line + ground.left(), line + ground.right() + 1, p.state[state]);
      }
    }
    atlas.draw(image, device(label.rect.left() + metrics::kLabelGround), top + (height - atlas.height()) / 2,
               label.text, p.ink[state], ground);
  }
}

// Before and after the part that the model tells of: each column by what the file keeps of the whole. Of goroutines
// nothing is drawn there; the model of a part numbers them anew.
class Beyond {
 public:
  Beyond(QImage& image, const analysis::TraceModel& model, const TimelineView& view, QPoint lanes)
      : model_(model),
        whole_(view.whole),
        edges_(view.viewport.scale().edges(std::max(image.width() - lanes.x(), 1))),
        raster_(image, view.theme, view.viewport.devicePixelRatio(), view.viewport.scale(), lanes.x(), lanes.y(),
                whole_.overview->length) {}

  void drawLane(LaneKey lane, int top, int height) {
    if (lane.kind == LaneKind::Goroutine) return;
    const std::uint32_t number = lane.kind == LaneKind::Core ? model_.coreId(lane.index) : lane.index;
    const auto& lanes = whole_.overview->lanes;
    const auto stored = std::find_if(lanes.begin(), lanes.end(), [&](const trace::StoredOverview::Lane& each) {
      return laneKindOf(each) == lane.kind && each.number == number;
    });
    if (stored == lanes.end()) return;
    whole_.columns(*stored, edges_, shares_);
    raster_.drawShares(shares_, lane.kind, top, height);
  }

 private:
  const analysis::TraceModel& model_;
  const WholeTrace& whole_;
  std::vector<Nanos> edges_;
  std::vector<analysis::Coverage::Shares> shares_;
  Raster raster_;
};

}  // namespace

void renderTimeline(const analysis::TraceModel& model, const TimelineView& view, QImage& image) {
  const double ratio = view.viewport.devicePixelRatio();
  const QSize size(static_cast<int>(std::lround(view.size.width() * ratio)),
                   static_cast<int>(std::lround(view.size.height() * ratio)));
  if (image.size() != size || image.format() != QImage::Format_RGB32) image = QImage(size, QImage::Format_RGB32);
  image.setDevicePixelRatio(ratio);
  const TimelineGeometry geometry(model, view);
  {
    QPainter painter(&image);
    paintBehind(painter, geometry, view);
  }
  const auto device = [ratio](int logical) { return static_cast<int>(std::lround(logical * ratio)); };
  Raster raster(image, view.theme, ratio, view.viewport.scale(), device(geometry.lanes().left()),
                device(geometry.lanes().top()), view.edge);
  std::optional<Beyond> beyond;
  if (view.whole.overview)
    beyond.emplace(image, model, view, QPoint(device(geometry.lanes().left()), device(geometry.lanes().top())));
  std::vector<Wanted> wanted;
  const auto narrowest = static_cast<std::uint32_t>(metrics::kMinLabelledSpan * ratio) - 2;
  for (const TimelineRow& row : geometry.rows()) {
    if (row.kind != TimelineRow::Kind::Lane) continue;
    const int top = device(row.rect.top());
    const int height = device(row.rect.top() + row.rect.height()) - top;
    if (beyond) beyond->drawLane(row.lane, top, height);
    raster.drawLane(*row.spans, row.lane.kind, top, height);
    for (const auto& run : raster.runs()) {
      if (run.last - run.first >= narrowest) wanted.push_back({&row, run.span, run.state, run.last - run.first});
    }
    if (row.queue != nullptr) {
      const int band = device(row.band.top());
      raster.drawBand(*row.queue, geometry.queueScale(), band, device(row.band.top() + row.band.height()) - band);
    }
  }
  drawLabels(image, geometry, view, wanted);
  QPainter painter(&image);
  paintInFront(painter, model, geometry, view);
}

}  // namespace gmpscope::app
