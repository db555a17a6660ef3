#pragma once
// A last-in-first-out list over time: idle Ps, idle Ms. Every state is a node of a tree that leads down to the bottom,
// so that a past state costs one binary search and its own length.
//
// One writer (the model builder); any number of readers without locks.

#include <cstdint>
#include <vector>

#include "core/analysis/value_history.h"

namespace gmpscope::analysis {

class StackHistory {
 public:
  StackHistory() : top_(kBottom) {}

  // Writer. Times don't decrease.
  void push(Nanos time, std::uint32_t value);
  void remove(Nanos time, std::uint32_t value);  // from the top, or from wherever a broken trace takes it
  void clear(Nanos time) { top_.set(time, kBottom); }
  void publish();
  void fold(Nanos before, Nanos now);
  [[nodiscard]] std::size_t bytes() const { return nodes_.bytes() + top_.bytes(); }

  // Writer: as they are now, from the bottom to the top.
  [[nodiscard]] std::vector<std::uint32_t> last() const;

  // Readers: from the bottom to the top, which is taken next.
  [[nodiscard]] std::vector<std::uint32_t> contents(Nanos t) const;

 private:
  static constexpr std::uint32_t kBottom = 0xffff'ffff;
  struct Node {
    std::uint32_t value;
    std::uint32_t below;
  };
  std::uint32_t grow(std::uint32_t below, std::uint32_t value);

  AppendLog<Node> nodes_;
  ValueHistory<std::uint32_t> top_;
  // From this time on no state has a node before that one.
  Nanos renewed_ = 0;
  std::size_t renewedFrom_ = 0;
};

}  // namespace gmpscope::analysis
