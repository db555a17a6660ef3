#include "app/scene/legend.h"

#include <QFontMetrics>
#include <cmath>
#include <vector>

#include "app/scene/fonts.h"
#include "app/scene/metrics.h"
#include "app/scene/texts.h"

namespace gmpscope::app {
namespace {

using analysis::SpanState;
namespace m = metrics;

struct Entry {
  SpanState state;
  Qt::BrushStyle pattern;  // on a waiting span
  QString word;
};

std::vector<Entry> entries() {
  return {{SpanState::Executing, Qt::NoBrush, SceneTexts::tr("executing")},
          {SpanState::OffCore, Qt::NoBrush, SceneTexts::tr("runs, thread off core")},
          {SpanState::Runnable, Qt::NoBrush, SceneTexts::tr("runnable")},
          {SpanState::Syscall, Qt::NoBrush, SceneTexts::tr("system call")},
          {SpanState::Spinning, Qt::NoBrush, SceneTexts::tr("spinning")},
          {SpanState::Waiting, Qt::BDiagPattern, SceneTexts::tr("waits: channel")},
          {SpanState::Waiting, Qt::FDiagPattern, SceneTexts::tr("lock, wait group")},
          {SpanState::Waiting, Qt::Dense6Pattern, SceneTexts::tr("timer")},
          {SpanState::Waiting, Qt::CrossPattern, SceneTexts::tr("network")},
          {SpanState::NotOurs, Qt::NoBrush, SceneTexts::tr("not ours: idle or another process")},
          {SpanState::Absent, Qt::NoBrush, SceneTexts::tr("gone: fewer Ps")},
          {SpanState::Lost, Qt::NoBrush, SceneTexts::tr("lost")},
          {SpanState::Fault, Qt::NoBrush, SceneTexts::tr("fault")}};
}

// Places the entries; calls place(entry, x, y) for each and returns the height they need.
template <class Place>
int flow(int width, Place place) {
  const QFontMetrics metrics(sceneFont(m::kSmallText));
  int x = 0, y = 0;
  for (const Entry& entry : entries()) {
    const int used = m::kSwatchWidth + 6 + metrics.horizontalAdvance(entry.word) + 20;
    if (x > 0 && x + used - 20 > width) {
      x = 0;
      y += m::kLegendLine;
    }
    place(entry, x, y);
    x += used;
  }
  return y + m::kLegendLine;
}

void paintSwatch(QPainter& painter, const QRectF& rect, const Entry& entry, const Palette& p) {
  const QColor colour(p.state[static_cast<std::size_t>(entry.state)]);
  switch (entry.state) {
    case SpanState::Runnable:
      painter.fillRect(rect.adjusted(0, rect.height() / 4, 0, -rect.height() / 4), colour);
      return;
    case SpanState::OffCore:
      painter.fillRect(rect, colour);
      painter.fillRect(rect.adjusted(1, 1, -1, -1), QColor(p.hollow));
      return;
    case SpanState::Lost:
      painter.fillRect(rect, colour);
      painter.fillRect(rect, QBrush(QColor(p.ground), Qt::BDiagPattern));
      return;
    default:
      painter.fillRect(rect, colour);
      if (entry.pattern != Qt::NoBrush) painter.fillRect(rect, QBrush(QColor(p.texture), entry.pattern));
      return;
  }
}

}  // namespace

int legendHeight(int width) {
  return flow(width, [](const Entry&, int, int) {});
}

void paintLegend(QPainter& painter, const QRect& rect, Theme theme) {
  const Palette& p = palette(theme);
  painter.setFont(sceneFont(m::kSmallText));
  flow(rect.width(), [&](const Entry& entry, int x, int y) {
    const QRectF swatch(rect.left() + x, rect.top() + y + 4, m::kSwatchWidth, 12);
    paintSwatch(painter, swatch, entry, p);
    painter.setPen(QColor(p.dim));
    painter.drawText(QRectF(swatch.right() + 6, rect.top() + y, rect.width(), 20), Qt::AlignLeft | Qt::AlignVCenter,
                     entry.word);
  });
}

void paintScaleBar(QPainter& painter, QPoint right, const Viewport& viewport, Theme theme) {
  const Palette& p = palette(theme);
  const Nanos length = tickStep(80 * viewport.nanosPerPixel());
  const double width = static_cast<double>(length) / viewport.nanosPerPixel();
  const double left = right.x() - width;
  const QColor ink(p.text);
  painter.fillRect(QRectF(left, right.y(), width, 2), ink);
  painter.fillRect(QRectF(left, right.y() - 4, 1, 10), ink);
  painter.fillRect(QRectF(right.x() - 1, right.y() - 4, 1, 10), ink);
  painter.setFont(sceneFont(m::kSmallText));
  painter.setPen(ink);
  painter.drawText(QRectF(left - 160, right.y() - 10, 152, 20), Qt::AlignRight | Qt::AlignVCenter, lengthText(length));
}

}  // namespace gmpscope::app
