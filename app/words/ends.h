#pragma once
// How a run ended, in words. Translated at each call.

#include <QString>

#include "core/analysis/model.h"

namespace gmpscope::app {

[[nodiscard]] QString endSentence(const analysis::RunEnd& end);

}  // namespace gmpscope::app
