#include "app/scene/board_geometry.h"

#include <QFontMetrics>
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "app/scene/fonts.h"
#include "app/scene/metrics.h"
#include "app/scene/texts.h"
#include "app/scene/time_scale.h"

namespace gmpscope::app {
namespace {

using analysis::BoardState;
using analysis::ProcessorState;
using analysis::SpanState;
using trace::WaitReason;
namespace m = metrics;

constexpr std::uint32_t kNoCore = 0xfff;

// Where the n-th place of a grid stands that is filled line by line.
QPointF placeInGrid(std::size_t n, std::size_t columns, double pitchX, double pitchY) {
  const std::size_t line = n / columns;
  return {static_cast<double>(n % columns) * pitchX, static_cast<double>(line) * pitchY};
}

QString mText(MId thread) { return QStringLiteral("M%1").arg(thread.value); }

QString wordOf(WaitReason reason) {
  const std::string_view word = trace::words(reason);
  return QString::fromUtf8(word.data(), static_cast<qsizetype>(word.size()));
}

}  // namespace

// Lays one board out, from the top down.
class BoardLayout {
 public:
  BoardLayout(const analysis::TraceModel& model, const BoardState& state, const BoardView& view, BoardGeometry& out)
      : model_(model), state_(state), view_(view), out_(out), width_(view.size.width() - 2.0 * m::kBoardMargin) {}

  void run() {
    header();
    const std::size_t processors = state_.processors.size();
    const double below = m::kCardGap + m::kRoomHeight + m::kCardGap + 20 + m::kBoardMargin;
    const bool cards = processors <= m::kMaxCards && y_ + cardsHeight() + below <= std::max(view_.size.height(), 300);
    if (cards) {
      layCards();
    } else {
      layRows();
    }
    layRooms();
    layStatus();
    out_.contentHeight_ = static_cast<int>(std::ceil(y_ + m::kBoardMargin));
  }

 private:
  using Look = BoardGeometry::Text::Look;

  void header() {
    const QRectF line(m::kBoardMargin, 4, width_, m::kBoardHeader - 4);
    text(line, SceneTexts::tr("Board"), Look::Strong);
    const QString at = SceneTexts::tr("at %1").arg(instantText(state_.time, 1));
    text(line.adjusted(60, 0, 0, 0),
         view_.sampled ? at + QStringLiteral(" · ") + SceneTexts::tr("sampled, at most ten times a second") : at);
    y_ = m::kBoardHeader;
  }

  // The most columns of cards that fit, evened out over the lines they need.
  [[nodiscard]] int columns() const {
    const int processors = std::max(static_cast<int>(state_.processors.size()), 1);
    const int most =
        std::clamp(static_cast<int>((width_ + m::kCardGap) / (m::kMinCardWidth + m::kCardGap)), 1, processors);
    const int lines = (processors + most - 1) / most;
    return (processors + lines - 1) / lines;
  }
  [[nodiscard]] double cardWidth() const {
    return std::min((width_ + m::kCardGap) / columns() - m::kCardGap, static_cast<double>(m::kMaxCardWidth));
  }
  [[nodiscard]] int cellsPerLine() const {
    return std::max(static_cast<int>((cardWidth() - 2 * m::kCardPadding) / m::kCellPitch), 1);
  }
  // Lines of cells in every card: in steps, so that the board doesn't jump with each goroutine.
  [[nodiscard]] int cellLines() const {
    std::size_t longest = 0;
    for (const auto& p : state_.processors) longest = std::max(longest, p.queue.size());
    const int cells = std::max(static_cast<int>(longest) - m::kNamedInQueue, 0);
    const int lines = (cells + cellsPerLine() - 1) / cellsPerLine();
    return lines <= 1 ? 1 : lines <= 3 ? 3 : lines <= 6 ? 6 : lines;
  }
  [[nodiscard]] double cardHeight() const {
    return 2 * (m::kCardPadding - 2) + m::kCardTitle + 4 + m::kRunningChip + 8 + 2 * (m::kChipHeight + 4) + 2 +
           cellLines() * m::kCellPitch + 4 + 16;
  }
  [[nodiscard]] double cardsHeight() const {
    const int lines = (static_cast<int>(state_.processors.size()) + columns() - 1) / columns();
    return lines * (cardHeight() + m::kCardGap) - m::kCardGap;
  }

  [[nodiscard]] QString place(const ProcessorState& p) const {
    if (!p.there) return SceneTexts::tr("gone");
    if (!p.m.valid()) return p.idle ? SceneTexts::tr("idle") : QString();
    QString where = mText(p.m);
    if (p.core != kNoCore) return where + QStringLiteral(" · ") + SceneTexts::tr("core %1").arg(p.core);
    return p.offCore ? where + QStringLiteral(" · ") + SceneTexts::tr("off core") : where;
  }
  [[nodiscard]] QString fill(const ProcessorState& p) const {
    if (!p.queueKnown) return SceneTexts::tr("unknown since the gap");
    return SceneTexts::tr("%1 of %2").arg(p.queue.size()).arg(state_.queueSize);
  }

  void layCards() {
    const double width = cardWidth();
    const double height = cardHeight();
    for (std::size_t i = 0; i < state_.processors.size(); ++i) {
      const QPointF place =
          placeInGrid(i, static_cast<std::size_t>(columns()), width + m::kCardGap, height + m::kCardGap);
      card(static_cast<std::uint32_t>(i), QRectF(QPointF(m::kBoardMargin, y_) + place, QSizeF(width, height)));
    }
    y_ += cardsHeight() + m::kCardGap;
  }

  void card(std::uint32_t index, const QRectF& rect) {
    const ProcessorState& p = state_.processors[index];
    const bool idle = p.idle && !p.running.valid();
    out_.boxes_.push_back({rect, QStringLiteral("P%1").arg(index), place(p), idle, false});
    out_.areas_.push_back({rect, {BoardHit::Kind::Processor, index}});
    const QRectF inside = rect.adjusted(m::kCardPadding, m::kCardPadding - 2, -m::kCardPadding, -(m::kCardPadding - 2));
    if (p.m.valid()) {
      out_.areas_.push_back({QRectF(inside.center().x(), inside.top(), inside.width() / 2, m::kCardTitle),
                             {BoardHit::Kind::Thread, p.m.value}});
    }
    double y = inside.top() + m::kCardTitle + 4;
    running(p, {inside.left(), y, inside.width(), m::kRunningChip});
    y += m::kRunningChip + 8;

    const double left = inside.left() + m::kCardLabel;
    const double chipWidth = std::min((inside.right() - left + m::kChipGap) / m::kNamedInQueue - m::kChipGap,
                                      static_cast<double>(m::kRoomChip));
    text({inside.left(), y, m::kCardLabel, m::kChipHeight}, SceneTexts::tr("runnext"));
    const QRectF next(left, y, std::min(chipWidth * 2 + m::kChipGap, inside.right() - left), m::kChipHeight);
    p.runnext.valid() ? chip(next, p.runnext, SpanState::Runnable) : slot({left, y, chipWidth, m::kChipHeight});
    y += m::kChipHeight + 4;

    text({inside.left(), y, m::kCardLabel, m::kChipHeight}, SceneTexts::tr("queue"));
    for (std::size_t k = 0; k < m::kNamedInQueue; ++k) {
      const QRectF place(left + static_cast<double>(k) * (chipWidth + m::kChipGap), y, chipWidth, m::kChipHeight);
      k < p.queue.size() ? chip(place, p.queue[k], SpanState::Runnable) : slot(place);
    }
    y += m::kChipHeight + 6;

    const auto perLine = static_cast<std::size_t>(cellsPerLine());
    for (std::size_t k = m::kNamedInQueue; k < p.queue.size(); ++k) {
      cell(QPointF(inside.left(), y) + placeInGrid(k - m::kNamedInQueue, perLine, m::kCellPitch, m::kCellPitch),
           p.queue[k]);
    }
    text({inside.left(), inside.bottom() - 16, inside.width(), 16}, fill(p));
  }

  void running(const ProcessorState& p, const QRectF& rect) {
    if (p.running.valid()) {
      chip(rect, p.running, p.offCore ? SpanState::OffCore : SpanState::Executing);
      out_.chips_.back().note = lengthText(std::max<Nanos>(state_.time - p.runningSince, 0));
    } else if (p.spinning) {
      out_.chips_.push_back({rect,
                             SceneTexts::tr("spinning"),
                             {},
                             SpanState::Spinning,
                             WaitReason::None,
                             {BoardHit::Kind::Thread, p.m.value},
                             false});
    } else {
      slot(rect, p.m.valid() ? SceneTexts::tr("no goroutine") : SceneTexts::tr("no M"));
    }
  }

  void layRows() {
    const int columns = width_ >= 1100 && state_.processors.size() > m::kMaxCards ? 2 : 1;
    const auto lines =
        (state_.processors.size() + static_cast<std::size_t>(columns) - 1) / static_cast<std::size_t>(columns);
    const double width = (width_ + m::kCardGap) / columns - m::kCardGap;
    for (std::size_t i = 0; i < state_.processors.size(); ++i) {
      // Down the first column, then down the second.
      const QPointF place = placeInGrid(i, lines, m::kRowHeight, width + m::kCardGap).transposed();
      row(static_cast<std::uint32_t>(i),
          QRectF(QPointF(m::kBoardMargin, y_) + place, QSizeF(width, m::kRowHeight - 4)));
    }
    y_ += static_cast<double>(lines) * m::kRowHeight + m::kCardGap;
  }

  void row(std::uint32_t index, const QRectF& rect) {
    const ProcessorState& p = state_.processors[index];
    out_.boxes_.push_back({rect, QStringLiteral("P%1").arg(index), place(p), p.idle && !p.running.valid(), true});
    out_.areas_.push_back({rect, {BoardHit::Kind::Processor, index}});
    const double y = rect.top() + 2;
    double x = rect.left() + 136;
    running(p, {x, y, 136, m::kChipHeight});
    x += 136 + 8;
    const QRectF next(x, y, 64, m::kChipHeight);
    p.runnext.valid() ? chip(next, p.runnext, SpanState::Runnable) : slot(next, SceneTexts::tr("runnext"));
    x += 64 + 8;
    const double right = rect.right() - 76;
    for (std::size_t k = 0; k < p.queue.size() && k < m::kNamedInQueue && x + 40 <= right; ++k, x += 44) {
      chip({x, y, 40, m::kChipHeight}, p.queue[k], SpanState::Runnable);
    }
    // Two lines of cells; what doesn't fit is in the number.
    for (std::size_t k = m::kNamedInQueue; k < p.queue.size() && x + m::kQueueCell <= right; ++k) {
      const bool upper = (k - m::kNamedInQueue) % 2 == 0;
      cell({x, upper ? y + 3 : y + 3 + m::kCellPitch}, p.queue[k]);
      if (!upper) x += m::kCellPitch;
    }
    text({rect.right() - 76, rect.top(), 68, rect.height()}, p.queueKnown ? fill(p) : SceneTexts::tr("unknown"),
         Look::Dim, true);
  }

  // Where goroutines are that no processor has. The usual rooms are always there, so that the board stands still.
  struct Room {
    QString title;
    SpanState state = SpanState::Waiting;
    struct Guest {
      LifeId goroutine;
      WaitReason reason;
    };
    std::vector<Guest> guests{};
    std::map<WaitReason, std::size_t> reasons{};
    bool known = true;
    std::set<std::uint32_t> selecting{};

    // Who waits in a select stands in the rooms of several channels, but is drawn once.
    void add(const std::vector<LifeId>& goroutines, WaitReason reason) {
      for (const LifeId g : goroutines) {
        if (reason == WaitReason::Select && !selecting.insert(g.value).second) continue;
        guests.push_back({g, reason});
        if (reason != WaitReason::None) ++reasons[reason];
      }
    }
  };
  [[nodiscard]] std::vector<Room> rooms() const {
    Room global{SceneTexts::tr("Global queue"), SpanState::Runnable};
    global.add(state_.global, WaitReason::None);
    global.known = state_.globalKnown;
    Room transit{SceneTexts::tr("In transit"), SpanState::Runnable};
    transit.add(state_.transit, WaitReason::None);
    Room calls{SceneTexts::tr("System calls"), SpanState::Syscall};
    calls.add(state_.calls, WaitReason::None);
    Room timers{SceneTexts::tr("Timers")}, channels{SceneTexts::tr("Channels")},
        locks{SceneTexts::tr("Locks, wait groups")}, network{SceneTexts::tr("Network")},
        others{SceneTexts::tr("Waiting")};
    for (const auto& room : state_.rooms) {
      Room* to = &others;
      switch (textureOf(room.reason)) {
        case Texture::Slash:
          to = &channels;
          break;
        case Texture::Backslash:
          to = &locks;
          break;
        case Texture::Dots:
          to = &timers;
          break;
        case Texture::Grid:
          to = &network;
          break;
        case Texture::None:
          break;
      }
      to->add(room.waiters, room.reason);
    }
    std::vector<Room> result{std::move(global), std::move(timers), std::move(channels), std::move(locks)};
    for (Room* rare : {&network, &calls, &others, &transit}) {
      if (!rare->guests.empty()) result.push_back(std::move(*rare));
    }
    return result;
  }
  // How many, and why if it is one reason and the words fit beside the title.
  [[nodiscard]] static QString noteOf(const Room& room, double width) {
    if (!room.known) return SceneTexts::tr("unknown since the gap");
    QString count = grouped(static_cast<std::int64_t>(room.guests.size()));
    if (room.reasons.size() != 1 || room.reasons.begin()->first == WaitReason::Sleep) return count;
    QString note = wordOf(room.reasons.begin()->first) + QStringLiteral(" · ") + count;
    const int used = QFontMetrics(sceneFont(m::kText, true)).horizontalAdvance(room.title) +
                     QFontMetrics(sceneFont(m::kSmallText)).horizontalAdvance(note);
    return used + 12 <= width ? note : count;
  }

  void layRooms() {
    const std::vector<Room> all = rooms();
    const int count = static_cast<int>(all.size());
    const int most = std::max(static_cast<int>((width_ + m::kCardGap) / (m::kMinRoomWidth + m::kCardGap)), 1);
    const int lines = (count + most - 1) / most;
    const int columns = (count + lines - 1) / lines;
    const double width = (width_ + m::kCardGap) / columns - m::kCardGap;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const QPointF place =
          placeInGrid(i, static_cast<std::size_t>(columns), width + m::kCardGap, m::kRoomHeight + m::kRoomGap);
      layRoom(all[i], QRectF(QPointF(m::kBoardMargin, y_) + place, QSizeF(width, m::kRoomHeight)));
    }
    y_ += lines * (m::kRoomHeight + m::kRoomGap) + 4;
  }

  void layRoom(const Room& room, const QRectF& rect) {
    const QRectF inside = rect.adjusted(m::kCardPadding, 0, -m::kCardPadding, 0);
    out_.boxes_.push_back({rect, room.title, noteOf(room, inside.width()), room.guests.empty(), false});
    const double y = rect.bottom() - m::kChipHeight - 10;
    if (room.guests.empty()) {
      slot({inside.left(), y, static_cast<double>(m::kShortChip), m::kChipHeight});
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
      for (std::size_t k = 0; k < room.guests.size(); ++k) guest(place(k, width), room, k);
      return;
    }
    const std::vector<Fold> folds = fold(room);
    const std::size_t fits = fitting(m::kRoomChip);
    for (std::size_t k = 0; k < folds.size() && k < fits; ++k) {
      const bool rest = k + 1 == fits && folds.size() > fits;
      std::size_t count = folds[k].count;
      for (std::size_t i = k + 1; rest && i < folds.size(); ++i) count += folds[i].count;
      guest(place(k, m::kRoomChip), room, folds[k].first);
      if (count == 1) continue;
      out_.chips_.back().text = (rest ? SceneTexts::tr("others") : folds[k].name) + QStringLiteral(" × ") +
                                grouped(static_cast<std::int64_t>(count));
      out_.chips_.back().target.kind = BoardHit::Kind::Fold;
    }
  }

  void guest(const QRectF& rect, const Room& room, std::size_t index) {
    chip(rect, room.guests[index].goroutine, room.state);
    out_.chips_.back().reason = room.guests[index].reason;
  }

  // More chips than fit: one a name, with how many, the most first.
  struct Fold {
    QString name;
    std::size_t count = 0;
    std::size_t first = 0;
  };
  [[nodiscard]] std::vector<Fold> fold(const Room& room) const {
    std::map<QString, Fold> byName;
    for (std::size_t k = 0; k < room.guests.size(); ++k) {
      Fold& fold = byName[nameOf(room.guests[k].goroutine)];
      if (fold.count++ == 0) fold.first = k;
    }
    std::vector<Fold> folds;
    for (const auto& [name, fold] : byName) folds.push_back({name, fold.count, fold.first});
    std::stable_sort(folds.begin(), folds.end(), [](const Fold& a, const Fold& b) { return a.count > b.count; });
    return folds;
  }

  void layStatus() {
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
    const QRectF line(m::kBoardMargin, y_, width_, 20);
    text(line, parts.join(QStringLiteral(" · ")));
    if (const QString idle = idleBesideWork(); !idle.isEmpty()) text(line, idle, Look::Marked, true);
    y_ += 20;
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

  [[nodiscard]] QString labelOf(LifeId g) const { return QString::fromStdString(model_.label(g)); }
  // What comes after the id.
  [[nodiscard]] QString nameOf(LifeId g) const {
    const QString label = labelOf(g);
    const qsizetype space = label.indexOf(u' ');
    return space < 0 ? SceneTexts::tr("unnamed") : label.mid(space + 1);
  }

  void chip(const QRectF& rect, LifeId g, SpanState state) {
    QString label = labelOf(g);
    if (rect.width() < 64) label = label.section(u' ', 0, 0);
    out_.chips_.push_back(
        {rect, label, {}, state, WaitReason::None, {BoardHit::Kind::Goroutine, g.value}, view_.selected == g});
  }
  void cell(QPointF at, LifeId g) {
    out_.chips_.push_back({QRectF(at, QSizeF(m::kQueueCell, m::kQueueCell)),
                           {},
                           {},
                           SpanState::Runnable,
                           WaitReason::None,
                           {BoardHit::Kind::Goroutine, g.value},
                           view_.selected == g});
  }
  void slot(const QRectF& rect, const QString& text = {}) { out_.slots_.push_back({rect, text}); }
  void text(const QRectF& rect, const QString& words, Look look = Look::Dim, bool right = false) {
    out_.texts_.push_back({rect, words, look, right});
  }

  const analysis::TraceModel& model_;
  const BoardState& state_;
  const BoardView& view_;
  BoardGeometry& out_;
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
