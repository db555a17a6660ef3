#pragma once
// Lengths of time as people write them: "1.5ms", "200us". Used by presets and by the command line.

#include <optional>
#include <string>
#include <string_view>

#include "core/base/ids.h"

namespace gmpscope {

// A number, not negative, and a unit: ns, us (or µs), ms, s. Zero needs no unit. Nothing if it is anything else, or
// longer than 292 years; what is finer than a nanosecond is rounded.
[[nodiscard]] std::optional<Nanos> parseDuration(std::string_view text);

// With the largest unit that needs at most three decimals: "1.5ms". parseDuration gives the same value back.
[[nodiscard]] std::string durationText(Nanos nanos);

// What parseDuration expects, for messages.
inline constexpr std::string_view kDurationForm = "a time such as 200us, 1.5ms or 2s";

}  // namespace gmpscope
