#pragma once
// G: a goroutine's record. Records stand in a dense slab and are named by their slot; a stack is bound at the first
// run, so that a goroutine that never ran costs 128 bytes. The first cache line is what a switch touches.

#include <gmp/detail/task.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "core/runtime/stack/fiber.h"
#include "core/trace/writer/wait_reason.h"

namespace gmp::rt {
namespace trace = gmpscope::trace;
}

namespace gmp::rt {

struct M;

enum class GStatus : std::uint8_t {
  Dead,      // on a free list; no stack, no task
  Runnable,  // in exactly one queue, or in transit by an M; its stack (if any) is nobody's
  Running,   // its M owns its stack; on no queue
  Stopped,   // was running when the run ended, and will never run again
  Syscall,   // its M is in a call that may block in the kernel
  Waiting,   // in a wait queue or a timer; its stack is nobody's once onCpu is clear
};

struct alignas(64) G {
  void* context = nullptr;       // saved when it left; null: it never ran
  StackRecord* stack = nullptr;  // null: it never ran
  void* exceptionState[2] = {};  // __cxa_get_globals of the thread, while it is off
  std::uint64_t goid = 0;
  const detail::TaskOps* task = nullptr;
  std::uint32_t slot = 0;
  // Set before it starts, cleared by its successor on the same M once its stack is left: until then nobody may
  // resume it, although a waker may already have queued it. Release, paired with the acquire of who wants to run it.
  std::atomic<bool> onCpu{false};
  GStatus status = GStatus::Dead;
  trace::WaitReason reason = trace::WaitReason::None;
  bool locked = false;  // to lockedM; written by itself while it runs
  int savedErrno = 0;
  std::uint32_t savedNoPreempt = 1;  // while it doesn't run, see preempt_count.h
  // 64 bytes so far
  alignas(8) std::byte closure[detail::kInlineTask];
  M* lockedM = nullptr;  // the only one that runs it, if it is locked
  bool isMain = false;
  std::uint32_t name = 0;  // in Names, 0 = none
  // The last in which an event named it. Relaxed: who puts it into a queue and who takes it out may tell at once;
  // either writes the epoch of its own event, and at worst one more status is told.
  std::atomic<std::uint32_t> traceEpoch{0};
};
static_assert(sizeof(G) == 128);

}  // namespace gmp::rt
