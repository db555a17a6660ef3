#include "core/base/duration_text.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

namespace gmpscope {

namespace {

struct Unit {
  std::string_view word;
  Nanos nanos;
};
// Ascending; of two words for one unit the first is written.
constexpr std::array<Unit, 5> kUnits{
    {{"ns", 1}, {"us", 1'000}, {"µs", 1'000}, {"ms", 1'000'000}, {"s", 1'000'000'000}}};

constexpr double kTooLong = 9.2e18;

}  // namespace

std::optional<Nanos> parseDuration(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc() || !std::isfinite(number) || std::signbit(number)) return std::nullopt;
  const std::string_view word = text.substr(static_cast<std::size_t>(end - text.data()));
  if (word.empty() && number == 0) return 0;
  for (const Unit& unit : kUnits) {
    if (word != unit.word) continue;
    const double nanos = std::round(number * static_cast<double>(unit.nanos));
    if (nanos >= kTooLong) return std::nullopt;
    return static_cast<Nanos>(nanos);
  }
  return std::nullopt;
}

std::string durationText(Nanos nanos) {
  for (auto unit = kUnits.rbegin(); unit != kUnits.rend(); ++unit) {
    if (unit->word == "µs" || nanos < unit->nanos) continue;
    const Nanos thousandth = unit->nanos / 1000;
    if (thousandth != 0 && nanos % thousandth != 0) continue;
    if (nanos % unit->nanos == 0) return fmt::format("{}{}", nanos / unit->nanos, unit->word);
    std::string digits = fmt::format("{}.{:03}", nanos / unit->nanos, nanos % unit->nanos / thousandth);
    digits.erase(digits.find_last_not_of('0') + 1);
    return digits + std::string(unit->word);
  }
  return fmt::format("{}ns", nanos);
}

}  // namespace gmpscope
