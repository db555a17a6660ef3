#pragma once
// The scene's texts. A class, because lupdate takes the context of a text from the class whose tr() is called.

#include <QCoreApplication>

namespace gmpscope::app {

struct SceneTexts {
  Q_DECLARE_TR_FUNCTIONS(scene)
};

}  // namespace gmpscope::app
