#pragma once
// P0's run queue with its owner M0 and thieves, each on the real queue's code with a ring of four, and the events that
// they write. At the end nothing may be lost or doubled, and the reader's order of the events must lead to what memory
// holds, however late each M's events come.

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "core/runtime/run_queue.h"
#include "core/trace/writer/event.h"
#include "tests/model/explorer.h"
#include "tests/trace/replay.h"

namespace gmpscope::model {

class QueueModel {
 public:
  static constexpr std::uint32_t kMs = 3;
  using Queue = gmp::rt::BasicRunQueue<4>;

  // How the events are wrong, to see that it is noticed.
  enum class Fault { None, HeadReadAgain, OldGeneration };

  // Letters of M0: c creates a goroutine (runnext, kick, overflow as the rules say), t takes one and runs it. Of
  // thieves: s steals half, n steals runnext, t takes from their own rings.
  struct Programs {
    std::string_view owner, first, second;
  };
  // That many goroutines stand in P0's queue from the beginning, the last one in runnext.
  QueueModel(const Programs& programs, std::uint32_t inQueue, Fault fault);

  void run(std::uint32_t m);
  void check(bool stuck);

 private:
  using Event = trace::Event;
  using EventKind = trace::EventKind;

  void create();
  void put(std::uint32_t g);
  void take(std::uint32_t m);
  void stealHalf(std::uint32_t m);
  void stealNext(std::uint32_t m);
  void runToEnd(std::uint32_t m, std::uint32_t g);
  void emit(std::uint32_t m, EventKind kind, std::uint32_t g, std::uint32_t a = 0, std::uint32_t b = 0,
            std::uint32_t c = 0, std::uint32_t d = 0);
  [[nodiscard]] trace::Contents contents() const;
  void checkEvents(const std::array<std::uint32_t, kMs>& order) const;

  const std::array<std::string_view, kMs> programs_;
  const Fault fault_;
  std::array<Queue, kMs> queues_;
  std::array<std::vector<Event>, kMs> events_;
  std::array<std::vector<std::uint32_t>, kMs> ran_;
  std::deque<std::uint32_t> global_;  // only the owner puts into it
  std::uint32_t created_ = 1;         // slot 1 is main
  bool mainRuns_ = true;
};

}  // namespace gmpscope::model
