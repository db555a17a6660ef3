#pragma once
// The first picture of a closed trace file, so that it is there before the events have been read: for lanes that stand
// at the top of a timeline the exact time per state in each column of the whole trace. FORMAT.md has the bytes.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/ids.h"

namespace gmpscope::trace {

struct StoredOverview {
  static constexpr std::uint32_t kMostColumns = 4096;
  static constexpr std::size_t kMostLanes = 512;
  static constexpr std::size_t kMostName = 256;                    // bytes
  static constexpr std::size_t kMostBytes = std::size_t{8} << 20;  // before zstd

  enum class LaneKind : std::uint8_t { Core, Processor, Thread, Goroutine };
  // What a lane was in for how long within a column, in order of columns and then of states; where nothing is told it
  // was blank. States are those of core/analysis/span.h, whose numbers stay.
  struct Share {
    std::uint16_t column = 0;
    std::uint8_t state = 0;
    Nanos time = 0;
  };
  struct Lane {
    LaneKind kind = LaneKind::Core;
    std::uint32_t number = 0;  // the kernel's of a core, else of the P or M; of a goroutine its life
    std::string name;          // of a goroutine, as a label
    std::vector<Share> shares;
  };

  Nanos length = 0;           // of the trace
  std::uint32_t columns = 0;  // from 1; no more than nanoseconds
  std::vector<Lane> lanes;

  // Where column i begins; of `columns` where the last ends.
  [[nodiscard]] Nanos edge(std::uint32_t i) const {
    return length / columns * i + length % columns * static_cast<Nanos>(i) / columns;
  }
};

// The payload of an Overview block. Lanes that come after kMostBytes are left out.
[[nodiscard]] std::vector<std::byte> packOverview(const StoredOverview& overview);
// None if it isn't one. Believes nothing: what it gives is within the limits above, and no column holds more time than
// it is long.
[[nodiscard]] std::optional<StoredOverview> unpackOverview(std::span<const std::byte> payload);

// Of a file, by its index. None if it has none, or no sound one.
[[nodiscard]] std::optional<StoredOverview> readStoredOverview(const std::string& path);

}  // namespace gmpscope::trace
