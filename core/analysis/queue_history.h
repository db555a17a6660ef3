#pragma once
// Everything that ever stood in a FIFO queue, by position: which goroutine, when it was put there, when it was taken.
// The contents at t are the positions [taken until t, put until t): two binary searches, no replay.
//
// One writer (the model builder); any number of readers without locks.

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/append_log.h"
#include "core/base/ids.h"

namespace gmpscope::analysis {

class QueueHistory {
 public:
  // Writer. Times don't decrease.
  void put(Nanos time, std::span<const LifeId> goroutines);
  void take(Nanos time, std::size_t count);
  void clear(Nanos time) { take(time, length()); }
  [[nodiscard]] std::size_t length() const { return slots_.written() - taken_.written(); }
  [[nodiscard]] std::vector<LifeId> last() const;                           // that stand in it now
  [[nodiscard]] std::size_t positions() const { return slots_.written(); }  // that have ever been filled
  void publish();
  // What was taken by then.
  void fold(Nanos before);
  [[nodiscard]] std::size_t bytes() const { return slots_.bytes() + put_.bytes() + taken_.bytes(); }

  // Readers.
  [[nodiscard]] std::vector<LifeId> contents(Nanos t) const;  // head first
  [[nodiscard]] std::size_t lengthAt(Nanos t) const;
  // The stays of g that began in [from, to].
  struct Stay {
    std::size_t position = 0;
    Nanos put = 0;
    Nanos taken = -1;        // -1: not yet
    std::size_t before = 0;  // how many stood before it when it came
  };
  [[nodiscard]] std::vector<Stay> stays(LifeId g, Nanos from, Nanos to) const;
  // Who stood, or stands, at a position.
  [[nodiscard]] LifeId occupant(std::size_t position) const { return slots_[position]; }

 private:
  AppendLog<LifeId> slots_;
  AppendLog<Nanos> put_;    // position -> when
  AppendLog<Nanos> taken_;  // position -> when; shorter by what stands in the queue
  std::size_t folded_ = 0;  // positions below aren't kept; changes while nobody looks
};

}  // namespace gmpscope::analysis
