#pragma once
// The processors on the board: a card each with all that its P has, or, where there are many, a line each.

#include <cstdint>

#include "app/scene/board_pen.h"
#include "core/analysis/model.h"

namespace gmpscope::app {

class BoardProcessors {
 public:
  BoardProcessors(const analysis::BoardState& state, double width, BoardPen& pen)
      : state_(state), width_(width), pen_(pen) {}

  // There are few enough for cards, and these need no more than that height.
  [[nodiscard]] bool cardsFit(double height) const;
  // From y down; returns where they end.
  double layCards(double y);
  double layRows(double y);

 private:
  // The most columns of cards that fit, evened out over the lines they need.
  [[nodiscard]] int columns() const;
  [[nodiscard]] double cardWidth() const;
  [[nodiscard]] int cellsPerLine() const;
  // Lines of cells in every card: in steps, so that the board doesn't jump with each goroutine.
  [[nodiscard]] int cellLines() const;
  [[nodiscard]] double cardHeight() const;
  [[nodiscard]] double cardsHeight() const;
  [[nodiscard]] QString place(const analysis::ProcessorState& p) const;
  [[nodiscard]] QString fill(const analysis::ProcessorState& p) const;
  void card(std::uint32_t index, const QRectF& rect);
  void running(const analysis::ProcessorState& p, const QRectF& rect);
  void row(std::uint32_t index, const QRectF& rect);

  const analysis::BoardState& state_;
  double width_;
  BoardPen& pen_;
};

}  // namespace gmpscope::app
