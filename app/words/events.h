#pragma once
// Kinds of events in words, for lists. Translated at each call.

#include <QString>

#include "core/trace/writer/event_table.h"

namespace gmpscope::app {

[[nodiscard]] QString eventWords(trace::EventKind kind);

}  // namespace gmpscope::app
