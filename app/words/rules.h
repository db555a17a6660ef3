#pragma once
// The checker's rules in words. Translated at each call.

#include <QString>

#include "core/trace/reader/rule_id.h"

namespace gmpscope::app {

[[nodiscard]] QString ruleTitle(trace::RuleId rule);
[[nodiscard]] QString ruleSentence(trace::RuleId rule);

}  // namespace gmpscope::app
