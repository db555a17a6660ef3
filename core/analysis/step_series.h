#pragma once
// A value that changes in steps: queue lengths. Values are exact at each change; of several changes at one instant
// the last counts. Of what is folded the extents of 256 steps are kept.
//
// One writer (the model builder); any number of readers without locks.

#include <algorithm>
#include <cstdint>

#include "core/analysis/time_search.h"
#include "core/base/append_log.h"
#include "core/base/ids.h"

namespace gmpscope::analysis {

class StepSeries {
 public:
  // Writer. Times don't decrease.
  void append(Nanos time, std::uint32_t value);
  void publish();
  void fold(Nanos before);
  [[nodiscard]] std::size_t bytes() const { return steps_.bytes() + blocks16_.bytes(); }

  // Readers. 0 before the first change.
  [[nodiscard]] std::uint32_t at(Nanos t) const;
  // Smallest and largest value in [from, to), an end within 256 steps that were folded taken to those of them all.
  struct Extent {
    std::uint32_t min = 0, max = 0;
  };
  [[nodiscard]] Extent extent(Nanos from, Nanos to) const;
  // Calls f(value, length) for each stretch of one value in [from, to), in order of time; their lengths add up to
  // to - from.
  template <class F>
  void forEachStretch(Nanos from, Nanos to, F&& f) const {
    const auto timeOf = [](const Step& step) { return step.time; };
    const std::size_t count = steps_.size();
    std::size_t next = countUntil(steps_, from, timeOf);
    while (from < to) {
      const std::uint32_t value = next == 0 ? 0 : steps_[next - 1].value;
      const Nanos until = next < count ? std::min(steps_[next].time, to) : to;
      if (until > from) f(value, until - from);
      from = until;
      ++next;
    }
  }

 private:
  struct Step {
    Nanos time;
    std::uint32_t value;
  };
  struct Block {
    std::uint32_t min, max;
  };
  struct WideBlock {
    Nanos start;
    std::uint32_t min, max;
  };
  void completeBlocks();
  [[nodiscard]] Extent foldedExtent(Nanos from, Nanos to, std::size_t folded) const;

  AppendLog<Step> steps_;
  AppendLog<Block> blocks16_;       // extent of 16 steps each
  AppendLog<WideBlock> blocks256_;  // extent of 16 of those each
  std::size_t folded_ = 0;          // of blocks256_, so many aren't kept in steps; changes while nobody looks
};

}  // namespace gmpscope::analysis
