#include "core/analysis/span_lane.h"

#include <algorithm>
#include <limits>

#include "core/analysis/span_lane_reader.h"
#include "core/base/check.h"

namespace gmpscope::analysis {

const std::size_t SpanLane::kLeastBytes = sizeof(Store);

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
  if (s.closed % Store::kSuper != 0 && start - s.super->start > Store::kReach / 2) s.leaveSuper();
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
  if (end - s.super->start > Store::kReach && s.closed % Store::kSuper != 0) {
    const std::size_t place = s.closed % Store::kBlock;
    const SpanState state = s.block->state[place];
    const SpanDetail detail = (*s.details)[place];
    s.finish(s.super->start + Store::kReach);
    s.leaveSuper();
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
  // A super-block ends before the next one begins, whose first span has to be seen: then its start won't change.
  const std::size_t published = s->published.load(std::memory_order_relaxed);
  const std::size_t size = published / 2 + published % 2;
  const std::size_t whole = size == 0 ? 0 : (size - 1) / Store::kSuper;
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
  if (low == 0) return;
  const std::size_t blocks = s->superAt(low).firstBlock;
  s->rest->blocks.discard(blocks - 1);
  s->rest->details.discard(blocks - 1);
}

std::size_t SpanLane::bytes() const {
  const Store* s = store_.load(std::memory_order_relaxed);
  return s == nullptr || s->rest == nullptr ? 0 : s->rest->blocks.bytes() + s->rest->details.bytes();
}

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
  while (i > reader.firstKept() && reader.length(i) == 0) --i;  // an unused place
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

}  // namespace gmpscope::analysis
