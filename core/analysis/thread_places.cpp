#include "core/analysis/thread_places.h"

#include <algorithm>

namespace gmpscope::analysis {

ThreadPlaces::ThreadPlaces(const TraceModel& model) : model_(model) {
  std::unordered_map<std::uint32_t, std::size_t> indexOf;
  for (std::size_t i = 0; i < model.coreCount(); ++i) indexOf[model.coreId(i)] = i;
  const KernelLog& log = model.kernelLog();
  for (std::size_t i = model.firstKernelEntry(), count = log.size(); i < count; ++i) {
    const KernelEntry& entry = log[i];
    if (entry.kind != kernel::SwitchKind::In) continue;
    const auto core = indexOf.find(entry.core);
    if (core == indexOf.end()) continue;
    std::vector<Place>& places = byTid_[entry.tid];
    if (places.empty() || places.back().core != core->second) places.push_back({entry.time, core->second});
  }
}

std::optional<std::size_t> ThreadPlaces::coreOf(MId m, Nanos t) const {
  if (!m.valid() || m.value >= model_.threadCount()) return std::nullopt;
  const auto found = byTid_.find(model_.thread(m.value).tid.load(std::memory_order_relaxed));
  if (found == byTid_.end()) return std::nullopt;
  const std::vector<Place>& places = found->second;
  const auto next =
      std::upper_bound(places.begin(), places.end(), t, [](Nanos at, const Place& place) { return at < place.since; });
  if (next == places.begin()) return std::nullopt;
  return std::prev(next)->core;
}

}  // namespace gmpscope::analysis
