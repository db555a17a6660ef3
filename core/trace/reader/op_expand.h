#pragma once
// Which ops an event stands for, in the order in which they happened.

#include <array>
#include <cstdint>

#include "core/trace/reader/op.h"

namespace gmpscope::trace {

struct OpList {
  std::array<Op, 3> ops;
  std::uint32_t count = 0;
};

// `m` wrote the event. Arguments are taken as they are; whether they make sense is judged when they are applied.
[[nodiscard]] OpList expand(const Event& event, MId m);
// The same, in place of what is there.
void expandInto(OpList& list, const Event& event, MId m);

// MExit: how it ends.
inline constexpr std::uint32_t kEndsAsleep = 1;
inline constexpr std::uint32_t kEndsSpinning = 2;
inline constexpr std::uint32_t kEndsWithG = 4;  // that was locked to it

// How many goroutines a thief takes that saw these positions and takes half, rounded up.
[[nodiscard]] constexpr std::uint32_t stealCount(std::uint32_t head, std::uint32_t tail) {
  const std::uint32_t n = tail - head;
  return n - n / 2;
}

// GStartSteal: from whom, and how many. Older traces don't say how many: half.
[[nodiscard]] constexpr std::uint32_t stealVictim(const Event& event) { return event.a & 0xffff; }
[[nodiscard]] constexpr bool tellsStolen(const Event& event) { return (event.a >> 16 & 0x7fff) != 0; }
[[nodiscard]] constexpr std::uint32_t stolen(const Event& event) {
  const std::uint32_t told = event.a >> 16 & 0x7fff;
  return told != 0 ? told : stealCount(event.b, event.c);
}

// GStartGlobal: how many it took, and how many (up to 2^24 - 1) it saw there; and of its last argument, whether it
// came by the tick at which it is asked first.
[[nodiscard]] constexpr std::uint32_t globalTaken(const Event& event) { return event.b & 0xff; }
[[nodiscard]] constexpr std::uint32_t globalSeen(const Event& event) { return event.b >> 8; }
inline constexpr std::uint32_t kTickFlag = 1U << 31;
[[nodiscard]] constexpr std::uint32_t globalTick(const Event& event) { return event.d & 0x3fff'ffffU; }

// Of a start: the goroutine is only taken, for it is locked to another M.
[[nodiscard]] bool takesForAnother(const Event& event);

// A goroutine is taken off its M because that was asked of its P.
[[nodiscard]] constexpr bool isPreemption(EventKind kind) {
  return kind == EventKind::GPreempt || kind == EventKind::GPreemptNext;
}

// PPreemptAsk: its cause, and of its last argument: a signal is sent; an earlier request is still open, and only the
// signal is sent again.
inline constexpr std::uint32_t kAskedForSlice = 0;
inline constexpr std::uint32_t kAskedForWorld = 2;
inline constexpr std::uint32_t kAskSignals = 1;
inline constexpr std::uint32_t kAskedAgain = 2;

}  // namespace gmpscope::trace
