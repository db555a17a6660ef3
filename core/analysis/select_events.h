#pragma once
// The further objects that a goroutine waits on in a select: events of their own, which its M writes right after the
// one that blocks.

#include <algorithm>
#include <cstddef>

#include "core/analysis/model_parts.h"

namespace gmpscope::analysis {

// Calls f(index, event) for each that is kept. Nobody folds meanwhile.
template <class F>
void forEachAlso(const ModelParts& model, std::size_t block, F&& f) {
  constexpr std::size_t kReach = 100'000;  // of events by others in between
  const OrderedEvent* first = model.event(block);
  if (first == nullptr || first->event.kind() != trace::EventKind::GBlock) return;
  std::uint32_t further = first->event.d & trace::kFurtherObjects;
  const auto take = [&](std::size_t index, const OrderedEvent& next) {
    if (next.m != first->m) return;
    if (next.event.kind() == trace::EventKind::GBlockAlso) {
      f(index, next);
      --further;
    } else {
      further = 0;
    }
  };
  for (auto kept = std::upper_bound(model.keptEvents.begin(), model.keptEvents.end(), block,
                                    [](std::size_t i, const KeptEvent&each) { return i < each.index; });
       kept != model.keptEvents.end() && further > 0; ++kept)
    take(kept->index, kept->event);
  const std::size_t from = std::max(block + 1, model.firstEvent);
  const std::size_t end = std::min(model.events.size(), from + further + kReach);
  for (std::size_t i = from; i < end && further > 0; ++i) take(i, model.events[i]);
}

}  // namespace gmpscope::analysis
