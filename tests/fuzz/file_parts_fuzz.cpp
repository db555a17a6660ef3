// Any bytes as what a trace file's overview and index say, behind their compression: within the limits, or refused.
#include <cstring>
#include <vector>

#include "core/base/check.h"
#include "core/trace/reader/stored_overview.h"
#include "core/trace/reader/trace_file_index.h"
#include "core/trace/reader/zstd_frame.h"

using namespace gmpscope;
using namespace gmpscope::trace;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Deflater deflater;
  const auto packed = deflater.deflate(std::as_bytes(std::span(data, size)));
  if (const auto overview = unpackOverview(packed)) {
    GMPSCOPE_CHECK(overview->columns > 0 && overview->columns <= StoredOverview::kMostColumns);
    GMPSCOPE_CHECK(overview->lanes.size() <= StoredOverview::kMostLanes);
    for (const auto& lane : overview->lanes) {
      std::vector<Nanos> left(overview->columns);
      for (std::uint32_t i = 0; i < overview->columns; ++i) left[i] = overview->edge(i + 1) - overview->edge(i);
      for (const auto& share : lane.shares) {
        GMPSCOPE_CHECK(share.column < overview->columns && share.time > 0 && share.time <= left[share.column]);
        left[share.column] -= share.time;
      }
    }
    // What was taken is given back.
    const auto again = unpackOverview(packOverview(*overview));
    GMPSCOPE_CHECK(again && again->lanes.size() == overview->lanes.size());
  }
  // An index is only taken if it fills the file up to its own place.
  std::uint64_t end = 16;
  for (std::size_t i = 0; i < size / 16; ++i) {
    std::uint32_t length = 0;
    std::memcpy(&length, data + 4 * (size / 16 + i), sizeof length);
    end += 16 + (std::uint64_t{length} + 7) / 8 * 8;
  }
  if (const auto blocks = unpackIndex(packed, end)) {
    GMPSCOPE_CHECK(blocks->size() == size / 16 && blocks->front().kind == BlockKind::Meta);
    for (const auto& block : *blocks) GMPSCOPE_CHECK(block.offset < end);
  }
  return 0;
}
