#pragma once
// A span: [start, end) in one state, on a lane (a core, a P, a thread, a goroutine).

#include <cstdint>

#include "core/base/ids.h"
#include "core/trace/writer/wait_reason.h"

namespace gmpscope::analysis {

enum class SpanState : std::uint8_t {
  Executing,  // G: holds M and P and (as far as the kernel says) its thread is on a core. Thread: on a core
  Runnable,   // G: waits for a P. Thread: waits for a core. Drawn at half height
  Syscall,
  Waiting,   // G: for an event, see the reason. Thread: asleep in the kernel
  Spinning,  // P, thread: an M looks for work
  Fault,     // it panicked, or the rules were broken here
  OffCore,   // G, P: runs, but its thread is off core. Drawn hollow
  NotOurs,   // core lanes: idle or another process, which can't be told apart
  Lost,      // events were lost here
  Absent,    // P: the run has fewer of them here
  kCount,
};

inline constexpr std::size_t kSpanStates = static_cast<std::size_t>(SpanState::kCount);

// SpanDetail::flags.
enum SpanFlag : std::uint8_t {
  kRuntimesWord = 1,  // by the runtime's own word: the kernel says nothing of this thread
  kNotAnM = 2,        // core lanes: a thread of ours that is no M
  kKernelSwitch = 4,  // began by a switch of the kernel, after the event that is its cause
  kInvoluntary = 8,   // off core although it could go on
  kSinceGap = 16,     // core lanes: what the thread does isn't known since a gap
};

// What only inspector and labels need of a span.
struct SpanDetail {
  LifeId goroutine{};               // that runs, or whose lane this is
  MId thread{};                     // that runs it, or whose lane this is
  std::uint16_t processor = 0xfff;  // 0xfff: none
  trace::WaitReason reason = trace::WaitReason::None;
  std::uint8_t flags = 0;
  std::uint32_t cause = 0;  // index in the trace's order of the event that began the span
};

struct Span {
  Nanos start = 0;
  Nanos end = 0;
  SpanState state = SpanState::Executing;
  SpanDetail detail;
};

}  // namespace gmpscope::analysis
