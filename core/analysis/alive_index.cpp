#include "core/analysis/alive_index.h"

#include <algorithm>

#include "core/analysis/time_search.h"

namespace gmpscope::analysis {
namespace {

constexpr std::size_t kLeastInterval = 1024;

}  // namespace

void AliveIndex::born(LifeId g, Nanos time) {
  // As many births as there are living between two checkpoints: their memory stays in proportion to the births.
  if (bornSince_ >= std::max(kLeastInterval, living_.size())) {
    checkpoints_.append(std::make_unique<const Checkpoint>(Checkpoint{time, g.value, living_}));
    bornSince_ = 0;
  }
  ++bornSince_;
  if (place_.size() <= g.value) place_.resize(g.value + 1, kGone);
  if (place_[g.value] != kGone) return;
  place_[g.value] = static_cast<std::uint32_t>(living_.size());
  living_.push_back(g);
}

void AliveIndex::died(LifeId g) {
  if (g.value >= place_.size() || place_[g.value] == kGone) return;
  const std::uint32_t hole = place_[g.value];
  living_[hole] = living_.back();
  place_[living_[hole].value] = hole;
  living_.pop_back();
  place_[g.value] = kGone;
}

AliveIndex::Candidates AliveIndex::candidates(Nanos t) const {
  // A checkpoint is taken before the birth at its time, and after deaths that may share that time: one that is later
  // than t knows nothing of who died in between, so the last at or before t is the right one.
  const std::size_t count =
      countUntil(checkpoints_, t, [](const std::unique_ptr<const Checkpoint>& checkpoint) { return checkpoint->time; });
  if (count == 0) return {};
  const Checkpoint& checkpoint = *checkpoints_[count - 1];
  return {&checkpoint.living, checkpoint.next};
}

}  // namespace gmpscope::analysis
