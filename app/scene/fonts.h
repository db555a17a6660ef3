#pragma once
// The face of everything that is drawn: its default digits are tabular and it has Cyrillic. Debian's
// fonts-dejavu-core is a dependency, so it is the same everywhere.

#include <QFont>

namespace gmpscope::app {

[[nodiscard]] QFont sceneFont(int pixels, bool strong = false);

}  // namespace gmpscope::app
