#pragma once
// The writer's view of one queue: follows it by the positions that the events recorded, also after a gap. Then its
// contents are unknown until a status record tells its positions, or everything older than the first put after the gap
// has been taken; and as long as a goroutine stands in it whose identity isn't known.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/analysis/queue_history.h"
#include "core/analysis/value_history.h"

namespace gmpscope::analysis {

class QueueTracker {
 public:
  QueueTracker() : known_(true) {}

  // Writer; positions as recorded (32 bits, they wrap).
  void put(Nanos time, std::uint32_t position, std::span<const LifeId> goroutines);
  // Before all others, as nothing of a FIFO queue but what a processor leaves when it goes.
  void putFirst(Nanos time, std::span<const LifeId> goroutines);
  void take(Nanos time, std::uint32_t position, std::uint32_t count);
  void lose(Nanos time);
  // A status record, which counts only after a gap: the queue holds what restore() adds, `count` goroutines. An
  // invalid life is one that isn't known.
  void beginRestore(Nanos time, std::uint32_t count);
  void restore(Nanos time, LifeId goroutine);
  [[nodiscard]] bool aligned() const { return aligned_; }
  [[nodiscard]] std::uint32_t missing() const { return missing_; }  // that restore() has still to add
  [[nodiscard]] std::size_t length() const { return history_.length(); }
  void publish();
  // What stands in it now, to be saved or read, see model_builder_save.cpp.
  template <class Archive>
  void walk(Archive& archive, Nanos now);
  void fold(Nanos before);
  [[nodiscard]] std::size_t bytes() const { return history_.bytes() + known_.bytes(); }

  // Readers.
  [[nodiscard]] const QueueHistory& history() const { return history_; }
  [[nodiscard]] bool knownAt(Nanos t) const { return known_.at(t); }

 private:
  void decide(Nanos time);

  QueueHistory history_;
  ValueHistory<bool> known_;
  bool aligned_ = true;                      // the history's positions are the queue's
  std::optional<std::uint32_t> firstKnown_;  // while not: the position of the first put after the gap
  std::size_t unknownUntil_ = 0;             // the history's positions before this may hold unknown goroutines
  std::uint32_t missing_ = 0;
};

template <class Archive>
void QueueTracker::walk(Archive& archive, Nanos now) {
  std::vector<LifeId> standing = history_.last();
  bool known = aligned_, tellsFirst = firstKnown_.has_value();
  std::uint32_t first = firstKnown_.value_or(0);
  std::uint32_t missing = missing_;
  archive(standing, known, tellsFirst, first, missing);
  if constexpr (!Archive::kReads) return;
  history_.put(now, standing);
  aligned_ = known;
  if (tellsFirst) firstKnown_ = first;
  missing_ = missing;
  const auto last = std::find(standing.rbegin(), standing.rend(), LifeId{});
  unknownUntil_ = static_cast<std::size_t>(standing.rend() - last);
  decide(now);
}

}  // namespace gmpscope::analysis
