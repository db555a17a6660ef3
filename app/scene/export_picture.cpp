#include "app/scene/export_picture.h"

#include <QImageWriter>
#include <QPainter>
#include <QSaveFile>
#include <algorithm>
#include <cmath>

#include "app/scene/fonts.h"
#include "app/scene/legend.h"
#include "app/scene/metrics.h"
#include "app/scene/render.h"
#include "app/scene/texts.h"

namespace gmpscope::app {
namespace {

namespace m = metrics;

Error badOption(const char* option, std::string expected) { return {"export", option, std::move(expected)}; }

std::optional<Error> wrong(const ExportOptions& options, Nanos edge) {
  if (!(options.scale >= 0.25 && options.scale <= 16)) return badOption("scale", "expected a number from 0.25 to 16");
  const auto fits = [&](int side) { return side >= m::kLeastPage && side * options.scale <= m::kMostPixels; };
  if (!fits(options.size.width()) || (options.size.height() != 0 && !fits(options.size.height()))) {
    return badOption("size", "expected sides from " + std::to_string(m::kLeastPage) + " to " +
                                 std::to_string(m::kMostPixels) + " pixels, scale included");
  }
  if (options.range &&
      (options.range->from < 0 || options.range->to <= options.range->from || options.range->from >= edge)) {
    return badOption("range", "expected FROM before TO, within the trace");
  }
  return std::nullopt;
}

QString titleOf(const analysis::TraceModel& model, const ExportOptions& options) {
  return options.title.isEmpty() ? QString::fromStdString(model.run().preset) : options.title;
}

QString captionOf(const analysis::TraceModel& model) {
  const auto& run = model.run();
  const Nanos whole = model.end().wholeLength;
  QStringList parts{QStringLiteral("GOMAXPROCS %1").arg(run.gomaxprocs), SceneTexts::tr("%1 cores").arg(run.cores),
                    lengthText(whole > 0 ? whole : model.edge())};
  if (const auto dropped = model.counters().dropped; dropped > 0)
    parts << SceneTexts::tr("%1 events lost").arg(grouped(static_cast<std::int64_t>(dropped)));
  return parts.join(QStringLiteral(" · "));
}

QImage blankPage(QSize size, double scale, Theme theme) {
  QImage page(
      QSize(static_cast<int>(std::lround(size.width() * scale)), static_cast<int>(std::lround(size.height() * scale))),
      QImage::Format_RGB32);
  page.setDevicePixelRatio(scale);
  page.fill(palette(theme).ground);
  return page;
}

void paintTitle(QPainter& painter, const QString& title, const QString& caption, int width, Theme theme) {
  const Palette& p = palette(theme);
  const QRect line(m::kPageMargin, m::kPageMargin - 4, width - 2 * m::kPageMargin, 24);
  painter.setFont(sceneFont(m::kTitleText, true));
  painter.setPen(QColor(p.text));
  painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(title, Qt::ElideRight, line.width()));
  painter.setFont(sceneFont(m::kSmallText));
  painter.setPen(QColor(p.dim));
  painter.drawText(line.translated(0, 22), Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(caption, Qt::ElideRight, line.width()));
}

// Copies a picture to whole device pixels of the page, without resampling.
void place(QImage& page, const QImage& picture, QPoint origin) {
  const double scale = page.devicePixelRatio();
  QImage target = page.copy();
  target.setDevicePixelRatio(1);
  QImage source = picture;
  source.setDevicePixelRatio(1);
  QPainter painter(&target);
  painter.drawImage(
      QPoint(static_cast<int>(std::lround(origin.x() * scale)), static_cast<int>(std::lround(origin.y() * scale))),
      source);
  painter.end();
  target.setDevicePixelRatio(scale);
  page = target;
}

Status write(const QImage& image, const QString& file) {
  QSaveFile out(file);
  const auto failed = [&](const QString& why) {
    return Error{file.toStdString(), "", "can't be written: " + why.toStdString()};
  };
  if (!out.open(QIODevice::WriteOnly)) return failed(out.errorString());
  QImageWriter writer(&out, "png");
  if (!writer.write(image)) return failed(writer.errorString());
  if (!out.commit()) return failed(out.errorString());
  return Nothing{};
}

}  // namespace

Result<TimelinePage> timelinePage(const analysis::TraceModel& model, const ExportOptions& options) {
  const Nanos edge = model.edge();
  if (auto error = wrong(options, edge)) return *error;
  if (edge <= 0) return badOption("trace", "expected events; it has none");
  TimelinePage page;
  const int width = options.size.width() - 2 * m::kPageMargin;
  int legend = legendHeight(width);
  const int without = m::kPageMargin + m::kPageTitle + 12 + 8 + 20 + m::kPageMargin;
  // A small page is for the lanes.
  if (options.size.height() != 0 && options.size.height() < 2 * (without + legend)) legend = 0;
  const int around = without + legend;

  TimeRange range = options.range.value_or(TimeRange{std::min(model.keptFrom(), edge - 1), edge});
  range.to = std::min(range.to, edge);

  TimelineView& view = page.view;
  view.theme = options.theme;
  view.groups = options.groups;
  view.edge = edge;
  view.lanes = options.lanes;
  LaneOrder& goroutines = view.lanes[static_cast<std::size_t>(LaneKind::Goroutine)];
  // A group that is closed tells how many there are.
  if (options.range || view.groups[static_cast<std::size_t>(LaneKind::Goroutine)] == GroupMode::Open) {
    goroutines = goroutinesIn(model, goroutines, range, edge);
  }
  view.size = QSize(width, m::kLeastPage);
  int height = options.size.height() - around;
  if (options.size.height() == 0) {
    height = TimelineGeometry::lanesArea(QSize(0, 0)).top() + TimelineGeometry(model, view).contentHeight();
    height = std::min(height, static_cast<int>(m::kMostPixels / options.scale) - around);
  }
  view.size.setHeight(std::max(height, 1));
  const QRect lanes = TimelineGeometry::lanesArea(view.size);
  view.viewport.setArea(lanes.width(), lanes.height(), options.scale);
  view.viewport.setTraceEnd(edge);
  // To the pixel, without the room that a window leaves.
  view.viewport.showWindow(static_cast<double>(range.from), static_cast<double>(range.length()) / lanes.width());

  QImage timeline;
  renderTimeline(model, view, timeline);
  page.origin = QPoint(m::kPageMargin, m::kPageMargin + m::kPageTitle);
  page.image = blankPage(QSize(options.size.width(), view.size.height() + around), options.scale, options.theme);
  place(page.image, timeline, page.origin);
  QPainter painter(&page.image);
  paintTitle(painter, titleOf(model, options), captionOf(model), options.size.width(), options.theme);
  const int top = page.origin.y() + view.size.height() + 12;
  if (legend > 0) paintLegend(painter, QRect(m::kPageMargin, top, width, legend), options.theme);
  paintScaleBar(painter, QPoint(m::kPageMargin + width, top + legend + 18), view.viewport, options.theme);
  return page;
}

Status exportTimeline(const analysis::TraceModel& model, const ExportOptions& options, const QString& file) {
  const auto page = timelinePage(model, options);
  if (!page) return page.error();
  return write(page.value().image, file);
}

Status exportBoard(const analysis::TraceModel& model, Nanos at, const ExportOptions& options, const QString& file) {
  if (auto error = wrong(options, model.edge())) return *error;
  if (at < 0 || at > model.edge()) return badOption("at", "expected an instant within the trace");
  const analysis::BoardState state = model.stateAt(at);
  BoardView view;
  view.theme = options.theme;
  view.devicePixelRatio = options.scale;
  view.size = QSize(options.size.width() - 2 * m::kPageMargin + 2 * m::kBoardMargin, m::kMostPixels);
  view.size.setHeight(BoardGeometry(model, state, view).contentHeight());
  QImage board;
  renderBoard(model, state, view, board);
  const int height = options.size.height() != 0 ? options.size.height()
                                                : m::kPageMargin + m::kPageTitle + view.size.height() + m::kPageMargin;
  QImage page = blankPage(QSize(options.size.width(), height), options.scale, options.theme);
  place(page, board, QPoint(m::kPageMargin - m::kBoardMargin, m::kPageMargin + m::kPageTitle));
  QPainter painter(&page);
  paintTitle(painter, titleOf(model, options), captionOf(model), options.size.width(), options.theme);
  painter.end();
  return write(page, file);
}

}  // namespace gmpscope::app
