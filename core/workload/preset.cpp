#include "core/workload/preset.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/base/duration_text.h"

namespace gmpscope::workload {

namespace {

std::optional<std::int64_t> parseValue(const Parameter& parameter, std::string_view text) {
  if (parameter.type == ParameterType::Duration) return parseDuration(text);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string knownNames(const PresetInfo& preset) {
  std::string names;
  for (const Parameter& parameter : preset.parameters) names += (names.empty() ? "" : ", ") + parameter.name;
  return names.empty() ? "no parameters" : names;
}

}  // namespace

std::string valueText(const Parameter& parameter, std::int64_t value) {
  return parameter.type == ParameterType::Duration ? durationText(value) : fmt::format("{}", value);
}

Result<std::pair<std::string, std::int64_t>> parseSetting(const PresetInfo& preset, std::string_view text) {
  const auto wrong = [&](std::string expected) {
    return Error{fmt::format("--set {}", text), "", std::move(expected)};
  };
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return wrong("expected NAME=VALUE");

  const std::string_view name = text.substr(0, equals);
  const auto parameter = std::find_if(preset.parameters.begin(), preset.parameters.end(),
                                      [name](const Parameter& p) { return p.name == name; });
  if (parameter == preset.parameters.end()) {
    return wrong(fmt::format("expected a parameter of {}: {}", preset.id, knownNames(preset)));
  }
  const auto value = parseValue(*parameter, text.substr(equals + 1));
  if (!value || *value < parameter->min || *value > parameter->max) {
    return wrong(fmt::format("expected {} from {} to {}",
                             parameter->type == ParameterType::Duration ? "a time" : "a whole number",
                             valueText(*parameter, parameter->min), valueText(*parameter, parameter->max)));
  }
  return std::pair(parameter->name, *value);
}

Result<ParameterValues> parseSettings(const PresetInfo& preset, std::span<const std::string> settings) {
  ParameterValues values;
  for (const Parameter& parameter : preset.parameters) values[parameter.name] = parameter.defaultValue;
  for (const std::string& text : settings) {
    auto setting = parseSetting(preset, text);
    if (!setting.ok()) return setting.error();
    values[setting.value().first] = setting.value().second;
  }
  return values;
}

}  // namespace gmpscope::workload
