#pragma once
// The ways in which a workload can end badly, done for real, so that tests see what a user would see.

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "core/workload/stop_flag.h"

namespace gmpscope::app {

enum class Fault : std::uint8_t { None, Deadlock, Panic, Abort, Segv, Hang };

[[nodiscard]] std::optional<Fault> faultOf(std::string_view word);

// In the main goroutine: runs `body`, and a goroutine beside it that strikes after a twentieth of a second. With a
// fault it never returns: afterwards main waits for what never comes. A deadlock needs all goroutines, so for that one
// `body` is stopped.
void withFault(Fault fault, workload::StopFlag& stop, const std::function<void()>& body);

}  // namespace gmpscope::app
