#include "app/worker/arguments.h"

#include <fmt/format.h>

#include <charconv>

namespace gmpscope::app {

namespace {

constexpr int kMaxGomaxprocs = 4'000;
constexpr int kMaxFd = 1'000'000;
constexpr double kMaxSeconds = 1e6;

// The whole text as a number within bounds.
template <class Number>
std::optional<Number> number(std::string_view text, Number least, Number most) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  // Written so that not-a-number fails as well.
  const bool within = value >= least && value <= most;
  if (error != std::errc() || end != text.data() + text.size() || !within) return std::nullopt;
  return value;
}

// What the option's value should have been, or nothing if it was taken.
std::optional<std::string> take(WorkerArguments& into, std::string_view option, std::string_view value) {
  const auto integer = [&](int& field, int most) -> std::optional<std::string> {
    const auto parsed = number<int>(value, 0, most);
    if (!parsed) return fmt::format("expected a number from 0 to {}", most);
    field = *parsed;
    return std::nullopt;
  };
  if (option == "--arena-fd") return integer(into.arenaFd, kMaxFd);
  if (option == "--socket-fd") return integer(into.socketFd, kMaxFd);
  if (option == "--gomaxprocs") return integer(into.gomaxprocs, kMaxGomaxprocs);
  if (option == "--preset") {
    into.preset = value;
    return std::nullopt;
  }
  if (option == "--set") {
    into.settings.emplace_back(value);
    return std::nullopt;
  }
  if (option == "--knob") {
    into.knobs.emplace_back(value);
    return std::nullopt;
  }
  if (option == "--seconds") {
    into.seconds = number<double>(value, 0, kMaxSeconds);
    return into.seconds ? std::nullopt : std::optional(fmt::format("expected seconds from 0 to {}", kMaxSeconds));
  }
  if (option == "--fault") {
    const auto fault = faultOf(value);
    if (!fault) return "expected deadlock, panic, abort, segv or hang";
    into.fault = *fault;
    return std::nullopt;
  }
  return "expected --arena-fd, --socket-fd, --preset, --set, --knob, --gomaxprocs, --seconds or --fault";
}

}  // namespace

Result<WorkerArguments> parseWorkerArguments(std::span<const std::string_view> arguments) {
  WorkerArguments parsed;
  for (std::size_t i = 0; i < arguments.size(); i += 2) {
    const std::string option(arguments[i]);
    if (i + 1 == arguments.size()) return Error{"gmp-worker", option, "expected a value after it"};
    if (auto expected = take(parsed, option, arguments[i + 1])) {
      return Error{"gmp-worker", fmt::format("{} {}", option, arguments[i + 1]), std::move(*expected)};
    }
  }
  if (parsed.arenaFd < 0) return Error{"gmp-worker", "--arena-fd", "expected; gmpscope starts this program"};
  if (parsed.socketFd < 0) return Error{"gmp-worker", "--socket-fd", "expected; gmpscope starts this program"};
  if (parsed.preset.empty()) return Error{"gmp-worker", "--preset", "expected; gmpscope starts this program"};
  return parsed;
}

}  // namespace gmpscope::app
