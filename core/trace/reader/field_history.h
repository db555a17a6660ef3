#pragma once
// What an event's fields are expected to be, from the events of the same kind before it in its run: each goes on by
// as much as last time. Packing and unpacking keep the same history.

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/trace/writer/event.h"

namespace gmpscope::trace {

inline constexpr std::size_t kEventFields = 5;
using EventFields = std::array<std::uint32_t, kEventFields>;  // g, a, b, c, d

class FieldHistory {
 public:
  struct Of {
    EventFields last;
    EventFields step;

    [[nodiscard]] std::uint32_t expected(std::size_t field) const { return last[field] + step[field]; }
    void saw(std::size_t field, std::uint32_t value) {
      step[field] = value - last[field];
      last[field] = value;
    }
  };

  // A run begins: nothing is known.
  void clear() { ++run_; }
  [[nodiscard]] Of& of(std::uint8_t kind) {
    if (seenIn_[kind] != run_) {
      seenIn_[kind] = run_;
      of_[kind] = {};
    }
    return of_[kind];
  }

 private:
  std::uint64_t run_ = 1;
  std::array<std::uint64_t, 256> seenIn_{};
  std::array<Of, 256> of_{};
};

}  // namespace gmpscope::trace
