#include "app/scene/glyph_atlas.h"

#include <gtest/gtest.h>

#include "app/scene/metrics.h"

namespace gmpscope::app {
namespace {

QString fitting(const char* text, const char* room) {
  GlyphAtlas& atlas = GlyphAtlas::of(metrics::kSpanText, 1);
  return atlas.fitting(QString::fromUtf8(text), atlas.width(QString::fromUtf8(room)));
}

TEST(GlyphAtlas, CutsAWordThatDoesntFitAndSaysSo) {
  EXPECT_EQ(fitting("G5 hash · off core", "G5 hash · off core"), QStringLiteral("G5 hash · off core"));
  EXPECT_EQ(fitting("G5 reader", "G5 rea…"), QStringLiteral("G5 rea…"));
  EXPECT_EQ(fitting("not ours", "not…"), QString()) << "half of it would say the opposite, or nothing";
  EXPECT_EQ(fitting("sleeping", "slee…"), QStringLiteral("slee…"));
  EXPECT_EQ(fitting("sleeping", "sl…"), QString());
}

TEST(GlyphAtlas, CutsNoIdAndLeavesNoJoiner) {
  EXPECT_EQ(fitting("M0 · G214 hash", "M0 · G21"), QStringLiteral("M0"));
  EXPECT_EQ(fitting("M0 · G214 hash", "M0 · G214"), QStringLiteral("M0 · G214"));
  EXPECT_EQ(fitting("M0 · G214 hash", "M0 · G214 h…"), QStringLiteral("M0 · G214"));
  EXPECT_EQ(fitting("G65 hash", "G65…"), QStringLiteral("G65"));
  EXPECT_EQ(fitting("G27 hash · off core", "G27 hash · off"), QStringLiteral("G27 hash"));
  EXPECT_EQ(fitting("G27 · off core", "G27 · off"), QStringLiteral("G27"));
  EXPECT_EQ(fitting("G65 hash", "G6"), QString());
}

TEST(GlyphAtlas, NeverTakesMoreRoomThanThereIs) {
  for (const double ratio : {1.0, 1.5, 2.0}) {
    GlyphAtlas& atlas = GlyphAtlas::of(metrics::kSpanText, ratio);
    const QString text = QStringLiteral("M12 · G17 reads what came");
    for (int room = -5; room < atlas.width(text) + 5; ++room)
      EXPECT_LE(atlas.width(atlas.fitting(text, room)), std::max(room, 0));
  }
}

}  // namespace
}  // namespace gmpscope::app
