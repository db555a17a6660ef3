#include "app/scene/board_rooms.h"

#include <QFontMetrics>
#include <algorithm>
#include <map>

#include "app/scene/board_room.h"
#include "app/scene/fonts.h"
#include "app/scene/metrics.h"
#include "app/scene/texts.h"
#include "app/scene/time_scale.h"

namespace gmpscope::app {

namespace m = metrics;

namespace {

using trace::WaitReason;

QString wordOf(WaitReason reason) {
  const std::string_view word = trace::words(reason);
  return QString::fromUtf8(word.data(), static_cast<qsizetype>(word.size()));
}

// How many, and why if it is one reason and the words fit beside the title.
QString noteOf(const BoardRoom& room, double width) {
  if (room.folded) return {};  // said once for all
  if (!room.known) return SceneTexts::tr("unknown since the gap");
  QString count = grouped(static_cast<std::int64_t>(room.guests.size()));
  if (room.reasons.size() != 1 || room.reasons.begin()->first == WaitReason::Sleep) return count;
  QString note = wordOf(room.reasons.begin()->first) + QStringLiteral(" · ") + count;
  const int used = QFontMetrics(sceneFont(m::kText, true)).horizontalAdvance(room.title) +
                   QFontMetrics(sceneFont(m::kSmallText)).horizontalAdvance(note);
  return used + 12 <= width ? note : count;
}

BoardGeometry::Chip& guest(const QRectF& rect, const BoardRoom& room, std::size_t index, BoardPen& pen) {
  BoardGeometry::Chip& chip = pen.chip(rect, room.guests[index].goroutine, room.state);
  chip.reason = room.guests[index].reason;
  return chip;
}

// More chips than fit: one a name, with how many, the most first.
struct Fold {
  QString name;
  std::size_t count = 0;
  std::size_t first = 0;
};
std::vector<Fold> fold(const BoardRoom& room, const BoardPen& pen) {
  std::map<QString, Fold> byName;
  for (std::size_t k = 0; k < room.guests.size(); ++k) {
    Fold& fold = byName[pen.nameOf(room.guests[k].goroutine)];
    if (fold.count++ == 0) fold.first = k;
  }
  std::vector<Fold> folds;
  for (const auto& [name, fold] : byName) folds.push_back({name, fold.count, fold.first});
  std::stable_sort(folds.begin(), folds.end(), [](const Fold& a, const Fold& b) { return a.count > b.count; });
  return folds;
}

void layRoom(const BoardRoom& room, const QRectF& rect, BoardPen& pen) {
  const QRectF inside = rect.adjusted(m::kCardPadding, 0, -m::kCardPadding, 0);
  pen.box({rect, room.title, noteOf(room, inside.width()), room.guests.empty(), false});
  const double y = rect.bottom() - m::kChipHeight - 10;
  if (room.guests.empty()) {
    pen.slot({inside.left(), y, static_cast<double>(m::kShortChip), m::kChipHeight});
    return;
  }
  const auto fitting = [&](int width) {
    return std::max(static_cast<std::size_t>((inside.width() + m::kChipGap) / (width + m::kChipGap)), std::size_t{1});
  };
  const auto place = [&](std::size_t k, int width) {
    return QRectF(inside.left() + static_cast<double>(k) * (width + m::kChipGap), y, width, m::kChipHeight);
  };
  // The longest labels with which all fit.
  for (const int width : {m::kRoomChip, m::kShortChip}) {
    if (room.guests.size() > fitting(width)) continue;
    for (std::size_t k = 0; k < room.guests.size(); ++k) guest(place(k, width), room, k, pen);
    return;
  }
  const std::vector<Fold> folds = fold(room, pen);
  const std::size_t fits = fitting(m::kRoomChip);
  for (std::size_t k = 0; k < folds.size() && k < fits; ++k) {
    const bool rest = k + 1 == fits && folds.size() > fits;
    std::size_t count = folds[k].count;
    for (std::size_t i = k + 1; rest && i < folds.size(); ++i) count += folds[i].count;
    BoardGeometry::Chip& chip = guest(place(k, m::kRoomChip), room, folds[k].first, pen);
    if (count == 1) continue;
    chip.text = (rest ? SceneTexts::tr("others") : folds[k].name) + QStringLiteral(" × ") +
                grouped(static_cast<std::int64_t>(count));
    chip.target.kind = BoardHit::Kind::Fold;
  }
}

}  // namespace

double layRooms(const analysis::BoardState& state, double boardWidth, double y, BoardPen& pen) {
  const std::vector<BoardRoom> all = roomsOf(state);
  const int count = static_cast<int>(all.size());
  const int most = std::max(static_cast<int>((boardWidth + m::kCardGap) / (m::kMinRoomWidth + m::kCardGap)), 1);
  const int lines = (count + most - 1) / most;
  const int columns = (count + lines - 1) / lines;
  const double width = (boardWidth + m::kCardGap) / columns - m::kCardGap;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const QPointF place =
        placeInGrid(i, static_cast<std::size_t>(columns), width + m::kCardGap, m::kRoomHeight + m::kRoomGap);
    layRoom(all[i], QRectF(QPointF(m::kBoardMargin, y) + place, QSizeF(width, m::kRoomHeight)), pen);
  }
  return y + lines * (m::kRoomHeight + m::kRoomGap) + 4;
}

}  // namespace gmpscope::app
