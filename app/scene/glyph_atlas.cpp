#include "app/scene/glyph_atlas.h"

#include <QFontMetrics>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <map>

#include "app/scene/fonts.h"

namespace gmpscope::app {

GlyphAtlas& GlyphAtlas::of(int pixels, double devicePixelRatio) {
  thread_local std::map<int, GlyphAtlas> atlases;
  const int devicePixels = static_cast<int>(std::lround(pixels * devicePixelRatio));
  return atlases.try_emplace(devicePixels, devicePixels).first->second;
}

GlyphAtlas::GlyphAtlas(int devicePixels) : pixels_(std::max(devicePixels, 1)) {
  const QFontMetrics metrics(sceneFont(pixels_));
  ascent_ = metrics.ascent();
  height_ = metrics.height();
}

const GlyphAtlas::Glyph& GlyphAtlas::glyph(QChar character) {
  const auto found = glyphs_.constFind(character);
  if (found != glyphs_.constEnd()) return *found;

  // Half of a character outside the basic plane can't be drawn alone.
  const QString text(character.isSurrogate() ? QChar(QChar::ReplacementCharacter) : character);
  const QFont font = sceneFont(pixels_);
  const QFontMetrics metrics(font);
  Glyph made;
  made.advance = metrics.horizontalAdvance(text);
  made.width = made.advance + 2;  // some letters reach over their advance
  QImage image(made.width, height_, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::transparent);
  QPainter painter(&image);
  painter.setFont(font);
  painter.setPen(Qt::white);
  painter.drawText(0, ascent_, text);
  painter.end();
  made.mask.reserve(static_cast<std::size_t>(made.width) * static_cast<std::size_t>(height_));
  for (int y = 0; y < height_; ++y) {
    const auto* line = reinterpret_cast<const QRgb*>(image.constScanLine(y));
    for (int x = 0; x < made.width; ++x) made.mask.push_back(static_cast<std::uint8_t>(qAlpha(line[x])));
  }
  return *glyphs_.insert(character, made);
}

int GlyphAtlas::width(QStringView text) {
  int result = 0;
  for (const QChar character : text) result += glyph(character).advance;
  return result;
}

qsizetype GlyphAtlas::fittingIn(const QString& text, int devicePixels) {
  qsizetype count = 0;
  while (count < text.size() && glyph(text[count]).advance <= devicePixels)
    devicePixels -= glyph(text[count++]).advance;
  return count;
}

QString GlyphAtlas::fitting(const QString& text, int devicePixels) {
  if (width(text) <= devicePixels) return text;
  constexpr QChar kEllipsis(0x2026);
  constexpr qsizetype kLeast = 3;  // letters of a word
  const auto word = [&text](qsizetype end) { return end == 0 ? 0 : text.lastIndexOf(u' ', end - 1) + 1; };
  const auto isId = [&text](qsizetype begin) { return begin + 1 < text.size() && text[begin + 1].isDigit(); };

  const qsizetype cut = fittingIn(text, devicePixels - glyph(kEllipsis).advance);
  if (cut > 0 && text[cut - 1] != u' ' && text[cut] != u' ') {
    const qsizetype begin = word(cut);
    if (!isId(begin) && cut - begin >= kLeast) return text.left(cut) + kEllipsis;
  }
  if (!isId(0)) return {};
  // Whole words, but for what only joins them.
  qsizetype end = fittingIn(text, devicePixels);
  if (end < text.size() && text[end] != u' ') end = word(end);
  // A remark behind the id is a whole or nothing: "off" isn't "off core".
  const QString joiner = QStringLiteral(" · ");
  const qsizetype join = end == 0 ? -1 : text.lastIndexOf(joiner, end - 1);
  if (join >= 0 && !isId(join + joiner.size()) && !text.mid(end).startsWith(joiner)) end = join;
  while (end > 0 && !text[end - 1].isLetterOrNumber()) --end;
  return text.left(end);
}

void GlyphAtlas::draw(QImage& image, int x, int y, QStringView text, QRgb ink, const QRect& clip) {
  const QRect inside = clip.intersected(image.rect());
  const int top = std::max(y, inside.top());
  const int bottom = std::min(y + height_, inside.bottom() + 1);
  for (const QChar character : text) {
    if (x > inside.right()) return;
    const Glyph& g = glyph(character);
    const int left = std::max(x, inside.left());
    const int right = std::min(x + g.width, inside.right() + 1);
    for (int row = top; row < bottom; ++row) {
      auto* line = reinterpret_cast<QRgb*>(image.scanLine(row));
      const std::uint8_t* mask = g.mask.data() + static_cast<std::size_t>(row - y) * static_cast<std::size_t>(g.width);
      for (int column = left; column < right; ++column) {
        const int share = mask[column - x];
        if (share == 0) continue;
        const QRgb under = line[column];
        const auto mix = [share](int from, int to) { return from + (to - from) * share / 255; };
        line[column] =
            qRgb(mix(qRed(under), qRed(ink)), mix(qGreen(under), qGreen(ink)), mix(qBlue(under), qBlue(ink)));
      }
    }
    x += g.advance;
  }
}

}  // namespace gmpscope::app
