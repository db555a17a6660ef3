#include "core/analysis/queue_tracker.h"

#include <algorithm>

namespace gmpscope::analysis {

void QueueTracker::put(Nanos time, std::uint32_t position, std::span<const LifeId> goroutines) {
  if (!aligned_ && !firstKnown_) firstKnown_ = position;
  history_.put(time, goroutines);
  for (const LifeId g : goroutines) {
    if (!g.valid()) unknownUntil_ = history_.positions();
  }
  decide(time);
}

void QueueTracker::putFirst(Nanos time, std::span<const LifeId> goroutines) {
  if (!aligned_) return;  // older than all that is known of it
  const std::vector<LifeId> behind = history_.last();
  history_.clear(time);
  history_.put(time, goroutines);
  history_.put(time, behind);
  for (const LifeId g : goroutines)
    if (!g.valid()) unknownUntil_ = history_.positions();
  for (const LifeId g : behind)
    if (!g.valid()) unknownUntil_ = history_.positions();
  decide(time);
}

void QueueTracker::take(Nanos time, std::uint32_t position, std::uint32_t count) {
  std::uint32_t ours = count;
  if (!aligned_) {
    if (!firstKnown_) return;
    // How many of those taken are older than the first known one; positions wrap, so by difference.
    const auto older = static_cast<std::int32_t>(*firstKnown_ - position);
    ours -= std::min(count, older > 0 ? static_cast<std::uint32_t>(older) : 0U);
    aligned_ = static_cast<std::int32_t>(position + count - *firstKnown_) >= 0;
  }
  history_.take(time, ours);
  decide(time);
}

void QueueTracker::lose(Nanos time) {
  history_.clear(time);
  aligned_ = false;
  firstKnown_.reset();
  missing_ = 0;
  decide(time);
}

void QueueTracker::beginRestore(Nanos time, std::uint32_t count) {
  history_.clear(time);
  aligned_ = true;
  missing_ = count;
  decide(time);
}

void QueueTracker::restore(Nanos time, LifeId goroutine) {
  history_.put(time, {&goroutine, 1});
  if (!goroutine.valid()) unknownUntil_ = history_.positions();
  missing_ -= std::min(missing_, 1U);
  decide(time);
}

void QueueTracker::decide(Nanos time) {
  known_.set(time, aligned_ && missing_ == 0 && history_.positions() - history_.length() >= unknownUntil_);
}

void QueueTracker::fold(Nanos before) {
  history_.fold(before);
  known_.fold(before);
}

void QueueTracker::publish() {
  history_.publish();
  known_.publish();
}

}  // namespace gmpscope::analysis
