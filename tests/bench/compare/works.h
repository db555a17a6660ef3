#pragma once
// What is compared, with how many repetitions, and what is aimed at.

#include <string_view>

namespace gmpscope::bench {

enum class Unit { Nanos, Micros, Bytes };  // figures of Micros are measured in nanoseconds

struct Work {
  std::string_view name;
  Unit unit = Unit::Nanos;
  long count = 0;
  double atMostOfGo = 0;   // ours / Go
  double atMost = 0;       // ours, in the unit measured
  double tracingCost = 0;  // traced - ours
  bool oneProcOnly = false;
  bool traced = true;
  bool slow = false;  // on Boost.Fiber, which does a tenth of it
};

// A goal of 0 is none.
inline constexpr Work kWorks[] = {
    {.name = "gosched", .count = 1'000'000, .atMostOfGo = 0.4},
    {.name = "ping-pong", .count = 300'000, .atMostOfGo = 0.35, .tracingCost = 30},
    {.name = "buffered", .count = 3'000'000, .atMostOfGo = 0.5},
    {.name = "spawn", .count = 1'000'000, .atMostOfGo = 0.25},
    {.name = "skynet", .count = 1'000'000, .atMostOfGo = 0.25, .slow = true},
    {.name = "mutex", .count = 4'000'000, .atMostOfGo = 1},
    {.name = "select", .count = 2'000'000, .atMostOfGo = 0.6},
    {.name = "echo", .unit = Unit::Micros, .count = 200'000, .atMostOfGo = 0.83},
    {.name = "park-many", .count = 1'000'000, .atMostOfGo = 1.3},
    {.name = "wake-many", .count = 1'000'000, .atMostOfGo = 1},
    {.name = "parked-bytes",
     .unit = Unit::Bytes,
     .count = 100'000,
     .atMost = 4500,
     .oneProcOnly = true,
     .traced = false},
    {.name = "parked-tables", .unit = Unit::Bytes, .count = 100'000, .oneProcOnly = true, .traced = false},
    {.name = "not-run-bytes",
     .unit = Unit::Bytes,
     .count = 20'000,
     .atMost = 256,
     .oneProcOnly = true,
     .traced = false},
    {.name = "sleep", .unit = Unit::Micros, .count = 100, .atMostOfGo = 0.5},
};

}  // namespace gmpscope::bench
