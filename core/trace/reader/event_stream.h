#pragma once
// What the linearizer keeps of one M. Its own; used by one thread.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "core/trace/reader/op_expand.h"
#include "core/trace/writer/event.h"

namespace gmpscope::trace {

inline constexpr std::uint64_t kNoTime = std::numeric_limits<std::uint64_t>::max();

// An M's events that are not ordered yet. The first may be ordered in part.
struct EventStream {
  struct EpochStart {
    std::uint64_t index;  // of the stream's events, counted from the beginning
    std::uint32_t epoch;
  };
  std::vector<Event> events;
  std::size_t first = 0;
  std::uint64_t taken = 0;    // events ordered so far
  std::uint64_t missing = 0;  // that stood before the first
  std::vector<EpochStart> epochs;
  std::size_t nextEpoch = 0;  // of epochs, and the one before it, which the first event is of
  std::uint32_t epochNow = 0;
  OpList ops;
  std::uint32_t nextOp = 0;  // of ops; ops.count 0: the first event is not expanded yet
  std::uint64_t eventIndex = 0;

  [[nodiscard]] bool empty() const { return first == events.size(); }
  [[nodiscard]] const Event& front() const { return events[first]; }
  [[nodiscard]] std::uint64_t left() const { return events.size() - first; }
  // The stamp of the step after the first one's.
  [[nodiscard]] std::uint64_t nextStep() const {
    for (std::size_t i = first; i < events.size(); ++i)
      if (events[i].time > front().time) return events[i].time;
    return kNoTime;
  }
  [[nodiscard]] std::uint64_t stamp() const { return empty() ? kNoTime : front().time; }
  [[nodiscard]] std::uint32_t epoch() const { return epochNow; }
  // The first of its epochs that is later than the one given, and the stamp with which it begins; kNoTime if there is
  // none.
  struct LaterEpoch {
    std::uint32_t epoch = 0;
    std::uint64_t stamp = kNoTime;
  };
  [[nodiscard]] LaterEpoch laterThan(std::uint32_t epoch) const {
    if (!empty() && epochNow > epoch) return {epochNow, stamp()};
    for (std::size_t i = nextEpoch; i < epochs.size(); ++i)
      if (epochs[i].epoch > epoch && epochs[i].index < taken + left())
        return {epochs[i].epoch, events[first + epochs[i].index - taken].time};
    return {};
  }
  void add(std::span<const Event> more, std::uint32_t epoch) {
    const std::uint32_t last = epochs.empty() ? 0 : epochs.back().epoch;
    if (epoch > last) epochs.push_back({taken + left(), epoch});
    events.insert(events.end(), more.begin(), more.end());
    followEpochs();
  }
  void pop() {
    ++first;
    ++taken;
    ops.count = nextOp = 0;
    followEpochs();
    if (first < 4096 || first * 2 < events.size()) return;
    events.erase(events.begin(), events.begin() + static_cast<std::ptrdiff_t>(first));
    first = 0;
  }
  // But for what is ordered.
  template <class Archive>
  void walk(Archive& archive);
  void followEpochs() {
    while (nextEpoch < epochs.size() && epochs[nextEpoch].index <= taken) epochNow = epochs[nextEpoch++].epoch;
  }
};

}  // namespace gmpscope::trace
