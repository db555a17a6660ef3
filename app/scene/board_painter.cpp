#include <QPainter>
#include <QPainterPath>
#include <cmath>

#include "app/scene/fonts.h"
#include "app/scene/metrics.h"
#include "app/scene/render.h"

namespace gmpscope::app {
namespace {

using analysis::SpanState;
namespace m = metrics;

// A tile of a wait reason's texture in the board's chips.
QBrush textureBrush(trace::WaitReason reason, QRgb colour) {
  switch (textureOf(reason)) {
    case Texture::Slash:
      return {QColor(colour), Qt::BDiagPattern};
    case Texture::Backslash:
      return {QColor(colour), Qt::FDiagPattern};
    case Texture::Dots:
      return {QColor(colour), Qt::Dense6Pattern};
    case Texture::Grid:
      return {QColor(colour), Qt::CrossPattern};
    case Texture::None:
      break;
  }
  return Qt::NoBrush;
}

class BoardPainter {
 public:
  BoardPainter(QPainter& painter, Theme theme) : painter_(painter), p_(palette(theme)) {
    painter_.setRenderHint(QPainter::Antialiasing);
  }

  void box(const BoardGeometry::Box& box) {
    painter_.setPen(QPen(QColor(p_.border), 1));
    painter_.setBrush(QColor(p_.surface));
    painter_.drawRoundedRect(box.rect.adjusted(0.5, 0.5, -0.5, -0.5), m::kCardRadius, m::kCardRadius);
    QRectF line = box.rect.adjusted(m::kCardPadding, m::kCardPadding - 2, -m::kCardPadding, 0);
    line.setHeight(m::kCardTitle);
    if (box.row) {
      line = box.rect.adjusted(m::kCardPadding, 0, 0, 0);
      line.setWidth(116);
    }
    painter_.setFont(sceneFont(m::kText, true));
    painter_.setPen(QColor(box.idle ? p_.dim : p_.text));
    const double used = painter_.fontMetrics().horizontalAdvance(box.title) + 8;
    painter_.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, elided(box.title, line.width()));
    painter_.setFont(sceneFont(m::kSmallText));
    painter_.setPen(QColor(p_.dim));
    const QRectF rest = line.adjusted(used, 0, 0, 0);
    painter_.drawText(rest, Qt::AlignRight | Qt::AlignVCenter, elided(box.note, rest.width()));
  }

  void slot(const BoardGeometry::Slot& slot) {
    QPen dashed(QColor(p_.border), 1, Qt::DashLine);
    painter_.setPen(dashed);
    painter_.setBrush(Qt::NoBrush);
    painter_.drawRoundedRect(slot.rect.adjusted(0.5, 0.5, -0.5, -0.5), m::kChipRadius, m::kChipRadius);
    if (slot.text.isEmpty()) return;
    painter_.setFont(sceneFont(m::kSmallText));
    painter_.setPen(QColor(p_.faint));
    painter_.drawText(slot.rect, Qt::AlignCenter, elided(slot.text, slot.rect.width() - 4));
  }

  void chip(const BoardGeometry::Chip& chip) {
    const auto state = static_cast<std::size_t>(chip.state);
    const bool hollow = chip.state == SpanState::OffCore;
    const QColor colour(p_.state[state]);
    painter_.setPen(hollow ? QPen(colour, 1.5) : Qt::NoPen);
    painter_.setBrush(hollow ? QColor(p_.hollow) : colour);
    const double inset = hollow ? 0.75 : 0;
    const double radius = chip.text.isEmpty() ? 1 : m::kChipRadius;
    const QRectF rect = chip.rect.adjusted(inset, inset, -inset, -inset);
    painter_.drawRoundedRect(rect, radius, radius);
    if (!chip.text.isEmpty()) words(chip, rect);
    if (chip.selected) {
      painter_.setPen(QPen(QColor(p_.accent), 2));
      painter_.setBrush(Qt::NoBrush);
      painter_.drawRoundedRect(chip.rect.adjusted(-1, -1, 1, 1), radius + 1, radius + 1);
    }
  }

  void text(const BoardGeometry::Text& text) {
    using Look = BoardGeometry::Text::Look;
    painter_.setFont(sceneFont(text.look == Look::Strong ? m::kText : m::kSmallText, text.look != Look::Dim));
    painter_.setPen(QColor(text.look == Look::Strong ? p_.text : text.look == Look::Marked ? p_.accent : p_.dim));
    const int side = text.right ? Qt::AlignRight : Qt::AlignLeft;
    painter_.drawText(text.rect, side | Qt::AlignVCenter, elided(text.text, text.rect.width()));
  }

 private:
  [[nodiscard]] QString elided(const QString& text, double width) const {
    return painter_.fontMetrics().elidedText(text, Qt::ElideRight, static_cast<int>(width));
  }

  void words(const BoardGeometry::Chip& chip, const QRectF& rect) {
    const auto state = static_cast<std::size_t>(chip.state);
    const bool large = rect.height() >= m::kRunningChip - 2;
    painter_.setFont(sceneFont(large ? m::kText : m::kSmallText, large));
    const double padding = large ? 10 : rect.width() < 64 ? 3 : 6;
    QRectF line = rect.adjusted(padding, 0, -padding, 0);
    if (!chip.note.isEmpty()) {
      const QFont name = painter_.font();
      painter_.setFont(sceneFont(m::kSmallText));
      painter_.setPen(QColor(p_.ink[state]));
      painter_.drawText(line, Qt::AlignRight | Qt::AlignVCenter, chip.note);
      line.setRight(line.right() - painter_.fontMetrics().horizontalAdvance(chip.note) - 8);
      painter_.setFont(name);
    }
    if (rect.width() < 64) {  // an id alone: in the middle, and cut off rather than shortened to dots
      painter_.setPen(QColor(p_.ink[state]));
      painter_.drawText(line, Qt::AlignCenter, chip.text);
      return;
    }
    // Texture beside the text, never under it.
    const QString shown = elided(chip.text, line.width());
    if (chip.state == SpanState::Waiting) {
      const double used = painter_.fontMetrics().horizontalAdvance(shown) + 2 * padding;
      if (rect.width() - used >= 8) {
        painter_.save();
        QPainterPath outline;
        outline.addRoundedRect(rect, m::kChipRadius, m::kChipRadius);
        painter_.setClipPath(outline);
        painter_.fillRect(rect.adjusted(used, 0, 0, 0), textureBrush(chip.reason, p_.texture));
        painter_.restore();
      }
    }
    painter_.setPen(QColor(p_.ink[state]));
    painter_.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, shown);
  }

  QPainter& painter_;
  const Palette& p_;
};

}  // namespace

void renderBoard(const analysis::TraceModel& model, const analysis::BoardState& state, const BoardView& view,
                 QImage& image) {
  const double ratio = view.devicePixelRatio;
  const QSize size(static_cast<int>(std::lround(view.size.width() * ratio)),
                   static_cast<int>(std::lround(view.size.height() * ratio)));
  if (image.size() != size || image.format() != QImage::Format_RGB32) image = QImage(size, QImage::Format_RGB32);
  image.setDevicePixelRatio(ratio);
  image.fill(palette(view.theme).ground);
  const BoardGeometry geometry(model, state, view);
  QPainter painter(&image);
  BoardPainter board(painter, view.theme);
  for (const auto& box : geometry.boxes()) board.box(box);
  for (const auto& slot : geometry.emptySlots()) board.slot(slot);
  for (const auto& chip : geometry.chips()) board.chip(chip);
  for (const auto& text : geometry.texts()) board.text(text);
}

}  // namespace gmpscope::app
