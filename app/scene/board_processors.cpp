#include "app/scene/board_processors.h"

#include <algorithm>

#include "app/scene/metrics.h"
#include "app/scene/texts.h"
#include "app/scene/time_scale.h"

namespace gmpscope::app {

using analysis::ProcessorState;
using analysis::SpanState;
namespace m = metrics;

namespace {

constexpr std::uint32_t kNoCore = 0xfff;

}  // namespace

bool BoardProcessors::cardsFit(double height) const {
  return state_.processors.size() <= m::kMaxCards && cardsHeight() <= height;
}

int BoardProcessors::columns() const {
  const int processors = std::max(static_cast<int>(state_.processors.size()), 1);
  const int most =
      std::clamp(static_cast<int>((width_ + m::kCardGap) / (m::kMinCardWidth + m::kCardGap)), 1, processors);
  const int lines = (processors + most - 1) / most;
  return (processors + lines - 1) / lines;
}

double BoardProcessors::cardWidth() const {
  return std::min((width_ + m::kCardGap) / columns() - m::kCardGap, static_cast<double>(m::kMaxCardWidth));
}

int BoardProcessors::cellsPerLine() const {
  return std::max(static_cast<int>((cardWidth() - 2 * m::kCardPadding) / m::kCellPitch), 1);
}

int BoardProcessors::cellLines() const {
  std::size_t longest = 0;
  for (const auto& p : state_.processors) longest = std::max(longest, p.queue.size());
  const int cells = std::max(static_cast<int>(longest) - m::kNamedInQueue, 0);
  const int lines = (cells + cellsPerLine() - 1) / cellsPerLine();
  return lines <= 1 ? 1 : lines <= 3 ? 3 : lines <= 6 ? 6 : lines;
}

double BoardProcessors::cardHeight() const {
  return 2 * (m::kCardPadding - 2) + m::kCardTitle + 4 + m::kRunningChip + 8 + 2 * (m::kChipHeight + 4) + 2 +
         cellLines() * m::kCellPitch + 4 + 16;
}

double BoardProcessors::cardsHeight() const {
  const int lines = (static_cast<int>(state_.processors.size()) + columns() - 1) / columns();
  return lines * (cardHeight() + m::kCardGap) - m::kCardGap;
}

QString BoardProcessors::place(const ProcessorState& p) const {
  if (!p.there) return SceneTexts::tr("gone");
  if (!p.m.valid()) return p.idle ? SceneTexts::tr("idle") : QString();
  QString where = QStringLiteral("M%1").arg(p.m.value);
  if (p.core != kNoCore) return where + QStringLiteral(" · ") + SceneTexts::tr("core %1").arg(p.core);
  return p.offCore ? where + QStringLiteral(" · ") + SceneTexts::tr("off core") : where;
}

QString BoardProcessors::fill(const ProcessorState& p) const {
  if (state_.folded) return SceneTexts::tr("folded");
  if (!p.queueKnown) return SceneTexts::tr("unknown since the gap");
  return SceneTexts::tr("%1 of %2").arg(p.queue.size()).arg(state_.queueSize);
}

double BoardProcessors::layCards(double y) {
  const double width = cardWidth();
  const double height = cardHeight();
  for (std::size_t i = 0; i < state_.processors.size(); ++i) {
    const QPointF place =
        placeInGrid(i, static_cast<std::size_t>(columns()), width + m::kCardGap, height + m::kCardGap);
    card(static_cast<std::uint32_t>(i), QRectF(QPointF(m::kBoardMargin, y) + place, QSizeF(width, height)));
  }
  return y + cardsHeight() + m::kCardGap;
}

void BoardProcessors::card(std::uint32_t index, const QRectF& rect) {
  const ProcessorState& p = state_.processors[index];
  const bool idle = p.idle && !p.running.valid();
  pen_.box({rect, QStringLiteral("P%1").arg(index), place(p), idle, false});
  pen_.area(rect, {BoardHit::Kind::Processor, index});
  const QRectF inside = rect.adjusted(m::kCardPadding, m::kCardPadding - 2, -m::kCardPadding, -(m::kCardPadding - 2));
  if (p.m.valid()) {
    pen_.area({inside.center().x(), inside.top(), inside.width() / 2, m::kCardTitle},
              {BoardHit::Kind::Thread, p.m.value});
  }
  double y = inside.top() + m::kCardTitle + 4;
  running(p, {inside.left(), y, inside.width(), m::kRunningChip});
  y += m::kRunningChip + 8;

  const double left = inside.left() + m::kCardLabel;
  const double chipWidth = std::min((inside.right() - left + m::kChipGap) / m::kNamedInQueue - m::kChipGap,
                                    static_cast<double>(m::kRoomChip));
  pen_.text({inside.left(), y, m::kCardLabel, m::kChipHeight}, SceneTexts::tr("runnext"));
  const QRectF next(left, y, std::min(chipWidth * 2 + m::kChipGap, inside.right() - left), m::kChipHeight);
  pen_.chipOrSlot(p.runnext.valid() ? next : QRectF(left, y, chipWidth, m::kChipHeight), p.runnext);
  y += m::kChipHeight + 4;

  pen_.text({inside.left(), y, m::kCardLabel, m::kChipHeight}, SceneTexts::tr("queue"));
  for (std::size_t k = 0; k < m::kNamedInQueue; ++k) {
    const QRectF place(left + static_cast<double>(k) * (chipWidth + m::kChipGap), y, chipWidth, m::kChipHeight);
    pen_.chipOrSlot(place, k < p.queue.size() ? p.queue[k] : LifeId{});
  }
  y += m::kChipHeight + 6;

  const auto perLine = static_cast<std::size_t>(cellsPerLine());
  for (std::size_t k = m::kNamedInQueue; k < p.queue.size(); ++k) {
    pen_.cell(QPointF(inside.left(), y) + placeInGrid(k - m::kNamedInQueue, perLine, m::kCellPitch, m::kCellPitch),
              p.queue[k]);
  }
  pen_.text({inside.left(), inside.bottom() - 16, inside.width(), 16}, fill(p));
}

void BoardProcessors::running(const ProcessorState& p, const QRectF& rect) {
  if (p.running.valid()) {
    pen_.chip(rect, p.running, p.offCore ? SpanState::OffCore : SpanState::Executing).note =
        lengthText(std::max<Nanos>(state_.time - p.runningSince, 0));
  } else if (p.spinning) {
    pen_.chip({.rect = rect,
               .text = SceneTexts::tr("spinning"),
               .note = {},
               .state = SpanState::Spinning,
               .target = {BoardHit::Kind::Thread, p.m.value}});
  } else if (state_.folded) {
    pen_.slot(rect, {});
  } else {
    pen_.slot(rect, p.m.valid() ? SceneTexts::tr("no goroutine") : SceneTexts::tr("no M"));
  }
}

double BoardProcessors::layRows(double y) {
  const int columns = width_ >= 1100 && state_.processors.size() > m::kMaxCards ? 2 : 1;
  const auto lines =
      (state_.processors.size() + static_cast<std::size_t>(columns) - 1) / static_cast<std::size_t>(columns);
  const double width = (width_ + m::kCardGap) / columns - m::kCardGap;
  for (std::size_t i = 0; i < state_.processors.size(); ++i) {
    // Down the first column, then down the second.
    const QPointF place = placeInGrid(i, lines, m::kRowHeight, width + m::kCardGap).transposed();
    row(static_cast<std::uint32_t>(i), QRectF(QPointF(m::kBoardMargin, y) + place, QSizeF(width, m::kRowHeight - 4)));
  }
  return y + static_cast<double>(lines) * m::kRowHeight + m::kCardGap;
}

void BoardProcessors::row(std::uint32_t index, const QRectF& rect) {
  const ProcessorState& p = state_.processors[index];
  pen_.box({rect, QStringLiteral("P%1").arg(index), place(p), p.idle && !p.running.valid(), true});
  pen_.area(rect, {BoardHit::Kind::Processor, index});
  const double y = rect.top() + 2;
  double x = rect.left() + 136;
  running(p, {x, y, 136, m::kChipHeight});
  x += 136 + 8;
  const QRectF next(x, y, 64, m::kChipHeight);
  pen_.chipOrSlot(next, p.runnext, SceneTexts::tr("runnext"));
  x += 64 + 8;
  const double right = rect.right() - 76;
  for (std::size_t k = 0; k < p.queue.size() && k < m::kNamedInQueue && x + 40 <= right; ++k, x += 44) {
    pen_.chip({x, y, 40, m::kChipHeight}, p.queue[k], SpanState::Runnable);
  }
  // Two lines of cells; what doesn't fit is in the number.
  for (std::size_t k = m::kNamedInQueue; k < p.queue.size() && x + m::kQueueCell <= right; ++k) {
    const bool upper = (k - m::kNamedInQueue) % 2 == 0;
    pen_.cell({x, upper ? y + 3 : y + 3 + m::kCellPitch}, p.queue[k]);
    if (!upper) x += m::kCellPitch;
  }
  pen_.text({rect.right() - 76, rect.top(), 68, rect.height()},
            p.queueKnown || state_.folded ? fill(p) : SceneTexts::tr("unknown"), BoardPen::Look::Dim, true);
}

}  // namespace gmpscope::app
