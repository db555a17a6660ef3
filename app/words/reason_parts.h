#pragma once
// What the sentences about a reason are made from.

#include <QString>

#include "core/analysis/reasons.h"

namespace gmpscope::app {

// "" if the reason has no such parameter.
[[nodiscard]] QString valueOf(const analysis::Reason& reason, const char* name);
// "G41 G44 +3" as "G41, G44 and 3 more".
[[nodiscard]] QString listText(const QString& list);

}  // namespace gmpscope::app
