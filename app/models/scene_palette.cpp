#include "app/models/scene_palette.h"

namespace gmpscope::app {

void ScenePalette::setDark(bool dark) {
  if (dark == dark_) return;
  dark_ = dark;
  emit changed();
}

}  // namespace gmpscope::app
