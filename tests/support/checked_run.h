#pragma once
// A run of the runtime with an arena, a live reader beside it, and the reader's rules as the judge.

#include <gmp/runtime.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <ostream>
#include <vector>

#include "core/base/ids.h"
#include "core/runtime/control.h"
#include "core/trace/reader/linearizer.h"
#include "core/trace/writer/event.h"

namespace gmpscope::test {

struct OrderedEvent {
  trace::Event event;
  MId m;
};

struct RunSettings {
  gmp::Options options;
  std::size_t arenaBytes = 64U << 20;
  bool keepEvents = true;
  gmp::rt::Control* control = nullptr;  // of the run, from outside
  // Called with each event in the reader's order, on its thread.
  std::function<void(const trace::Event&)> onEvent{};
  // Who else is told all that the reader finds, on its thread.
  std::vector<trace::OpSink*> sinks{};
};

// What came of a run, as its trace tells.
struct RunRecord {
  int code = -1;
  std::uint64_t created = 0;  // goroutines, main included
  std::uint64_t ended = 0;
  // Taken off their M before the run's end and never started again, or in a system call, or just back from one.
  std::uint64_t abandoned = 0;
  std::vector<OrderedEvent> events;  // in the reader's order

  std::uint64_t ordered = 0, waiting = 0, assumed = 0, dropped = 0, gaps = 0;
  std::size_t oddMs = 0;
  bool timeWentBack = false;
  std::string complaint;
  std::vector<trace::Violation> violations;  // the first few
  std::uint64_t violationCount = 0;

  [[nodiscard]] std::uint64_t count(trace::EventKind kind) const;
};

// The last thing in main where leaks are looked for: a goroutine that was preempted after its last word to main would
// be abandoned with all that it holds.
void letOthersEnd();

// Any thread outside goroutines. Judges nothing itself.
[[nodiscard]] RunRecord runAndRead(const RunSettings& settings, std::function<void()> mainFn);

// Fails the current test unless the trace is whole and breaks no rule.
void expectSound(const RunRecord& record);

}  // namespace gmpscope::test

namespace gmpscope::trace {

std::ostream& operator<<(std::ostream& out, const Violation& violation);

}  // namespace gmpscope::trace
