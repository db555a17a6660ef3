#include "core/analysis/stack_history.h"

#include <algorithm>

namespace gmpscope::analysis {

std::uint32_t StackHistory::grow(std::uint32_t below, std::uint32_t value) {
  nodes_.append({value, below});
  return static_cast<std::uint32_t>(nodes_.written() - 1);
}

void StackHistory::push(Nanos time, std::uint32_t value) { top_.set(time, grow(top_.current(), value)); }

void StackHistory::remove(Nanos time, std::uint32_t value) {
  std::vector<std::uint32_t> above;
  std::uint32_t node = top_.current();
  while (node != kBottom && nodes_.edit(node).value != value) {
    above.push_back(nodes_.edit(node).value);
    node = nodes_.edit(node).below;
  }
  if (node == kBottom) return;
  std::uint32_t top = nodes_.edit(node).below;
  for (auto it = above.rbegin(); it != above.rend(); ++it) top = grow(top, *it);
  top_.set(time, top);
}

// Nodes are as old as what stands at the bottom: each time all of it is put there anew, and so the older ones can go
// once nobody asks for a time before that.
void StackHistory::fold(Nanos before, Nanos now) {
  top_.fold(before);
  if (before < renewed_) return;
  nodes_.discard(renewedFrom_);
  std::vector<std::uint32_t> values;
  for (std::uint32_t node = top_.current(); node != kBottom; node = nodes_.edit(node).below)
    values.push_back(nodes_.edit(node).value);
  renewed_ = now;
  renewedFrom_ = nodes_.written();
  std::uint32_t top = kBottom;
  for (auto it = values.rbegin(); it != values.rend(); ++it) top = grow(top, *it);
  top_.set(now, top);
}

void StackHistory::publish() {
  nodes_.publish();
  top_.publish();
}

std::vector<std::uint32_t> StackHistory::last() const {
  std::vector<std::uint32_t> result;
  for (std::uint32_t node = top_.current(); node != kBottom; node = nodes_[node].below)
    result.push_back(nodes_[node].value);
  std::reverse(result.begin(), result.end());
  return result;
}

std::vector<std::uint32_t> StackHistory::contents(Nanos t) const {
  std::vector<std::uint32_t> result;
  for (std::uint32_t node = top_.at(t); node != kBottom; node = nodes_[node].below)
    result.push_back(nodes_[node].value);
  std::reverse(result.begin(), result.end());
  return result;
}

}  // namespace gmpscope::analysis
