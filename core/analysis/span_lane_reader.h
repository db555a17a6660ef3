#pragma once
// How a lane is looked at without locks. Of SpanLane only.

#include <algorithm>
#include <atomic>

#include "core/analysis/span_lane_store.h"

namespace gmpscope::analysis {

// One look at a lane: what was published when it began.
class SpanLane::Reader {
  using Block = Store::Block;
  using Super = Store::Super;
  static constexpr std::size_t kBlock = Store::kBlock;
  static constexpr std::size_t kSuper = Store::kSuper;
  static constexpr std::size_t kBlocks = kSuper / kBlock;  // of a super-block

 public:
  Reader(const SpanLane& lane, Nanos edge) : store_(lane.store_.load(std::memory_order_acquire)), edge_(edge) {
    if (store_ == nullptr) return;
    // First, for what is published only grows: what is folded is seen.
    folded_ = store_->folded.load(std::memory_order_acquire);
    const std::size_t published = store_->published.load(std::memory_order_acquire);
    closed_ = published / 2;
    size_ = closed_ + published % 2;
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  // Entries below this are folded, and the time before which they are.
  [[nodiscard]] std::size_t firstKept() const { return folded_ * kSuper; }
  [[nodiscard]] Nanos foldedUntil() const { return folded_ == 0 ? 0 : store_->superAt(folded_).start; }

  [[nodiscard]] Nanos start(std::size_t i) const {
    const Super& super = store_->superAt(i / kSuper);
    const Block* block = blockOf(i);
    const std::uint32_t offset = block != nullptr ? block->offset[i % kBlock] : Store::kUnused;
    return super.start + (offset != Store::kUnused ? offset : 0);
  }
  [[nodiscard]] Nanos length(std::size_t i) const {
    if (i == closed_) return std::max<Nanos>(edge_ - start(i), 0);
    const Block* block = blockOf(i);
    if (block == nullptr) return 0;
    const std::uint32_t length = block->length[i % kBlock];
    return length != Store::kLong ? length : store_->superAt(i / kSuper).onlyLength;
  }
  [[nodiscard]] SpanState state(std::size_t i) const {
    const Block* block = blockOf(i);
    return block != nullptr ? block->state[i % kBlock] : SpanState::Executing;
  }
  [[nodiscard]] const SpanDetail& detail(std::size_t i) const {
    static constexpr SpanDetail kNone;
    return blockOf(i) == nullptr ? kNone : store_->detailsAt(blockNumber(i / kBlock))[i % kBlock];
  }

  // The last entry that starts at or before t; size() if none.
  [[nodiscard]] std::size_t search(Nanos t) const {
    std::size_t super = 0;
    const std::size_t block = findBlock(t, super);
    if (block == kNowhere) return size_;
    // Of what is folded, the last entry of the 256.
    const std::size_t first = block / kBlocks * kSuper;
    return first < firstKept() ? first + kSuper - 1 : searchIn(block, t);
  }

  // The block that holds that entry. `super` is where the search begins, and where it ended: it only goes forward.
  static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
  [[nodiscard]] std::size_t findBlock(Nanos t, std::size_t& super) const {
    if (size_ == 0 || t < store_->superAt(super).start) return kNowhere;
    const std::size_t supers = (size_ + kSuper - 1) / kSuper;
    // Gallop: the next is near.
    std::size_t low = super, step = 1;
    while (low + step < supers && store_->superAt(low + step).start <= t) {
      low += step;
      step *= 2;
    }
    std::size_t high = std::min(supers, low + step);
    while (high - low > 1) {
      const std::size_t middle = (low + high) / 2;
      (store_->superAt(middle).start <= t ? low : high) = middle;
    }
    super = low;
    const Super& found = store_->superAt(low);
    const std::uint32_t offset = offsetIn(found, t);
    const std::size_t first = low * kBlocks;
    const std::size_t blocks = std::min((size_ + kBlock - 1) / kBlock - first, kBlocks);
    std::size_t count = 0;
    for (std::size_t k = 0; k < blocks; ++k) count += found.blockStart[k] <= offset ? 1 : 0;
    return first + count - 1;
  }
  void prefetch(std::size_t block) const {
    const auto* bytes = reinterpret_cast<const char*>(&store_->blockAt(blockNumber(block)));
    for (std::size_t line = 0; line < sizeof(Block); line += 64) __builtin_prefetch(bytes + line);
  }

  // The time per state before t, and the span that covers it.
  struct Instant {
    SpanLane::Totals before;
    std::size_t span = 0;  // size() if none covers t
    Nanos end = 0;         // of that span
  };
  void lookUp(std::size_t block, Nanos t, Instant& out) const {
    out.span = size_;
    if (block == kNowhere) {
      out.before = {};
      return;
    }
    if (block < folded_ * kBlocks) return lookUpFolded(block / kBlocks, t, out);
    const std::size_t i = searchIn(block, t);
    const Super& super = store_->superAt(i / kSuper);
    const Block& in = store_->blockAt(blockNumber(block));
    for (std::size_t s = 0; s < kSpanStates; ++s) out.before.inState[s] = super.before[s] + in.before[s];
    const std::size_t place = i % kBlock;
    for (std::size_t k = 0; k < place; ++k) out.before.inState[static_cast<std::size_t>(in.state[k])] += in.length[k];
    const Nanos begin = super.start + in.offset[place];
    const Nanos full = length(i);
    out.before.inState[static_cast<std::size_t>(in.state[place])] += std::min(full, t - begin);
    if (t < begin + full) {
      out.span = i;
      out.end = begin + full;
    }
  }
  [[nodiscard]] Instant lookUp(Nanos t) const {
    std::size_t super = 0;
    Instant result;
    lookUp(findBlock(t, super), t, result);
    return result;
  }

 private:
  [[nodiscard]] std::size_t blockNumber(std::size_t block) const {
    return store_->superAt(block / kBlocks).firstBlock + block % kBlocks;
  }
  // Null: entry i is folded, or its place and those around it are unused.
  [[nodiscard]] const Block* blockOf(std::size_t i) const {
    if (i < firstKept()) return nullptr;
    const std::size_t block = i / kBlock;
    const bool unused = store_->superAt(i / kSuper).blockStart[block % kBlocks] == Store::kUnused;
    return unused ? nullptr : &store_->blockAt(blockNumber(block));
  }
  // The part of what they add up to that their part before t is of the time until the next ones.
  void lookUpFolded(std::size_t super, Nanos t, Instant& out) const {
    const Super& here = store_->superAt(super);
    const Super& next = store_->superAt(super + 1);
    const double part = static_cast<double>(t - here.start) / static_cast<double>(next.start - here.start);
    for (std::size_t s = 0; s < kSpanStates; ++s)
      out.before.inState[s] =
          here.before[s] + static_cast<Nanos>(static_cast<double>(next.before[s] - here.before[s]) * part);
  }
  static std::uint32_t offsetIn(const Super& super, Nanos t) {
    return static_cast<std::uint32_t>(std::min(t - super.start, Store::kReach));
  }
  [[nodiscard]] std::size_t searchIn(std::size_t block, Nanos t) const {
    const Block& in = store_->blockAt(blockNumber(block));
    const std::uint32_t offset = offsetIn(store_->superAt(block / kBlocks), t);
    const std::size_t spans = std::min(kBlock, size_ - block * kBlock);
    std::size_t count = 0;
    for (std::size_t k = 0; k < spans; ++k) count += in.offset[k] <= offset ? 1 : 0;
    return block * kBlock + count - 1;
  }

  const Store* store_;
  Nanos edge_;
  std::size_t closed_ = 0;
  std::size_t size_ = 0;
  std::size_t folded_ = 0;  // super-blocks
};

}  // namespace gmpscope::analysis
