#pragma once
// A long trace file, to be looked at in parts: what the file keeps of the whole, and where it can be read from. A
// value.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/trace/reader/stored_overview.h"

namespace gmpscope::app {

struct TracePart {
  Nanos from = 0;
  Nanos to = 0;
};

struct TraceParts {
  // Stretches from one checkpoint to the next, usually of a million events each. No more are read at once (a second,
  // and half a gigabyte), nor is a file that has more.
  static constexpr std::size_t kMostAtOnce = 4;

  std::string file;
  trace::StoredOverview whole;
  std::vector<Nanos> begins;  // of the stretches, ascending; the first is 0

  // What to read (Session::openPart) so that all of [from, to) is there, and some of what is beside it. None: that
  // would be too much.
  [[nodiscard]] std::optional<TracePart> around(Nanos from, Nanos to) const;
};

// None: it is short, or can't be read in parts, since it was never closed, is damaged, or is of an older version.
[[nodiscard]] std::optional<TraceParts> tracePartsOf(const std::string& file);

}  // namespace gmpscope::app
