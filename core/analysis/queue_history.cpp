#include "core/analysis/queue_history.h"

#include <algorithm>

#include "core/analysis/time_search.h"

namespace gmpscope::analysis {
namespace {

std::size_t until(const AppendLog<Nanos>& times, Nanos t) {
  return countUntil(times, t, [](Nanos time) { return time; });
}

}  // namespace

void QueueHistory::put(Nanos time, std::span<const LifeId> goroutines) {
  for (const LifeId g : goroutines) {
    slots_.append(g);
    put_.append(time);
  }
}

// A trace that breaks the rules may take more than there is; the checker says so, here it takes what there is.
void QueueHistory::take(Nanos time, std::size_t count) {
  for (std::size_t i = std::min(count, length()); i > 0; --i) taken_.append(time);
}

std::vector<LifeId> QueueHistory::last() const {
  std::vector<LifeId> result;
  for (std::size_t i = taken_.written(); i < slots_.written(); ++i) result.push_back(slots_[i]);
  return result;
}

void QueueHistory::publish() {
  slots_.publish();
  put_.publish();
  taken_.publish();
}

void QueueHistory::fold(Nanos before) {
  folded_ = std::max(folded_, until(taken_, before));
  slots_.discard(folded_);
  put_.discard(folded_);
  taken_.discard(folded_);
}

std::vector<LifeId> QueueHistory::contents(Nanos t) const {
  // The head first: what is seen as taken has been seen as put.
  const std::size_t head = until(taken_, t);
  const std::size_t tail = until(put_, t);
  std::vector<LifeId> result;
  result.reserve(tail - head);
  for (std::size_t i = head; i < tail; ++i) result.push_back(slots_[i]);
  return result;
}

std::size_t QueueHistory::lengthAt(Nanos t) const {
  const std::size_t head = until(taken_, t);
  return until(put_, t) - head;
}

std::vector<QueueHistory::Stay> QueueHistory::stays(LifeId g, Nanos from, Nanos to) const {
  std::vector<Stay> result;
  const std::size_t end = until(put_, to);
  for (std::size_t position = std::max(until(put_, from - 1), folded_); position < end; ++position) {
    if (slots_[position] != g) continue;
    Stay stay{position, put_[position]};
    if (position < taken_.size()) stay.taken = taken_[position];
    stay.before = position - std::min(position, until(taken_, stay.put));
    result.push_back(stay);
  }
  return result;
}

}  // namespace gmpscope::analysis
