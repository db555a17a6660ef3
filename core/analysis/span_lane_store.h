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

inline constexpr std::size_t kBlock = 16;                                   // spans in a block
inline constexpr std::size_t kSuper = 16 * kBlock;                          // spans in a super-block
inline constexpr Nanos kReach = std::numeric_limits<std::uint32_t>::max();  // a super-block covers no more than this

// 16 spans in columns, and the time per state between the super-block's start and theirs.
struct Block {
  std::uint32_t before[kSpanStates];
  std::uint32_t offset[kBlock];  // of a span's start from the super-block's
  std::uint32_t length[kBlock];
  SpanState state[kBlock];
};
using Details = std::array<SpanDetail, kBlock>;

struct Super {
  Nanos start = 0;
  Nanos before[kSpanStates] = {};
  std::uint32_t blockStart[kSuper / kBlock] = {};  // so that a search touches no block but the one it finds
};

}  // namespace span_store

struct SpanLane::Store {
  using Block = span_store::Block;
  using Details = span_store::Details;
  using Super = span_store::Super;
  static constexpr std::size_t kBlock = span_store::kBlock;
  static constexpr std::size_t kSuper = span_store::kSuper;
  static constexpr Nanos kReach = span_store::kReach;

  // A lane of a few spans is all here; the rest comes with the 17th.
  Super firstSuper;
  Block firstBlock{};
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
  std::array<std::uint32_t, kSpanStates> sinceSuper{};

  [[nodiscard]] const Super& superAt(std::size_t index) const {
    return index == 0 ? firstSuper : rest->supers[index - 1];
  }
  [[nodiscard]] const Block& blockAt(std::size_t index) const {
    return index == 0 ? firstBlock : rest->blocks[index - 1];
  }
  [[nodiscard]] const SpanDetail& detailAt(std::size_t index) const {
    const std::size_t block_ = index / kBlock;
    return (block_ == 0 ? firstDetails : rest->details[block_ - 1])[index % kBlock];
  }

  void beginSuper(Nanos at) {
    Super next;
    next.start = at;
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
    std::copy(sinceSuper.begin(), sinceSuper.end(), block->before);
  }
  void setBlockStart(Nanos at) {
    super->blockStart[closed / kBlock % (kSuper / kBlock)] = static_cast<std::uint32_t>(at - super->start);
  }
  // Puts the start of a span into the next place.
  void begin(Nanos at, SpanState state, const SpanDetail& detail) {
    if (closed == kBlock && rest == nullptr) rest = std::make_unique<Rest>();
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
  void finish(Nanos at) {
    const std::size_t place = closed % kBlock;
    const auto length = static_cast<std::uint32_t>(at - start);
    block->length[place] = length;
    sinceSuper[static_cast<std::size_t>(block->state[place])] += length;
    end = at;
    open = false;
    ++closed;
  }
  // Entries of no length up to the next super-block, for a time that this one can't reach.
  void pad(Nanos at) {
    while (closed % kSuper != 0) {
      begin(at, SpanState::Executing, {});
      finish(at);
    }
  }
};

}  // namespace gmpscope::analysis
