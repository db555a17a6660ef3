#pragma once
// gmp::run with its events written into an arena: for the worker, and for tests. A null arena traces nothing.

#include <gmp/runtime.hpp>

#include "core/trace/writer/arena.h"

namespace gmp::rt {

int runTraced(const Options& options, gmpscope::trace::Arena* arena, std::function<void()> mainFn);

}  // namespace gmp::rt
