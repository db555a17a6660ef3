#pragma once
// The runtime's knobs as people write them: "queue_size=16", "slice=1ms", "steal=off".

#include <gmp/runtime.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/result.h"
#include "core/trace/writer/knob_table.h"

namespace gmpscope::workload {

// Parses "NAME=VALUE". Errors name the option, and what was expected.
[[nodiscard]] Result<std::pair<trace::Knob, std::uint64_t>> parseKnob(std::string_view text);

// Sets these, in order, in `options`.
[[nodiscard]] Status setKnobs(gmp::Options& options, std::span<const std::string> knobs);

// The value as it is written.
[[nodiscard]] std::string knobText(trace::Knob knob, std::uint64_t value);

}  // namespace gmpscope::workload
