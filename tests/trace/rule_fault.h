#pragma once
// Traces that break one rule and nothing else, by what they are about.

#include <cstdint>
#include <span>

#include "core/trace/reader/rule_id.h"
#include "tests/trace/trace_script.h"

namespace gmpscope::trace {

struct RuleFault {
  RuleId rule;
  const char* name;
  // Writes the trace, with its fault or without.
  TraceScript (*trace)(bool fault);
};

std::span<const RuleFault> queueFaults();
std::span<const RuleFault> goroutineFaults();
std::span<const RuleFault> waitFaults();
std::span<const RuleFault> nonsenseFaults();
std::span<const RuleFault> knobFaults();
std::span<const RuleFault> threadFaults();
std::span<const RuleFault> lifeFaults();
std::span<const RuleFault> sliceFaults();
std::span<const RuleFault> lineFaults();

// The ring of P0 holds so many, and runnext one more.
inline TraceScript fullRing(std::uint32_t goroutines) {
  auto t = TraceScript::begun(2);
  for (std::uint32_t slot = 2; slot < goroutines + 3; ++slot) t.create(slot);
  return t;
}

}  // namespace gmpscope::trace
