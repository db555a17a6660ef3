#pragma once
// On which core a thread executed last, at any instant: by the kernel's records alone.

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "core/analysis/model.h"

namespace gmpscope::analysis {

class ThreadPlaces {
 public:
  // Of all records that the model has now. O(records).
  explicit ThreadPlaces(const TraceModel& model);

  // The core on which m is at t, or was last, as an index into the model's cores.
  [[nodiscard]] std::optional<std::size_t> coreOf(MId m, Nanos t) const;

 private:
  struct Place {
    Nanos since;
    std::size_t core;
  };
  const TraceModel& model_;
  std::unordered_map<std::uint32_t, std::vector<Place>> byTid_;
};

}  // namespace gmpscope::analysis
