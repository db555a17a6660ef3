#pragma once
// The wake-up protocol (wake.cpp, find_runnable.cpp) on real run queues: M0 makes work, the other Ms look for it, and
// whoever finds a goroutine runs it for ever. At the end no work may be left while a P is idle.
//
// It follows the code of the runtime function by function; what doesn't matter here (timers, the global queue, the
// trace) is left out.

#include <array>
#include <cstdint>

#include "core/runtime/run_queue.h"
#include "tests/model/blocking.h"

namespace gmpscope::model {

class SpinningModel {
 public:
  static constexpr std::uint32_t kMs = 4;
  enum class Fault {
    None,
    NoRecheck,
    RechecksBeforeCountedOut,
    WakesBeforePutting,
    FinderWakesNobody,
    NoteResetLate,
    KickSeenLate,
  };

  struct Settings {
    std::uint32_t ps = 2;
    std::uint32_t work = 1;     // goroutines that M0 makes
    std::uint32_t looking = 0;  // of the Ms 1, 2 … that hold a P from the beginning and look for work; the rest sleep
    Fault fault = Fault::None;
  };
  // An M for each P; the others have no thread yet, and get one when a P is idle and no M.
  explicit SpinningModel(const Settings& settings);

  void make();
  void look(std::uint32_t number);
  void check() const;

 private:
  using Queue = gmp::rt::BasicRunQueue<4>;
  static constexpr std::uint32_t kNone = ~0U;

  struct M {
    std::uint32_t p = kNone;
    bool spinning = false;
    Note note;
    Atomic<std::uint32_t> nextP{kNone};
  };

  void put(std::uint32_t g);
  void wakeP();
  void startSpinningM();
  void becomeSpinning(M& m);
  void stopSpinning(M& m);
  bool steal(M& m);
  bool giveUp(M& m);  // false: it must spin
  bool recheck(M& m);
  bool workIsThere();
  void stopM(std::uint32_t number);
  // A member of a set of numbers, which goes out of it; the lock is held. kNone: it is empty.
  static std::uint32_t takeOne(Atomic<std::uint32_t>& set);

  const Settings settings_;
  std::array<Queue, kMs> queues_;  // of Ps
  std::array<M, kMs> ms_;
  Lock lock_;
  Atomic<std::uint32_t> idlePs_{0}, idleMs_{0}, freshMs_{0};  // a bit each, under the lock
  Atomic<std::uint32_t> idlePCount_{0}, spinning_{0};
  Atomic<bool> needSpinning_{false};
};

}  // namespace gmpscope::model
