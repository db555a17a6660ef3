#include "core/workload/knobs.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <limits>
#include <optional>

#include "core/base/duration_text.h"

namespace gmpscope::workload {

using trace::Knob;
using trace::KnobInfo;
using trace::KnobUnit;

namespace {

// Calls f(word, number) for each of the knob's words.
template <class F>
void eachWord(const KnobInfo& knob, F&& f) {
  std::string_view left = knob.words;
  for (std::uint64_t number = 0; !left.empty(); ++number) {
    const std::string_view word = left.substr(0, left.find(' '));
    f(word, number);
    left.remove_prefix(std::min(left.size(), word.size() + 1));
  }
}

std::optional<std::uint64_t> parseValue(const KnobInfo& knob, std::string_view text) {
  std::optional<std::uint64_t> found;
  if (knob.unit == KnobUnit::Words) {
    eachWord(knob, [&](std::string_view word, std::uint64_t number) {
      if (word == text) found = number;
    });
    return found;
  }
  if (knob.unit == KnobUnit::Nanos) {
    if (const auto time = parseDuration(text)) found = static_cast<std::uint64_t>(*time);
    return found;
  }
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size()) found = value;
  return found;
}

std::string expectedValue(Knob knob) {
  const KnobInfo& row = info(knob);
  if (row.unit == KnobUnit::Words) {
    std::string words;
    eachWord(row, [&](std::string_view word, std::uint64_t number) {
      words += (number == 0 ? "" : number == row.most ? " or " : ", ") + std::string(word);
    });
    return "expected " + words;
  }
  return fmt::format("expected {} from {} to {}",
                     row.unit == KnobUnit::Nanos   ? "a time"
                     : row.unit == KnobUnit::Bytes ? "a number of bytes"
                                                   : "a whole number",
                     knobText(knob, row.least), knobText(knob, row.most));
}

std::string knownNames() {
  std::string names;
  for (const KnobInfo& row : trace::kKnobTable) names += (names.empty() ? "" : ", ") + std::string(row.name);
  return names;
}

// The value is within its range.
void set(gmp::Options& options, Knob knob, std::uint64_t value) {
  const auto whole = static_cast<int>(std::min<std::uint64_t>(value, std::numeric_limits<int>::max()));
  const std::chrono::nanoseconds time(static_cast<std::int64_t>(value));
  switch (knob) {
    case Knob::StackSize:
      options.stack_size = value;
      break;
    case Knob::AsyncPreemption:
      options.async_preemption = value != 0;
      break;
    case Knob::Slice:
      options.slice = time;
      break;
    case Knob::MaxThreads:
      options.max_threads = whole;
      break;
    case Knob::Steal:
      options.steal = static_cast<gmp::Steal>(value);
      break;
    case Knob::Runnext:
      options.runnext = value != 0;
      break;
    case Knob::GlobalCheckInterval:
      options.global_check_interval = whole;
      break;
    case Knob::QueueSize:
      options.queue_size = whole;
      break;
    case Knob::Spinning:
      options.spinning = value != 0;
      break;
    case Knob::SysmonPeriod:
      options.sysmon_period = time;
      break;
    case Knob::Affinity:
      options.affinity = static_cast<gmp::Affinity>(value);
      break;
    case Knob::PerturbationSeed:
      options.perturbation_seed = static_cast<std::uint32_t>(value);
      break;
    case Knob::kCount:
      break;
  }
}

}  // namespace

Result<std::pair<Knob, std::uint64_t>> parseKnob(std::string_view text) {
  const auto wrong = [&](std::string expected) {
    return Error{fmt::format("--knob {}", text), "", std::move(expected)};
  };
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return wrong("expected NAME=VALUE");
  for (std::size_t i = 0; i < trace::kKnobs; ++i) {
    const KnobInfo& row = trace::kKnobTable[i];
    if (row.name != text.substr(0, equals)) continue;
    const auto knob = static_cast<Knob>(i);
    const auto value = parseValue(row, text.substr(equals + 1));
    if (!value || *value < row.least || *value > row.most) return wrong(expectedValue(knob));
    return std::pair(knob, *value);
  }
  return wrong("expected a knob: " + knownNames());
}

Status setKnobs(gmp::Options& options, std::span<const std::string> knobs) {
  for (const std::string& text : knobs) {
    const auto knob = parseKnob(text);
    if (!knob) return knob.error();
    set(options, knob.value().first, knob.value().second);
  }
  return Nothing{};
}

std::string knobText(Knob knob, std::uint64_t value) {
  const KnobInfo& row = info(knob);
  if (row.unit == KnobUnit::Nanos && value <= row.most) return durationText(static_cast<Nanos>(value));
  std::string text = fmt::format("{}", value);
  if (row.unit == KnobUnit::Words)
    eachWord(row, [&](std::string_view word, std::uint64_t number) {
      if (number == value) text = word;
    });
  return text;
}

}  // namespace gmpscope::workload
