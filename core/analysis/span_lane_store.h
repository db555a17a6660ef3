#pragma once
// What a lane's spans are kept in. Of SpanLane only.

#include <algorithm>
#include <array>
#include <atomic>
#include <limits>
#include <memory>

#include "core/analysis/span_lane.h"
#include "core/base/append_log.h"

namespace gmpscope::analysis {
namespace span_store {

inline constexpr std::size_t kBlock = 16;           // spans in a block
inline constexpr std::size_t kSuper = 16 * kBlock;  // spans in a super-block
// Where an offset would stand: no span is here.
inline constexpr std::uint32_t kUnused = std::numeric_limits<std::uint32_t>::max();
// Where a length would stand: it is the only span of its super-block, which knows how long it is.
inline constexpr std::uint32_t kLong = std::numeric_limits<std::uint32_t>::max();
// A super-block of several spans covers no more than this.
inline constexpr Nanos kReach = std::numeric_limits<std::uint32_t>::max() - 1;

consteval std::array<std::uint32_t, kBlock> unused() {
  std::array<std::uint32_t, kBlock> offsets{};
  offsets.fill(kUnused);
  return offsets;
}
static_assert(kSuper / kBlock == kBlock);

// 16 spans in columns, and the time per state between the super-block's start and theirs.
struct Block {
  std::uint32_t before[kSpanStates] = {};
  std::array<std::uint32_t, kBlock> offset = unused();  // of a span's start from the super-block's
  std::uint32_t length[kBlock] = {};
  SpanState state[kBlock] = {};
};
using Details = std::array<SpanDetail, kBlock>;

// 256 spans, or fewer if what follows is out of reach: the places of the rest stay unused, and blocks of unused places
// only aren't there.
struct Super {
  Nanos start = 0;
  Nanos before[kSpanStates] = {};
  Nanos onlyLength = 0;  // of the only span, if its length is kLong
  std::uint32_t firstBlock = 0;
  // So that a search touches no block but the one it finds.
  std::array<std::uint32_t, kSuper / kBlock> blockStart = unused();
};

}  // namespace span_store

struct SpanLane::Store {
  using Block = span_store::Block;
  using Details = span_store::Details;
  using Super = span_store::Super;
  static constexpr std::size_t kBlock = span_store::kBlock;
  static constexpr std::size_t kSuper = span_store::kSuper;
  static constexpr Nanos kReach = span_store::kReach;
  static constexpr std::uint32_t kUnused = span_store::kUnused;
  static constexpr std::uint32_t kLong = span_store::kLong;

  // A lane of a few spans is all here; the rest comes with the 17th.
  Super firstSuper;
  Block firstBlock;
  Details firstDetails;
  struct Rest {
    AppendLog<Super, 4> supers;
    AppendLog<Block, 16> blocks;
    AppendLog<Details, 16> details;
  };
  std::unique_ptr<Rest> rest;

  // Closed spans * 2, plus one if the span behind them is open. Its start, state and detail are then in place;
  // its length is written by close(), before the number that makes it closed.
  std::atomic<std::size_t> published{0};
  // So many super-blocks are folded. Release by fold, acquire by Reader, which then looks at no block of theirs.
  std::atomic<std::size_t> folded{0};

  // Writer only.
  std::size_t closed = 0;
  std::size_t begun = 0;  // places that were begun; one more than closed after a dropped span
  bool open = false;
  Nanos start = 0;  // of the open span
  Nanos end = std::numeric_limits<Nanos>::min();
  Super* super = nullptr;
  Block* block = nullptr;
  Details* details = nullptr;
  std::size_t blocks = 0;
  std::array<Nanos, kSpanStates> sinceSuper{};

  [[nodiscard]] const Super& superAt(std::size_t index) const {
    return index == 0 ? firstSuper : rest->supers[index - 1];
  }
  // By its number among those that are there.
  [[nodiscard]] const Block& blockAt(std::size_t number) const {
    return number == 0 ? firstBlock : rest->blocks[number - 1];
  }
  [[nodiscard]] const Details& detailsAt(std::size_t number) const {
    return number == 0 ? firstDetails : rest->details[number - 1];
  }

  void beginSuper(Nanos at) {
    Super next;
    next.start = at;
    next.firstBlock = static_cast<std::uint32_t>(blocks);
    if (super != nullptr) {
      for (std::size_t s = 0; s < kSpanStates; ++s) next.before[s] = super->before[s] + sinceSuper[s];
      super = &rest->supers.append(next);
    } else {
      firstSuper = next;
      super = &firstSuper;
    }
    sinceSuper.fill(0);
  }
  void beginBlock() {
    if (block == nullptr) {
      block = &firstBlock;
      details = &firstDetails;
    } else {
      block = &rest->blocks.append({});
      details = &rest->details.append({});
    }
    ++blocks;
    for (std::size_t s = 0; s < kSpanStates; ++s) block->before[s] = static_cast<std::uint32_t>(sinceSuper[s]);
  }
  void setBlockStart(Nanos at) {
    super->blockStart[closed / kBlock % (kSuper / kBlock)] = static_cast<std::uint32_t>(at - super->start);
  }
  // Puts the start of a span into the next place.
  void begin(Nanos at, SpanState state, const SpanDetail& detail) {
    if (closed >= kBlock && rest == nullptr) rest = std::make_unique<Rest>();
    if (closed == begun) {
      if (closed % kSuper == 0) beginSuper(at);
      if (closed % kBlock == 0) beginBlock();
      ++begun;
    } else if (closed % kSuper == 0) {
      super->start = at;  // no reader looks at a super-block that has no published span
    }
    if (closed % kBlock == 0) setBlockStart(at);
    const std::size_t place = closed % kBlock;
    block->offset[place] = static_cast<std::uint32_t>(at - super->start);
    block->state[place] = state;
    (*details)[place] = detail;
    start = at;
    open = true;
  }
  // In reach, or the only span of its super-block.
  void finish(Nanos at) {
    const std::size_t place = closed % kBlock;
    const Nanos length = at - start;
    sinceSuper[static_cast<std::size_t>(block->state[place])] += length;
    end = at;
    open = false;
    ++closed;
    if (at - super->start <= kReach) {
      block->length[place] = static_cast<std::uint32_t>(length);
      return;
    }
    block->length[place] = kLong;
    super->onlyLength = length;
    leaveSuper();
  }
  // What follows begins a super-block of its own.
  void leaveSuper() { closed = begun = (closed + kSuper - 1) / kSuper * kSuper; }
};

}  // namespace gmpscope::analysis
