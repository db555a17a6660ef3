#pragma once
// gmp::run with its events written into an arena: for the worker, and for tests. A null arena traces nothing. A run may
// be controlled while it goes on, see control.h.

#include <gmp/runtime.hpp>

#include "core/trace/writer/arena.h"

namespace gmp::rt {

class Control;

int runTraced(const Options& options, gmpscope::trace::Arena* arena, std::function<void()> mainFn,
              Control* control = nullptr);

}  // namespace gmp::rt
