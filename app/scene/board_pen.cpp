#include "app/scene/board_pen.h"

#include "app/scene/metrics.h"
#include "app/scene/texts.h"

namespace gmpscope::app {

namespace {

// Less has room for the id alone.
constexpr double kNamed = 64;

}  // namespace

BoardGeometry::Chip& BoardPen::chip(const QRectF& rect, LifeId g, analysis::SpanState state) {
  QString label = labelOf(g);
  if (rect.width() < kNamed) label = label.section(u' ', 0, 0);
  return out_.chips_.emplace_back(BoardGeometry::Chip{.rect = rect,
                                                      .text = label,
                                                      .note = {},
                                                      .state = state,
                                                      .target = {BoardHit::Kind::Goroutine, g.value},
                                                      .selected = view_.selected == g});
}

void BoardPen::chipOrSlot(const QRectF& rect, LifeId g, const QString& ifEmpty) {
  if (g.valid())
    chip(rect, g, analysis::SpanState::Runnable);
  else
    slot(rect, ifEmpty);
}

void BoardPen::cell(QPointF at, LifeId g) {
  chip({at, QSizeF(metrics::kQueueCell, metrics::kQueueCell)}, g, analysis::SpanState::Runnable).text.clear();
}

QString BoardPen::nameOf(LifeId g) const {
  const QString label = labelOf(g);
  const qsizetype space = label.indexOf(u' ');
  return space < 0 ? SceneTexts::tr("unnamed") : label.mid(space + 1);
}

}  // namespace gmpscope::app
