#pragma once
// Characters of one size as 8-bit masks, so that hundreds of new labels a frame cost a copy each. No kerning: every
// character has its own advance, in whole device pixels.

#include <QHash>
#include <QImage>
#include <QRect>
#include <QString>
#include <QStringView>
#include <cstdint>
#include <vector>

namespace gmpscope::app {

class GlyphAtlas {
 public:
  // The calling thread's atlas of `pixels` logical pixels at that device pixel ratio.
  static GlyphAtlas& of(int pixels, double devicePixelRatio);

  explicit GlyphAtlas(int devicePixels);

  [[nodiscard]] int height() const { return height_; }
  [[nodiscard]] int width(QStringView text);  // device pixels
  // The text, or as much of its beginning as fits, with an ellipsis where a word is cut. An id is shown whole or not at
  // all: cut it would be another one. "" if nothing fits that says anything.
  [[nodiscard]] QString fitting(const QString& text, int devicePixels);
  // Draws into a Format_RGB32 image with its top left at (x, y), inside `clip` only. All in device pixels.
  void draw(QImage& image, int x, int y, QStringView text, QRgb ink, const QRect& clip);

 private:
  struct Glyph {
    int advance = 0;
    int width = 0;
    std::vector<std::uint8_t> mask;  // height_ rows
  };
  const Glyph& glyph(QChar character);
  // How many characters of the beginning.
  qsizetype fittingIn(const QString& text, int devicePixels);

  int pixels_;
  int ascent_ = 0;
  int height_ = 0;
  QHash<QChar, Glyph> glyphs_;
};

}  // namespace gmpscope::app
