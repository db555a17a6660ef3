#include "core/runtime/timers.h"

#include <algorithm>
#include <ctime>

namespace gmp::rt {

Deadline monotonicNow() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

void Timers::add(Entry entry) {
  heap_.push_back(entry);
  siftUp(heap_.size() - 1);
  earliest_.store(heap_.front().when, std::memory_order_seq_cst);
}

bool Timers::takeDue(Deadline now, Entry& entry) {
  if (heap_.empty() || heap_.front().when > now || heap_.front().when == kNever) return false;
  entry = heap_.front();
  heap_.front() = heap_.back();
  heap_.pop_back();
  if (!heap_.empty()) siftDown(0);
  earliest_.store(heap_.empty() ? kNever : heap_.front().when, std::memory_order_seq_cst);
  return true;
}

void Timers::siftUp(std::size_t at) {
  while (at > 0) {
    const std::size_t parent = (at - 1) / 4;
    if (heap_[parent].when <= heap_[at].when) return;
    std::swap(heap_[parent], heap_[at]);
    at = parent;
  }
}

void Timers::siftDown(std::size_t at) {
  for (;;) {
    std::size_t least = at;
    const std::size_t end = std::min(heap_.size(), at * 4 + 5);
    for (std::size_t child = at * 4 + 1; child < end; ++child)
      if (heap_[child].when < heap_[least].when) least = child;
    if (least == at) return;
    std::swap(heap_[at], heap_[least]);
    at = least;
  }
}

}  // namespace gmp::rt
