#pragma once
// One alteration of a recorded trace that its rules must notice.

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "tests/stress/recorded_trace.h"

namespace gmpscope::test {

struct Mutation {
  enum class Kind : std::uint8_t { Drop, Duplicate, Swap, Change };
  Kind kind = Kind::Drop;
  std::size_t m = 0, at = 0;  // which event; of a swap the first of the two
  std::size_t field = 0;      // Change: as in EventInfo::arguments
  std::uint32_t value = 0;    // and what it becomes

  // "drop g.ready, ..."
  [[nodiscard]] std::string text(const RecordedTrace& trace) const;
  [[nodiscard]] RecordedTrace applied(const RecordedTrace& trace) const;
};

// Draws mutations of some traces, each kind of event as likely as any other.
class Mutator {
 public:
  Mutator(const std::vector<RecordedTrace>& traces, std::uint32_t seed);

  struct Drawn {
    std::size_t trace = 0;
    Mutation mutation;
  };
  [[nodiscard]] Drawn draw();

 private:
  struct At {
    std::size_t trace, m, at;
  };
  std::uint32_t below(std::size_t bound) { return static_cast<std::uint32_t>(random_() % bound); }
  [[nodiscard]] const trace::Event& event(const At& at) const { return traces_[at.trace].ms[at.m][at.at]; }
  [[nodiscard]] bool make(const At& at, Mutation& mutation);
  [[nodiscard]] bool change(const At& at, Mutation& mutation);

  const std::vector<RecordedTrace>& traces_;
  std::mt19937 random_;
  std::vector<std::vector<At>> kinds_;  // those that occur
};

}  // namespace gmpscope::test
