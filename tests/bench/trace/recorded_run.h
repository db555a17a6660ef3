#pragma once
// Events of real runs in memory, as a live reader got them, with what it knew to be complete after each look.

#include <chrono>
#include <cstdint>
#include <vector>

#include "core/trace/reader/trace_file.h"
#include "core/trace/writer/event.h"

namespace gmpscope::bench {

struct Look {
  struct Part {
    std::uint32_t m, epoch;
    std::vector<trace::Event> events;
  };
  std::vector<Part> parts;
  std::uint64_t frontier = 0;
  std::chrono::steady_clock::time_point at;
};
using Looks = std::vector<Look>;

[[nodiscard]] std::uint64_t eventsOf(const Looks& looks);

// Goroutines that hand values on, yield, lock, start others and are stolen, in about equal parts.
void mixedWork();
// Two goroutines with one value.
void pingPongWork();

// Runs `work` with so many Ps and reads its trace meanwhile. The arena has room for all of it: nothing is dropped.
[[nodiscard]] Looks record(int procs, void (*work)());

// Runs a ping-pong with so many Ps that gives at least so many events, into a file. Returns how many there are.
std::uint64_t recordInto(trace::TraceFileWriter& writer, int procs, double events);

}  // namespace gmpscope::bench
