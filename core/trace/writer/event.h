#pragma once
// One event: 32 bytes, fixed layout, shared between processes.

#include <cstdint>

#include "core/trace/writer/event_table.h"

namespace gmpscope::trace {

struct Event {
  std::uint64_t time = 0;  // TSC ticks; one stamp for all events of a scheduling step
  std::uint32_t head = 0;  // kind:8, core:12, P:12
  std::uint32_t g = 0;     // goroutine slot, 0 = none
  std::uint32_t a = 0, b = 0, c = 0, d = 0;

  static constexpr std::uint32_t kNoP = 0xfff;
  static constexpr std::uint32_t kMaxCores = 0xfff;  // core 4095 and above are recorded as 4095

  [[nodiscard]] static constexpr std::uint32_t makeHead(EventKind kind, std::uint32_t core, std::uint32_t p) {
    return static_cast<std::uint32_t>(kind) | (core & 0xfffU) << 8 | (p & 0xfffU) << 20;
  }
  [[nodiscard]] constexpr EventKind kind() const { return static_cast<EventKind>(head & 0xff); }
  [[nodiscard]] constexpr std::uint32_t core() const { return head >> 8 & 0xfff; }
  [[nodiscard]] constexpr std::uint32_t p() const { return head >> 20; }  // kNoP if none
};
static_assert(sizeof(Event) == 32);

}  // namespace gmpscope::trace
