#pragma once
// What control asks for and only a goroutine can do, since the world has to stop for it. Whoever comes to the gate
// first starts it.

#include <variant>

#include "core/runtime/control.h"

namespace gmp::rt {

struct M;

using Errand = std::variant<ProcsRequest, KnobRequest>;

// Starts a goroutine for each that waits. Holds a P. On g0, outside a step.
void startErrands(M& m);

}  // namespace gmp::rt
