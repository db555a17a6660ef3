#include "core/analysis/step_series.h"

#include <algorithm>

namespace gmpscope::analysis {
namespace {

constexpr std::size_t kBlock = 16;

void widen(StepSeries::Extent& extent, std::uint32_t low, std::uint32_t high) {
  extent.min = std::min(extent.min, low);
  extent.max = std::max(extent.max, high);
}

}  // namespace

void StepSeries::append(Nanos time, std::uint32_t value) {
  const std::size_t written = steps_.written();
  if (written > 0) {
    Step& last = steps_.edit(written - 1);
    if (last.value == value) return;
    // A reader may already hold a published step: then a second one at the same instant overrides it.
    if (last.time == time && written > steps_.size()) {
      last.value = value;
      return;
    }
  }
  // The last step of a block is final only once another follows it.
  completeBlocks();
  steps_.append({time, value});
}

void StepSeries::completeBlocks() {
  const std::size_t written = steps_.written();
  if (written == 0 || written % kBlock != 0) return;
  Extent extent{steps_.edit(written - 1).value, steps_.edit(written - 1).value};
  for (std::size_t i = written - kBlock; i < written; ++i) widen(extent, steps_.edit(i).value, steps_.edit(i).value);
  blocks16_.append({extent.min, extent.max});

  const std::size_t blocks = blocks16_.written();
  if (blocks % kBlock != 0) return;
  const Nanos start = steps_.edit(written - kBlock * kBlock).time;
  Extent wide{extent};
  for (std::size_t i = blocks - kBlock; i < blocks; ++i) widen(wide, blocks16_.edit(i).min, blocks16_.edit(i).max);
  blocks256_.append({start, wide.min, wide.max});
}

void StepSeries::publish() {
  blocks256_.publish();
  blocks16_.publish();
  steps_.publish();
}

void StepSeries::fold(Nanos before) {
  const std::size_t until = countUntil(steps_, before, [](const Step& step) { return step.time; });
  // The step that holds then is kept.
  const std::size_t wide = (until - std::min<std::size_t>(until, 1)) / (kBlock * kBlock);
  folded_ = std::max(folded_, std::min(wide, blocks256_.size()));
  blocks16_.discard(folded_ * kBlock);
  steps_.discard(folded_ * kBlock * kBlock);
}

std::uint32_t StepSeries::at(Nanos t) const {
  const std::size_t count = countUntil(steps_, t, [](const Step& step) { return step.time; });
  return count == 0 ? 0 : steps_[count - 1].value;
}

// Of those that reach into [from, to); the first step was preceded by 0.
StepSeries::Extent StepSeries::foldedExtent(Nanos from, Nanos to, std::size_t folded) const {
  std::size_t block = countUntil(blocks256_, from, [](const WideBlock& wide) { return wide.start; });
  block = std::min(block, folded);
  Extent extent{};
  if (block > 0) {
    --block;
    extent = {blocks256_[block].min, blocks256_[block].max};
  }
  for (; block < folded && blocks256_[block].start < to; ++block)
    widen(extent, blocks256_[block].min, blocks256_[block].max);
  return extent;
}

StepSeries::Extent StepSeries::extent(Nanos from, Nanos to) const {
  const auto timeOf = [](const Step& step) { return step.time; };
  if (folded_ > 0) {
    const Nanos kept = steps_[folded_ * kBlock * kBlock].time;
    if (from < kept) {
      Extent extent = foldedExtent(from, to, folded_);
      if (to <= kept) return extent;
      const Extent rest = this->extent(kept, to);
      widen(extent, rest.min, rest.max);
      return extent;
    }
  }
  std::size_t i = countUntil(steps_, from, timeOf);
  const std::size_t end = countUntil(steps_, to - 1, timeOf);
  const std::uint32_t before = i == 0 ? 0 : steps_[i - 1].value;
  Extent extent{before, before};
  while (i < end) {
    if (i % (kBlock * kBlock) == 0 && i + kBlock * kBlock <= end && i / (kBlock * kBlock) < blocks256_.size()) {
      const WideBlock& block = blocks256_[i / (kBlock * kBlock)];
      widen(extent, block.min, block.max);
      i += kBlock * kBlock;
    } else if (i % kBlock == 0 && i + kBlock <= end && i / kBlock < blocks16_.size()) {
      const Block& block = blocks16_[i / kBlock];
      widen(extent, block.min, block.max);
      i += kBlock;
    } else {
      widen(extent, steps_[i].value, steps_[i].value);
      ++i;
    }
  }
  return extent;
}

}  // namespace gmpscope::analysis
