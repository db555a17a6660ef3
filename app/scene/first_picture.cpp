#include "app/scene/first_picture.h"

#include <QPainter>
#include <algorithm>
#include <cmath>
#include <vector>

#include "app/scene/fonts.h"
#include "app/scene/metrics.h"
#include "app/scene/raster.h"
#include "app/scene/texts.h"
#include "app/scene/timeline_view.h"
#include "core/analysis/overview.h"

namespace gmpscope::app {
namespace {

using Lane = trace::StoredOverview::Lane;
using Kind = trace::StoredOverview::LaneKind;

QString label(const Lane& lane) {
  switch (lane.kind) {
    case Kind::Core:
      return SceneTexts::tr("CPU %1").arg(lane.number);
    case Kind::Processor:
      return QStringLiteral("P%1").arg(lane.number);
    case Kind::Thread:
      return QStringLiteral("M%1").arg(lane.number);
    case Kind::Goroutine:
      break;
  }
  return QString::fromStdString(lane.name);
}

struct Row {
  const Lane* lane;
  int top;  // logical pixels
  int height;
};

std::vector<Row> rowsOf(const trace::StoredOverview& overview, int bottom) {
  std::vector<Row> rows;
  int top = metrics::kRulerHeight;
  for (const Lane& lane : overview.lanes) {
    if (!rows.empty() && rows.back().lane->kind != lane.kind) top += metrics::kGroupGap;
    const bool wide = lane.kind == Kind::Core || lane.kind == Kind::Processor;
    const int height = wide ? metrics::kWideLane : metrics::kNarrowLane;
    if (top >= bottom) break;
    rows.push_back({&lane, top, height});
    top += height + metrics::kLaneGap;
  }
  return rows;
}

}  // namespace

void renderFirstPicture(const trace::StoredOverview& overview, const FirstPictureView& view, QImage& image) {
  const double ratio = view.devicePixelRatio;
  const auto device = [ratio](int logical) { return static_cast<int>(std::lround(logical * ratio)); };
  const QSize size(device(view.size.width()), device(view.size.height()));
  if (image.size() != size || image.format() != QImage::Format_RGB32) image = QImage(size, QImage::Format_RGB32);
  image.setDevicePixelRatio(ratio);
  const Palette& p = palette(view.theme);
  image.fill(p.ground);

  const std::vector<Row> rows = rowsOf(overview, view.size.height());
  const int left = device(metrics::kLabelWidth);
  const int width = std::max(size.width() - left, 1);
  const TimeScale scale = TimeScale::at(0, static_cast<double>(overview.length) / width);
  const std::vector<Nanos> edges = scale.edges(width);
  Raster raster(image, view.theme, ratio, scale, left, device(metrics::kRulerHeight), overview.length);
  std::vector<analysis::Coverage::Shares> shares;
  for (const Row& row : rows) {
    analysis::columnsOf(overview, *row.lane, edges, shares);
    const int top = device(row.top);
    raster.drawShares(shares, laneKindOf(*row.lane), top, device(row.top + row.height) - top);
  }

  QPainter painter(&image);
  painter.setFont(sceneFont(metrics::kSmallText));
  painter.setPen(QColor(p.dim));
  for (const Row& row : rows) {
    const QRect rect(12, row.top, metrics::kLabelWidth - 20, row.height);
    painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(label(*row.lane), Qt::ElideRight, rect.width()));
  }
}

}  // namespace gmpscope::app
