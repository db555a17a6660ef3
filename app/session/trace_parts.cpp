#include "app/session/trace_parts.h"

#include <algorithm>

#include "app/session/run_description.h"
#include "core/base/clock.h"
#include "core/trace/reader/trace_file_index.h"

namespace gmpscope::app {
namespace {

// A checkpoint's ticks in nanoseconds, rounded so that it is found by them.
constexpr Nanos kRounding = 2;

}  // namespace

std::optional<TracePart> TraceParts::around(Nanos from, Nanos to) const {
  const auto stretchOf = [this](Nanos t) {
    const auto after = std::upper_bound(begins.begin() + 1, begins.end(), t);
    return static_cast<std::size_t>(after - begins.begin()) - 1;
  };
  std::size_t first = stretchOf(from);
  std::size_t last = std::max(stretchOf(to - 1), first);
  if (last - first >= kMostAtOnce) return std::nullopt;
  const auto end = [this](std::size_t i) { return i + 1 < begins.size() ? begins[i + 1] : whole.length; };
  if (first == last) {
    const bool early = from / 2 + to / 2 < begins[first] / 2 + end(first) / 2;
    if (first > 0 && (early || last + 1 == begins.size()))
      --first;
    else if (last + 1 < begins.size())
      ++last;
  }
  return TracePart{begins[first], end(last)};
}

std::optional<TraceParts> tracePartsOf(const std::string& file) {
  auto indexed = trace::IndexedTraceFile::open(file);
  if (!indexed || indexed->blocks().empty()) return std::nullopt;
  TraceParts parts{.file = file, .whole = {}, .begins = {0}};
  std::optional<TickScale> scale;
  trace::TraceFileVisitor visitor;
  visitor.meta = [&scale](std::string_view json) {
    if (const auto described = parseRunDescription(json))
      scale = TickScale{described.value().run.startTicks, described.value().run.nanosPerTick};
  };
  if (!indexed->read(0, visitor) || !scale) return std::nullopt;
  for (const trace::IndexedBlock& block : indexed->blocks()) {
    if (block.kind != trace::BlockKind::Checkpoint) continue;
    const Nanos begin = scale->toNanos(block.ticks) + kRounding;
    if (begin > parts.begins.back()) parts.begins.push_back(begin);
  }
  if (parts.begins.size() <= TraceParts::kMostAtOnce) return std::nullopt;
  auto whole = trace::readStoredOverview(file);
  if (!whole || whole->length <= parts.begins.back()) return std::nullopt;
  parts.whole = std::move(*whole);
  return parts;
}

}  // namespace gmpscope::app
