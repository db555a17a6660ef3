#pragma once
// What a preset tells of itself, and the parameters that can be set. What its goroutines do stands in program.h.

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace gmpscope::workload {

struct LocalText {
  std::string en, ru;
};

enum class ParameterType : std::uint8_t { Integer, Duration };  // Duration in nanoseconds

struct Parameter {
  std::string name;  // as in --set NAME=VALUE
  LocalText title;
  ParameterType type = ParameterType::Integer;
  std::int64_t defaultValue = 0, min = 0, max = 0;
  std::string unit;  // "" or "ns"
};

struct PresetInfo {
  std::string id;
  LocalText title, summary, description;
  std::vector<Parameter> parameters;
  std::int64_t defaultSeconds = 2;
  int defaultGomaxprocs = 0;  // 0: the cores of the machine
  std::int64_t order = 0;     // where it stands in the library, ascending
};

// Values by parameter name; what is missing has its default.
using ParameterValues = std::map<std::string, std::int64_t, std::less<>>;

// A value as people write it: "64", "300us".
[[nodiscard]] std::string valueText(const Parameter& parameter, std::int64_t value);

// Parses "NAME=VALUE" ("work=20us") against the preset. Errors name the option, and the range or the known names.
[[nodiscard]] Result<std::pair<std::string, std::int64_t>> parseSetting(const PresetInfo& preset,
                                                                        std::string_view text);

// All of the preset's parameters: `settings` in order, a later one over an earlier one, and defaults for the rest.
[[nodiscard]] Result<ParameterValues> parseSettings(const PresetInfo& preset, std::span<const std::string> settings);

}  // namespace gmpscope::workload
