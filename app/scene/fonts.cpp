#include "app/scene/fonts.h"

namespace gmpscope::app {

QFont sceneFont(int pixels, bool strong) {
  QFont font(QStringLiteral("DejaVu Sans"));
  font.setPixelSize(pixels);
  font.setBold(strong);
  font.setKerning(false);
  font.setHintingPreference(QFont::PreferVerticalHinting);
  return font;
}

}  // namespace gmpscope::app
