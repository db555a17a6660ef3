#include "app/scene/overview.h"

#include <QPainter>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/scene/linear_light.h"
#include "app/scene/render.h"
#include "core/analysis/overview.h"

namespace gmpscope::app {
namespace {

using analysis::SpanState;

constexpr int kPadding = 4;  // above and below the columns

// What the processors did in a column, in parts of all of them.
struct Shares {
  double executing = 0;
  double spinning = 0;
  double offCore = 0;
};

// Adds one of so many processors.
void add(const std::vector<analysis::Coverage::Shares>& columns, const std::vector<Nanos>& edges,
         std::size_t processors, std::vector<Shares>& to) {
  for (std::size_t j = 0; j < to.size(); ++j) {
    const double whole = static_cast<double>((edges[j + 1] - edges[j]) * static_cast<Nanos>(processors));
    const auto share = [&](SpanState state) {
      return static_cast<double>(columns[j][static_cast<std::size_t>(state)]) / whole;
    };
    to[j].executing += share(SpanState::Executing) + share(SpanState::Syscall) + share(SpanState::Fault);
    to[j].spinning += share(SpanState::Spinning);
    to[j].offCore += share(SpanState::OffCore);
  }
}

std::vector<Shares> sharesOf(const analysis::TraceModel& model, const OverviewView& view,
                             const std::vector<Nanos>& edges) {
  std::vector<Shares> result(edges.size() - 1);
  const std::size_t processors = model.processorCount();
  analysis::Coverage coverage;
  if (view.whole.overview) {
    for (const auto& lane : view.whole.overview->lanes) {
      if (lane.kind != trace::StoredOverview::LaneKind::Processor) continue;
      analysis::columnsOf(*view.whole.overview, lane, edges, coverage.shares);
      add(coverage.shares, edges, processors, result);
    }
    return result;
  }
  for (std::size_t p = 0; p < processors; ++p) {
    model.processor(p).columns(edges, view.edge, coverage);
    add(coverage.shares, edges, processors, result);
  }
  return result;
}

// Goroutines that wait for a processor, the most in each column; of a part, in its own.
std::vector<std::uint32_t> waitingOf(const analysis::TraceModel& model, const OverviewView& view,
                                     const std::vector<Nanos>& edges) {
  std::vector<std::uint32_t> result(edges.size() - 1);
  for (std::size_t j = 0; j < result.size(); ++j) {
    if (view.whole.overview && (edges[j + 1] <= view.whole.exact.from || edges[j] >= view.whole.exact.to)) continue;
    std::uint32_t sum = model.globalLength().extent(edges[j], edges[j + 1]).max;
    for (std::size_t p = 0; p < model.processorCount(); ++p)
      sum += model.queueLength(p).extent(edges[j], edges[j + 1]).max;
    result[j] = sum;
  }
  return result;
}

}  // namespace

Nanos overviewTimeAt(const OverviewView& view, double x) {
  const double share = std::clamp(x / std::max(view.size.width(), 1), 0.0, 1.0);
  return static_cast<Nanos>(share * static_cast<double>(view.edge));
}

double overviewXOf(const OverviewView& view, Nanos t) {
  return static_cast<double>(t) / static_cast<double>(std::max<Nanos>(view.edge, 1)) * view.size.width();
}

void renderOverview(const analysis::TraceModel& model, const OverviewView& view, QImage& image) {
  const double ratio = view.devicePixelRatio;
  const QSize size(static_cast<int>(std::lround(view.size.width() * ratio)),
                   static_cast<int>(std::lround(view.size.height() * ratio)));
  if (image.size() != size || image.format() != QImage::Format_RGB32) image = QImage(size, QImage::Format_RGB32);
  image.setDevicePixelRatio(ratio);
  const Palette& p = palette(view.theme);
  image.fill(p.ground);
  QPainter painter(&image);

  // Below: how many processors execute (and spin, or run off core); above: how many goroutines wait for one.
  const double height = view.size.height() - 2.0 * kPadding;
  const double upper = std::floor(height / 3);
  const double lower = height - upper - 1;
  const double base = kPadding + height;
  if (view.edge >= size.width() && model.processorCount() > 0) {
    const TimeScale scale = TimeScale::at(0, static_cast<double>(view.edge) / size.width());
    const std::vector<Nanos> edges = scale.edges(size.width());
    const auto shares = sharesOf(model, view, edges);
    const auto waiting = waitingOf(model, view, edges);
    const std::uint32_t most = std::max(*std::max_element(waiting.begin(), waiting.end()), 1U);
    const auto colour = [&p](SpanState state) { return QColor(p.state[static_cast<std::size_t>(state)]); };
    const QColor offCore(mixed(p.ground, p.state[static_cast<std::size_t>(SpanState::Executing)], 0.25F));
    for (std::size_t j = 0; j < shares.size(); ++j) {
      const double x = static_cast<double>(j) / ratio;
      double y = base;
      const auto bar = [&](double share, const QColor& fill) {
        if (share <= 0) return;
        painter.fillRect(QRectF(x, y - share * lower, 1 / ratio, share * lower), fill);
        y -= share * lower;
      };
      bar(shares[j].executing, colour(SpanState::Executing));
      bar(shares[j].offCore, offCore);
      bar(shares[j].spinning, colour(SpanState::Spinning));
      const double queue = upper * waiting[j] / most;
      if (queue > 0)
        painter.fillRect(QRectF(x, kPadding + upper - queue, 1 / ratio, queue), colour(SpanState::Runnable));
    }
  }
  for (const auto& gap : model.gaps()) {
    const double from = overviewXOf(view, gap.from);
    const QRectF rect(from, 0, std::max(overviewXOf(view, gap.to) - from, 2.0), view.size.height());
    painter.fillRect(rect, QColor(p.ground));
    painter.fillRect(rect, QBrush(QColor(p.dim), Qt::BDiagPattern));
  }

  if (view.whole.overview) {
    const double left = overviewXOf(view, view.whole.exact.from);
    const double width = std::max(overviewXOf(view, view.whole.exact.to) - left, 2.0);
    painter.fillRect(QRectF(left, view.size.height() - 2, width, 2), QColor(p.accent));
  }

  const double from = std::clamp(overviewXOf(view, view.window.from), 0.0, static_cast<double>(view.size.width()));
  const double to = std::clamp(overviewXOf(view, view.window.to), 0.0, static_cast<double>(view.size.width()));
  const double width = std::max(to - from, 4.0);
  const QRectF frame(std::min(from, view.size.width() - width), 0, width, view.size.height());
  QColor shade(p.accent);
  shade.setAlphaF(0.18F);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(QColor(p.accent), 1));
  painter.setBrush(shade);
  painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
  if (view.playhead) {
    painter.fillRect(QRectF(std::floor(overviewXOf(view, *view.playhead)), 0, 2, view.size.height()), QColor(p.accent));
  }
}

}  // namespace gmpscope::app
