#pragma once
// Reads a preset's file (format: resources/presets/README.md), the library's as well as a user's own.

#include <string>

#include "core/base/result.h"
#include "core/workload/json_source.h"
#include "core/workload/program.h"

namespace gmpscope::workload {

[[nodiscard]] Result<Preset> loadPreset(const std::string& file);
[[nodiscard]] Result<Preset> parsePreset(const JsonSource& source);

}  // namespace gmpscope::workload
