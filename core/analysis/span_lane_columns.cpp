// What a lane looks like in the columns of a picture.

#include <algorithm>
#include <array>

#include "core/analysis/span_lane_reader.h"

namespace gmpscope::analysis {
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
