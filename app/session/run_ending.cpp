#include "app/session/run_ending.h"

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <optional>

#include "app/session/json_fields.h"

namespace gmpscope::app {

namespace {

using analysis::EndReason;

constexpr std::array kReasons{EndReason::Running, EndReason::Finished, EndReason::Stopped,  EndReason::Deadlock,
                              EndReason::Panic,   EndReason::Signal,   EndReason::ExitCode, EndReason::Truncated};

std::optional<EndReason> reasonOf(std::string_view text) {
  for (const EndReason reason : kReasons) {
    if (word(reason) == text) return reason;
  }
  return std::nullopt;
}

}  // namespace

std::string_view word(EndReason reason) {
  switch (reason) {
    case EndReason::Running:
      return "running";
    case EndReason::Finished:
      return "finished";
    case EndReason::Stopped:
      return "stopped";
    case EndReason::Deadlock:
      return "deadlock";
    case EndReason::Panic:
      return "panic";
    case EndReason::Signal:
      return "signal";
    case EndReason::ExitCode:
      return "exit";
    case EndReason::Truncated:
      return "truncated";
  }
  return "unknown";
}

std::string sentence(const analysis::RunEnd& end) {
  switch (end.reason) {
    case EndReason::Signal:
      return fmt::format("killed by signal {} ({})", end.code, ::strsignal(end.code));
    case EndReason::ExitCode:
      return fmt::format("exited with code {}", end.code);
    case EndReason::Stopped:
      return end.code == 0 ? "stopped" : "asked to stop, didn't, and was killed";
    default:
      return std::string(word(end.reason));
  }
}

std::string toJson(const RunEnding& ending) {
  Json::Value json;
  json["reason"] = std::string(word(ending.end.reason));
  json["code"] = ending.end.code;
  json["text"] = ending.end.text;
  json["odd"] = Json::arrayValue;
  for (const trace::OddM& odd : ending.odd) {
    Json::Value entry;
    entry["m"] = odd.m;
    entry["since"] = static_cast<Json::UInt64>(odd.since);
    json["odd"].append(entry);
  }
  json["dropped"] = static_cast<Json::UInt64>(ending.dropped);
  json["clock_error_ns"] = ending.end.clockErrorNs;
  return compactText(json);
}

Result<RunEnding> parseRunEnding(std::string_view text) {
  const auto parsed = parseObject(text);
  if (!parsed) return Error{"", "the run's end", parsed.error().expected};
  JsonFields fields(parsed.value());
  RunEnding ending;
  const auto reason = reasonOf(fields.text("reason"));
  if (!reason) fields.wrong("reason", "expected a known reason");
  ending.end.reason = reason.value_or(EndReason::Truncated);
  ending.end.code = static_cast<int>(fields.number("code", 0, 255));
  ending.end.text = fields.text("text");
  for (const Json::Value& entry : fields.array("odd", trace::kMaxMs)) {
    if (!entry.isObject()) {
      fields.wrong("odd", "expected objects");
      break;
    }
    JsonFields odd(entry);
    ending.odd.push_back({.m = static_cast<std::uint32_t>(odd.number("m", 0, trace::kMaxMs - 1)),
                          .since = odd.number("since", 0, UINT64_MAX)});
    if (!odd.ok()) fields.wrong("odd", odd.error());
  }
  ending.dropped = fields.number("dropped", 0, UINT64_MAX);
  ending.end.clockErrorNs = fields.real("clock_error_ns", 0, 1e18);
  if (!fields.ok()) return Error{"", "the run's end", fields.error()};
  return ending;
}

}  // namespace gmpscope::app
