#pragma once
// Why a goroutine waits, in Go's words. The numbers stand in traces: append only.

#include <array>
#include <cstdint>
#include <string_view>

namespace gmpscope::trace {

enum class WaitReason : std::uint8_t {
  None,
  ChanReceive,
  ChanSend,
  ChanReceiveNil,
  ChanSendNil,
  Select,
  Sleep,
  WaitGroup,
  MutexLock,
  RWMutexRLock,
  RWMutexLock,
  CondWait,
  Semaphore,
  Network,
  SelectNoCases,
  World,  // for its turn to stop the world
  kCount,
};

inline constexpr std::array<std::string_view, static_cast<std::size_t>(WaitReason::kCount)> kWaitReasonWords{
    "",
    "chan receive",
    "chan send",
    "chan receive (nil chan)",
    "chan send (nil chan)",
    "select",
    "sleep",
    "sync.WaitGroup.Wait",
    "sync.Mutex.Lock",
    "sync.RWMutex.RLock",
    "sync.RWMutex.Lock",
    "sync.Cond.Wait",
    "semacquire",
    "IO wait",
    "select (no cases)",
    "stop the world",
};

[[nodiscard]] constexpr std::string_view words(WaitReason reason) {
  const auto index = static_cast<std::size_t>(reason);
  return index < kWaitReasonWords.size() ? kWaitReasonWords[index] : "unknown";
}

}  // namespace gmpscope::trace
