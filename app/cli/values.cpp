#include "app/cli/values.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>

#include "core/base/duration_text.h"

namespace gmpscope::app {

namespace {

template <class Number>
std::optional<Number> whole(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

Error wrongValue(std::string_view option, std::string_view given, std::string expected) {
  return {std::string(option), fmt::format("'{}'", given), "expected " + std::move(expected)};
}

Result<std::int64_t> parseWhole(std::string_view option, std::string_view text, std::int64_t least, std::int64_t most) {
  const auto value = whole<std::int64_t>(text);
  if (value && *value >= least && *value <= most) return *value;
  return wrongValue(option, text, fmt::format("a whole number from {} to {}", least, most));
}

Result<double> parseReal(std::string_view option, std::string_view text, double least, double most) {
  const auto value = whole<double>(text);
  if (value && std::isfinite(*value) && *value >= least && *value <= most) return *value;
  return wrongValue(option, text, fmt::format("a number from {} to {}", least, most));
}

Result<Nanos> parseTime(std::string_view option, std::string_view text) {
  if (const auto time = parseDuration(text)) return *time;
  return wrongValue(option, text, std::string(kDurationForm));
}

Result<double> parseSeconds(std::string_view option, std::string_view text) {
  const auto bare = whole<double>(text);
  const auto time = parseDuration(text);
  const double seconds = bare ? *bare : time ? static_cast<double>(*time) * 1e-9 : 0;
  if (seconds > 0 && seconds <= 86'400) return seconds;
  return wrongValue(option, text, "a time of at most a day, such as 2, 500ms or 1.5s");
}

Result<std::pair<Nanos, Nanos>> parseRange(std::string_view option, std::string_view text) {
  const std::size_t dots = text.find("..");
  if (dots != std::string_view::npos) {
    const auto from = parseTime(option, text.substr(0, dots));
    const auto to = parseTime(option, text.substr(dots + 2));
    if (from && to && from.value() < to.value()) return std::pair(from.value(), to.value());
  }
  return wrongValue(option, text, "FROM..TO, two times with their units, such as 1ms..2.5ms");
}

Result<std::pair<int, int>> parseSize(std::string_view option, std::string_view text, int most) {
  const std::size_t x = text.find('x');
  if (x != std::string_view::npos) {
    const auto width = whole<int>(text.substr(0, x));
    const auto height = whole<int>(text.substr(x + 1));
    if (width && height && *width >= 1 && *height >= 1 && *width <= most && *height <= most)
      return std::pair(*width, *height);
  }
  return wrongValue(option, text, fmt::format("WxH in pixels, each from 1 to {}, such as 1600x900", most));
}

}  // namespace gmpscope::app
