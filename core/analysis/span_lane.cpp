#include "core/analysis/span_lane.h"

#include <algorithm>
#include <array>
#include <limits>
#include <memory>

#include "core/base/append_log.h"
#include "core/base/check.h"

namespace gmpscope::analysis {
namespace {

constexpr std::size_t kBlock = 16;                                   // spans in a block
constexpr std::size_t kSuper = 16 * kBlock;                          // spans in a super-block
constexpr Nanos kReach = std::numeric_limits<std::uint32_t>::max();  // a super-block covers no more than this

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

}  // namespace

struct SpanLane::Store {
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

SpanLane::~SpanLane() { delete store_.load(std::memory_order_relaxed); }

SpanLane::Store& SpanLane::store() {
  Store* store = store_.load(std::memory_order_relaxed);
  if (store == nullptr) {
    store = new Store;
    // Release: pairs with the acquire of Reader, which may find it before anything is published.
    store_.store(store, std::memory_order_release);
  }
  return *store;
}

void SpanLane::open(Nanos start, SpanState state, const SpanDetail& detail) {
  Store& s = store();
  if (s.open) close(start);
  start = std::max(start, s.end);
  // An open span's place must not change once it is seen, so room for it is made now: half of what a super-block
  // reaches. close() splits what turns out longer.
  if (s.closed % kSuper != 0 && start - s.super->start > kReach / 2) s.pad(s.end);
  s.begin(start, state, detail);
}

void SpanLane::close(Nanos end) {
  Store& s = store();
  if (!s.open) return;
  end = std::max(end, s.start);
  if (end == s.start && s.published.load(std::memory_order_relaxed) != s.closed * 2 + 1) {
    s.open = false;  // nobody has seen it
    return;
  }
  while (end - s.super->start > kReach) {
    const std::size_t place = s.closed % kBlock;
    const SpanState state = s.block->state[place];
    const SpanDetail detail = (*s.details)[place];
    s.finish(s.super->start + kReach);
    s.pad(s.end);
    s.begin(s.end, state, detail);
  }
  s.finish(end);
}

bool SpanLane::isOpen() const {
  const Store* s = store_.load(std::memory_order_relaxed);
  return s != nullptr && s->open;
}

void SpanLane::append(const Span& span) {
  open(span.start, span.state, span.detail);
  close(span.end);
}

void SpanLane::publish() {
  Store* s = store_.load(std::memory_order_relaxed);
  if (s == nullptr) return;
  // Release: pairs with the acquire of Reader, so that what is counted is complete.
  s->published.store(s->closed * 2 + (s->open ? 1 : 0), std::memory_order_release);
}

void SpanLane::fold(Nanos before) {
  Store* s = store_.load(std::memory_order_relaxed);
  if (s == nullptr || s->rest == nullptr) return;
  const std::size_t folded = s->folded.load(std::memory_order_relaxed);
  if (folded > 0) {
    s->rest->blocks.discard(folded * (kSuper / kBlock) - 1);
    s->rest->details.discard(folded * (kSuper / kBlock) - 1);
  }
  // A super-block ends before the next one begins, whose first span has to be seen: then its start won't change.
  const std::size_t published = s->published.load(std::memory_order_relaxed);
  const std::size_t size = published / 2 + published % 2;
  const std::size_t whole = size == 0 ? 0 : (size - 1) / kSuper;
  std::size_t low = folded;
  std::size_t high = whole;
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (s->superAt(middle + 1).start <= before)
      low = middle + 1;
    else
      high = middle;
  }
  s->folded.store(low, std::memory_order_release);
}

std::size_t SpanLane::bytes() const {
  const Store* s = store_.load(std::memory_order_relaxed);
  return s == nullptr || s->rest == nullptr ? 0 : s->rest->blocks.bytes() + s->rest->details.bytes();
}

// One look at a lane: what was published when it began.
class SpanLane::Reader {
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
    if (i < firstKept()) return store_->superAt(i / kSuper).start;
    return store_->superAt(i / kSuper).start + store_->blockAt(i / kBlock).offset[i % kBlock];
  }
  [[nodiscard]] Nanos length(std::size_t i) const {
    if (i < firstKept()) return 0;
    if (i == closed_) return std::max<Nanos>(edge_ - start(i), 0);
    return store_->blockAt(i / kBlock).length[i % kBlock];
  }
  [[nodiscard]] SpanState state(std::size_t i) const {
    if (i < firstKept()) return SpanState::Executing;
    return store_->blockAt(i / kBlock).state[i % kBlock];
  }
  [[nodiscard]] const SpanDetail& detail(std::size_t i) const {
    static constexpr SpanDetail kNone;
    return i < firstKept() ? kNone : store_->detailAt(i);
  }

  // The last entry that starts at or before t; size() if none.
  [[nodiscard]] std::size_t search(Nanos t) const {
    std::size_t super = 0;
    const std::size_t block = findBlock(t, super);
    if (block == kNowhere) return size_;
    // Of what is folded, the last entry of the 256.
    const std::size_t first = block / (kSuper / kBlock) * kSuper;
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
    const std::size_t first = low * (kSuper / kBlock);
    const std::size_t blocks = std::min((size_ + kBlock - 1) / kBlock - first, kSuper / kBlock);
    std::size_t count = 0;
    for (std::size_t k = 0; k < blocks; ++k) count += found.blockStart[k] <= offset ? 1 : 0;
    return first + count - 1;
  }
  void prefetch(std::size_t block) const {
    const auto* bytes = reinterpret_cast<const char*>(&store_->blockAt(block));
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
    if (block < folded_ * (kSuper / kBlock)) return lookUpFolded(block / (kSuper / kBlock), t, out);
    const std::size_t i = searchIn(block, t);
    const Super& super = store_->superAt(i / kSuper);
    const Block& in = store_->blockAt(block);
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
    return static_cast<std::uint32_t>(std::min(t - super.start, kReach));
  }
  [[nodiscard]] std::size_t searchIn(std::size_t block, Nanos t) const {
    const Block& in = store_->blockAt(block);
    const std::uint32_t offset = offsetIn(store_->superAt(block / (kSuper / kBlock)), t);
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

std::size_t SpanLane::firstKept() const { return Reader(*this, 0).firstKept(); }
Nanos SpanLane::foldedUntil() const { return Reader(*this, 0).foldedUntil(); }

std::size_t SpanLane::size() const { return Reader(*this, 0).size(); }

Span SpanLane::at(std::size_t index, Nanos edge) const {
  const Reader reader(*this, edge);
  GMPSCOPE_CHECK(index < reader.size());
  const Nanos start = reader.start(index);
  return {start, start + reader.length(index), reader.state(index), reader.detail(index)};
}

std::optional<std::size_t> SpanLane::lastStartingBy(Nanos t) const {
  const Reader reader(*this, std::numeric_limits<Nanos>::max());
  std::size_t i = reader.search(t);
  if (i == reader.size()) return std::nullopt;
  while (i > reader.firstKept() && reader.length(i) == 0) --i;  // padding
  if (i < reader.firstKept()) return std::nullopt;
  return i;
}

std::optional<std::size_t> SpanLane::covering(Nanos t, Nanos edge) const {
  const Reader reader(*this, edge);
  const Reader::Instant instant = reader.lookUp(t);
  if (instant.span == reader.size()) return std::nullopt;
  return instant.span;
}

SpanLane::Totals SpanLane::totals(Nanos from, Nanos to, Nanos edge) const {
  Totals result;
  if (from >= to) return result;
  const Reader reader(*this, edge);
  const Reader::Instant first = reader.lookUp(from);
  const Reader::Instant last = reader.lookUp(to);
  for (std::size_t s = 0; s < kSpanStates; ++s) result.inState[s] = last.before.inState[s] - first.before.inState[s];
  return result;
}

namespace {

// Up to this many spans a column are walked; above it a column is the difference of two totals.
constexpr std::size_t kDense = 4;
// Edges whose blocks are fetched ahead.
constexpr std::size_t kAhead = 32;

void markRun(Coverage& out, std::span<const Nanos> edges, std::size_t first, std::size_t last, SpanState state,
             std::size_t span) {
  for (std::size_t j = first; j < last; ++j) {
    out.shares[j][static_cast<std::size_t>(state)] = edges[j + 1] - edges[j];
    out.solid[j] = static_cast<std::uint8_t>(1 + static_cast<std::size_t>(state));
  }
  out.runs.push_back({static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last), state, span});
}

}  // namespace

// Few spans: each is put into the columns that it touches.
void SpanLane::walk(const Reader& reader, std::size_t first, std::size_t last, std::span<const Nanos> edges,
                    Coverage& out) {
  const std::size_t width = edges.size() - 1;
  std::size_t j = 0;
  for (std::size_t i = first; i <= last; ++i) {
    const Nanos start = reader.start(i);
    const Nanos end = start + reader.length(i);
    if (end <= edges[0]) continue;
    const SpanState state = reader.state(i);
    const Nanos from = std::max(start, edges[0]);
    while (from >= edges[j + 1]) ++j;
    if (from > edges[j]) {  // begins inside a column
      out.shares[j][static_cast<std::size_t>(state)] += std::min(end, edges[j + 1]) - from;
      if (end < edges[j + 1]) continue;
      if (++j == width) return;
    }
    const std::size_t begin = j;
    while (j < width && edges[j + 1] <= end) ++j;
    if (j > begin) markRun(out, edges, begin, j, state, i);
    if (j == width) return;
    if (end > edges[j]) out.shares[j][static_cast<std::size_t>(state)] += end - edges[j];
  }
}

// Many: every edge is looked up, in blocks that were fetched while others were looked up.
void SpanLane::subtract(const Reader& reader, std::span<const Nanos> edges, Coverage& out) {
  const std::size_t width = edges.size() - 1;
  std::array<std::size_t, kAhead> blocks{};
  std::size_t fetched = 0, super = 0;
  const auto fetch = [&] {
    const std::size_t block = reader.findBlock(edges[fetched], super);
    if (block != Reader::kNowhere) reader.prefetch(block);
    blocks[fetched++ % kAhead] = block;
  };
  const auto lookUp = [&](std::size_t j, Reader::Instant& instant) {
    while (fetched <= width && fetched < j + kAhead) fetch();
    reader.lookUp(blocks[j % kAhead], edges[j], instant);
  };
  Reader::Instant here, next;
  lookUp(0, here);
  for (std::size_t j = 0; j < width;) {
    if (here.span != reader.size() && here.end >= edges[j + 1]) {
      const std::size_t begin = j;
      while (j < width && edges[j + 1] <= here.end) ++j;
      markRun(out, edges, begin, j, reader.state(here.span), here.span);
      lookUp(j, here);
      continue;
    }
    lookUp(j + 1, next);
    for (std::size_t s = 0; s < kSpanStates; ++s) out.shares[j][s] = next.before.inState[s] - here.before.inState[s];
    here = next;
    ++j;
  }
}

void SpanLane::columns(std::span<const Nanos> edges, Nanos edge, Coverage& out) const {
  const std::size_t width = edges.size() - 1;
  out.shares.assign(width, {});
  out.solid.assign(width, 0);
  out.runs.clear();
  const Reader reader(*this, edge);
  const std::size_t last = reader.search(edges[width] - 1);
  if (last == reader.size()) return;
  std::size_t first = reader.search(edges[0]);
  if (first == reader.size()) first = 0;
  if (last - first <= kDense * width && edges[0] >= reader.foldedUntil()) {
    walk(reader, first, last, edges, out);
  } else {
    subtract(reader, edges, out);
  }
}

}  // namespace gmpscope::analysis
