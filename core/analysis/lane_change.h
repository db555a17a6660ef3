#pragma once
// What an op means for lanes. Small, because with kernel records the changes wait for the kernel's watermark.

#include <cstdint>

#include "core/base/ids.h"
#include "core/trace/writer/wait_reason.h"

namespace gmpscope::analysis {

enum class ChangeKind : std::uint8_t {
  Ready,      // g becomes runnable: born or woken
  Run,        // g starts on m with p
  Yield,      // g stops on m and is runnable
  Wait,       // g stops on m and waits for `reason`
  End,        // g ends on m
  Fault,      // g panics
  SpinBegin,  // m looks for work, with p if it has one
  SpinEnd,
  PIdle,    // m gives p up
  MBind,    // m is the thread `value`
  MAsleep,  // m goes to sleep by its own word
  MAwake,
  MExit,
  Call,    // g, on m with p, enters a system call
  Back,    // g comes back from it, on m with p
  PTaken,  // p is taken from the M `value`, which is in a system call
  Gone,    // g ended in a gap, as is seen now
  PGone,   // p is one of those that the run has no more
  PBorn,   // p is one of those that it has again, or newly
  Lose,    // a gap: of each lane nothing is known until its next change
};

struct LaneChange {
  Nanos time = 0;
  ChangeKind kind = ChangeKind::Ready;
  trace::WaitReason reason = trace::WaitReason::None;
  std::uint16_t p = 0xfff;
  std::uint32_t cause = 0;  // index of the event
  MId m{};
  LifeId g{};
  std::uint32_t value = 0;
};
static_assert(sizeof(LaneChange) == 32);

}  // namespace gmpscope::analysis
