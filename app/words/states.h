#pragma once
// What goroutines, processors, threads and cores do, in words. Translated at each call.

#include <QString>

#include "core/analysis/span.h"
#include "core/trace/writer/wait_reason.h"

namespace gmpscope::app {

[[nodiscard]] QString stateWord(analysis::SpanState state);          // "executing"
[[nodiscard]] QString stateSentence(analysis::SpanState state);      // what the word means, for legends and tips
[[nodiscard]] QString waitReasonWord(trace::WaitReason reason);      // "chan receive", as Go says it
[[nodiscard]] QString waitReasonSentence(trace::WaitReason reason);  // "It waits to receive from a channel."

}  // namespace gmpscope::app
