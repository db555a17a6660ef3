#pragma once
// What the goroutines of a preset do: a checked description, which run_preset carries out.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/workload/preset.h"

namespace gmpscope::workload {

enum class Action : std::uint8_t { Compute, Sleep, Yield, Send, Receive, Close, Each, Repeat, Spawn, Wait };

// A number in a program: fixed, or the value of a parameter.
struct Quantity {
  std::int64_t fixed = 0;
  int parameter = -1;  // index into PresetInfo::parameters, or -1
};

struct Operation {
  Action action = Action::Yield;
  Quantity amount;                // Compute, Sleep: ns. Repeat: times. Spawn: goroutines
  std::size_t target = 0;         // Send, Receive, Close, Each: a channel. Spawn, Wait: a group
  std::vector<Operation> body{};  // Repeat, Each
};
using Program = std::vector<Operation>;

struct ChannelSpec {
  std::string name;
  Quantity capacity;
  Quantity count{.fixed = 1};  // with several, each goroutine uses the one of its own number
};

// Goroutines of one name that do the same.
struct Group {
  std::string name;
  Program program;
};

struct Preset {
  PresetInfo info;
  std::string file;  // that it was read from
  std::vector<ChannelSpec> channels;
  std::vector<Group> groups;  // a group spawns only groups after it, so there is no end of spawning to fear
  Program round;              // what main does, over and over, until the run is to end
};

}  // namespace gmpscope::workload
