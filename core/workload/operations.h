#pragma once
// The words of a preset's programs: one table, used by the parser and for what messages say is expected.

#include <array>
#include <cstdint>
#include <string_view>

#include "core/workload/program.h"

namespace gmpscope::workload {

enum class Argument : std::uint8_t { None, Duration, Times, Channel, Group };

struct OperationInfo {
  Action action;
  std::string_view word;
  Argument argument;  // the value that stands at the word
  bool hasBody;       // has "do"
  bool hasCount;      // may have "count"
};

// In the order of Action.
inline constexpr std::array<OperationInfo, 10> kOperations{{
    {Action::Compute, "compute", Argument::Duration, false, false},
    {Action::Sleep, "sleep", Argument::Duration, false, false},
    {Action::Yield, "yield", Argument::None, false, false},
    {Action::Send, "send", Argument::Channel, false, false},
    {Action::Receive, "receive", Argument::Channel, false, false},
    {Action::Close, "close", Argument::Channel, false, false},
    {Action::Each, "each", Argument::Channel, true, false},
    {Action::Repeat, "repeat", Argument::Times, true, false},
    {Action::Spawn, "spawn", Argument::Group, false, true},
    {Action::Wait, "wait", Argument::Group, false, false},
}};

// What a file may ask for at most; parameters are held to the same by their own range.
inline constexpr std::int64_t kMaxNanos = 60'000'000'000;  // one compute or sleep
inline constexpr std::int64_t kMaxTimes = 1'000'000'000;
inline constexpr std::int64_t kMaxGoroutines = 1'000'000;  // of one spawn
inline constexpr std::int64_t kMaxCapacity = 1'000'000;
inline constexpr std::int64_t kMaxChannels = 100'000;  // of one name
inline constexpr int kMaxNesting = 16;

}  // namespace gmpscope::workload
