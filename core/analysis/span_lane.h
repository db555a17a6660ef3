#pragma once
// One lane's spans with a cumulative index: every 16 spans know the time per state before them. So an exact query
// of a column is the difference of two totals, whatever lies in it, and the index is built while spans are
// appended: an entry describes a block's start, so the block that still grows is no special case.
//
// Old spans can be folded: of 256 that follow each other only what they add up to is kept.
//
// One writer (the model builder); any number of readers without locks: spans never move, and what a reader may see
// is one published number.

#include <atomic>
#include <cstddef>
#include <optional>
#include <span>

#include "core/analysis/coverage.h"
#include "core/analysis/span.h"

namespace gmpscope::analysis {

class SpanLane {
 public:
  SpanLane() = default;
  ~SpanLane();
  SpanLane(const SpanLane&) = delete;
  SpanLane& operator=(const SpanLane&) = delete;

  // Writer. Spans come in order of time; between them the lane is blank. What would overlap the span before is cut
  // off. An open span lasts until close() or the next open(); readers see it end at the edge that they pass.
  // A span that ends where it starts is dropped.
  void open(Nanos start, SpanState state, const SpanDetail& detail);
  void close(Nanos end);
  [[nodiscard]] bool isOpen() const;
  void append(const Span& span);
  void publish();
  // Of spans that end before `before` only sums are kept, as far as they fill groups of 256, and the memory of the rest
  // is given back. Nobody looks meanwhile.
  void fold(Nanos before);
  // Bytes that fold may give back.
  [[nodiscard]] std::size_t bytes() const;
  // What a lane of few spans takes besides itself.
  static const std::size_t kLeastBytes;

  // Readers. A span that ends more than four seconds after others began may be stored in two parts of the same
  // detail; entries of no length may lie between spans, and a folded one is an entry of no length.
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] Span at(std::size_t index, Nanos edge) const;
  // The last span that starts at or before t, if any (it may have ended before t).
  [[nodiscard]] std::optional<std::size_t> lastStartingBy(Nanos t) const;
  // The span that covers t, if any.
  [[nodiscard]] std::optional<std::size_t> covering(Nanos t, Nanos edge) const;
  // All before this time, and before this entry, is folded; 0 if nothing is.
  [[nodiscard]] Nanos foldedUntil() const;
  [[nodiscard]] std::size_t firstKept() const;
  // Exact time per state in [from, to); an end within 256 spans that were folded takes a proportional part of them.
  struct Totals {
    Nanos inState[kSpanStates] = {};
  };
  [[nodiscard]] Totals totals(Nanos from, Nanos to, Nanos edge) const;
  // The columns [edges[0], edges[1]), [edges[1], edges[2]), ... of a picture; edges ascend strictly.
  // O(columns) however many spans there are.
  void columns(std::span<const Nanos> edges, Nanos edge, Coverage& out) const;

 private:
  struct Store;
  class Reader;

  Store& store();
  static void walk(const Reader& reader, std::size_t first, std::size_t last, std::span<const Nanos> edges,
                   Coverage& out);
  static void subtract(const Reader& reader, std::span<const Nanos> edges, Coverage& out);

  // Made with the first span: a trace may have a million lanes, many of them empty.
  std::atomic<Store*> store_{nullptr};
};

}  // namespace gmpscope::analysis
