#include "app/scene/board_geometry.h"

#include <QStringList>
#include <algorithm>
#include <cmath>

#include "app/scene/board_pen.h"
#include "app/scene/board_processors.h"
#include "app/scene/board_rooms.h"
#include "app/scene/metrics.h"
#include "app/scene/texts.h"
#include "app/scene/time_scale.h"

namespace gmpscope::app {
namespace {

using analysis::BoardState;
namespace m = metrics;

}  // namespace

// Lays one board out, from the top down.
class BoardLayout {
 public:
  BoardLayout(const analysis::TraceModel& model, const BoardState& state, const BoardView& view, BoardGeometry& out)
      : model_(model),
        state_(state),
        view_(view),
        out_(out),
        pen_(model, view, out),
        width_(view.size.width() - 2.0 * m::kBoardMargin) {}

  void run() {
    header();
    const double below = m::kCardGap + m::kRoomHeight + m::kCardGap + 20 + m::kBoardMargin;
    BoardProcessors processors(state_, width_, pen_);
    y_ = processors.cardsFit(std::max(view_.size.height(), 300) - y_ - below) ? processors.layCards(y_)
                                                                              : processors.layRows(y_);
    y_ = layRooms(state_, width_, y_, pen_);
    layStatus();
    out_.contentHeight_ = static_cast<int>(std::ceil(y_ + m::kBoardMargin));
  }

 private:
  using Look = BoardPen::Look;

  void header() {
    const QRectF line(m::kBoardMargin, 4, width_, m::kBoardHeader - 4);
    pen_.text(line, SceneTexts::tr("Board"), Look::Strong);
    const QString at = SceneTexts::tr("at %1").arg(instantText(state_.time, 1));
    pen_.text(line.adjusted(60, 0, 0, 0),
              view_.sampled ? at + QStringLiteral(" · ") + SceneTexts::tr("sampled, at most ten times a second") : at);
    y_ = m::kBoardHeader;
  }

  void layStatus() {
    const QRectF line(m::kBoardMargin, y_, width_, 20);
    y_ += 20;
    if (state_.folded)
      return pen_.text(line, SceneTexts::tr("The details of this time are folded, to make room for later ones"),
                       Look::Marked);
    QStringList parts;
    const auto list = [](const auto& ids, QChar letter) {
      QStringList names;
      for (const auto& id : ids) {
        if (names.size() == 8) {
          names << QStringLiteral("+%1").arg(ids.size() - 8);
          break;
        }
        names << letter + QString::number(valueOf(id));
      }
      return names.isEmpty() ? QStringLiteral("–") : names.join(u' ');
    };
    parts << SceneTexts::tr("Idle Ps %1").arg(list(state_.idleP, u'P'))
          << SceneTexts::tr("idle Ms %1").arg(list(state_.idleM, u'M'));
    parts << SceneTexts::tr("spinning %1").arg(list(state_.spinning, u'M'));
    const std::size_t cores = model_.coreCount();
    parts
        << (state_.executing >= 0
                ? SceneTexts::tr("%1 run, %2 execute on %3 cores").arg(state_.running).arg(state_.executing).arg(cores)
                : SceneTexts::tr("%1 run, at most %2 execute")
                      .arg(state_.running)
                      .arg(std::min<int>(static_cast<int>(state_.running), model_.run().cores)));
    parts << SceneTexts::tr("%1 alive").arg(grouped(state_.alive));
    pen_.text(line, parts.join(QStringLiteral(" · ")));
    if (const QString idle = idleBesideWork(); !idle.isEmpty()) pen_.text(line, idle, Look::Marked, true);
  }

  // Work that waits while a processor idles.
  [[nodiscard]] QString idleBesideWork() const {
    std::size_t waiting = state_.global.size();
    for (const auto& p : state_.processors) waiting += p.queue.size();
    if (waiting == 0 || state_.idleP.empty()) return {};
    return SceneTexts::tr("%1 wait while P%2 idles")
        .arg(grouped(static_cast<std::int64_t>(waiting)))
        .arg(state_.idleP.back());
  }

  static std::uint32_t valueOf(std::uint32_t id) { return id; }
  static std::uint32_t valueOf(MId id) { return id.value; }

  const analysis::TraceModel& model_;
  const BoardState& state_;
  const BoardView& view_;
  BoardGeometry& out_;
  BoardPen pen_;
  double width_;
  double y_ = 0;
};

BoardGeometry::BoardGeometry(const analysis::TraceModel& model, const BoardState& state, const BoardView& view) {
  BoardLayout(model, state, view, *this).run();
}

BoardHit BoardGeometry::hit(QPointF point) const {
  for (const Chip& chip : chips_) {
    if (chip.rect.contains(point)) return chip.target;
  }
  // What lies above was added later.
  for (auto area = areas_.rbegin(); area != areas_.rend(); ++area) {
    if (area->rect.contains(point)) return area->target;
  }
  return {};
}

}  // namespace gmpscope::app
