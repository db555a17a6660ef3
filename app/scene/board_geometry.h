#pragma once
// The scheduler board: every goroutine is a chip that stands in exactly one place. Positions in logical pixels;
// plain C++, any thread.

#include <QPointF>
#include <QRectF>
#include <QSize>
#include <QString>
#include <optional>
#include <vector>

#include "app/scene/palette.h"
#include "core/analysis/model.h"

namespace gmpscope::app {

struct BoardView {
  QSize size{1000, 300};  // logical pixels
  double devicePixelRatio = 1;
  Theme theme = Theme::Dark;
  bool sampled = false;  // live: a sample of at most ten a second, and the board says so
  std::optional<LifeId> selected;
};

struct BoardHit {
  enum class Kind : std::uint8_t { Nothing, Goroutine, Processor, Thread, Fold };
  Kind kind = Kind::Nothing;
  std::uint32_t id = 0;  // LifeId, P or M
};

class BoardGeometry {
 public:
  struct Box {  // a card, a row, a room
    QRectF rect;
    QString title;
    QString note;  // at the right of the title
    bool idle = false;
    bool row = false;  // one line: title and note at the left, then the chips
  };
  struct Chip {
    QRectF rect;
    QString text;                                               // empty: a cell without a name
    QString note;                                               // at its right: since when
    analysis::SpanState state = analysis::SpanState::Runnable;  // OffCore is hollow
    trace::WaitReason reason = trace::WaitReason::None;
    BoardHit target;
    bool selected = false;
  };
  struct Slot {  // a place that is empty
    QRectF rect;
    QString text;
  };
  struct Text {
    enum class Look : std::uint8_t { Dim, Strong, Marked };
    QRectF rect;
    QString text;
    Look look = Look::Dim;
    bool right = false;
  };

  BoardGeometry(const analysis::TraceModel& model, const analysis::BoardState& state, const BoardView& view);

  [[nodiscard]] int contentHeight() const { return contentHeight_; }
  [[nodiscard]] const std::vector<Box>& boxes() const { return boxes_; }
  [[nodiscard]] const std::vector<Chip>& chips() const { return chips_; }
  [[nodiscard]] const std::vector<Slot>& emptySlots() const { return slots_; }
  [[nodiscard]] const std::vector<Text>& texts() const { return texts_; }
  [[nodiscard]] BoardHit hit(QPointF point) const;

 private:
  struct Area {
    QRectF rect;
    BoardHit target;
  };
  // These fill it.
  friend class BoardLayout;
  friend class BoardPen;

  int contentHeight_ = 0;
  std::vector<Box> boxes_;
  std::vector<Chip> chips_;
  std::vector<Slot> slots_;
  std::vector<Text> texts_;
  std::vector<Area> areas_;  // cards and rows that can be pointed at
};

}  // namespace gmpscope::app
