#pragma once
// What the parts of the board are put down with: chips, cells, empty slots, words, and what can be pointed at.

#include <QRectF>
#include <QString>

#include "app/scene/board_geometry.h"
#include "core/analysis/model.h"

namespace gmpscope::app {

class BoardPen {
 public:
  using Look = BoardGeometry::Text::Look;

  BoardPen(const analysis::TraceModel& model, const BoardView& view, BoardGeometry& out)
      : model_(model), view_(view), out_(out) {}

  void box(BoardGeometry::Box box) { out_.boxes_.push_back(std::move(box)); }
  void area(const QRectF& rect, BoardHit target) { out_.areas_.push_back({rect, target}); }
  void chip(BoardGeometry::Chip chip) { out_.chips_.push_back(std::move(chip)); }
  // A goroutine's, with its name if there is room; to be completed by the caller.
  BoardGeometry::Chip& chip(const QRectF& rect, LifeId g, analysis::SpanState state);
  // A runnable one in its place, or that place without one.
  void chipOrSlot(const QRectF& rect, LifeId g, const QString& ifEmpty = {});
  // A runnable goroutine without its name.
  void cell(QPointF at, LifeId g);
  void slot(const QRectF& rect, const QString& text = {}) { out_.slots_.push_back({rect, text}); }
  void text(const QRectF& rect, const QString& words, Look look = Look::Dim, bool right = false) {
    out_.texts_.push_back({rect, words, look, right});
  }

  // What comes after a goroutine's id.
  [[nodiscard]] QString nameOf(LifeId g) const;

 private:
  [[nodiscard]] QString labelOf(LifeId g) const { return QString::fromStdString(model_.label(g)); }

  const analysis::TraceModel& model_;
  const BoardView& view_;
  BoardGeometry& out_;
};

// Where the n-th place of a grid stands that is filled line by line.
[[nodiscard]] inline QPointF placeInGrid(std::size_t n, std::size_t columns, double pitchX, double pitchY) {
  const std::size_t line = n / columns;
  return {static_cast<double>(n - line * columns) * pitchX, static_cast<double>(line) * pitchY};
}

}  // namespace gmpscope::app
