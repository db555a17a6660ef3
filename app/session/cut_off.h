#pragma once
// What stood before the part of a trace that is kept: how many events of each M, and those of them that name what lives
// on: knobs, an M's thread, strings, who was born in a slot. Kept with the rest they give names back to those whose
// beginning is gone.
//
// Used by one thread at a time.

#include <cstdint>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/trace/reader/trace_file.h"

namespace gmpscope::app {

class CutOff {
 public:
  void add(const trace::RawRun& run);
  // What came after it is cut off too.
  void absorb(const CutOff& later);
  [[nodiscard]] bool empty() const { return events_.empty(); }

  // Writes that a part is missing, and the events that name, as recorded while events were lost: nothing is concluded
  // from where they stand. False if it can't be written.
  [[nodiscard]] bool write(trace::TraceFileWriter& writer) const;

 private:
  struct Named {
    std::uint32_t m = 0;
    trace::Event event{};
  };
  using Key = std::uint64_t;
  void note(std::uint32_t m, const trace::Event& event);
  void keep(Key key, const Named& named);

  std::map<std::uint32_t, std::uint64_t> events_;  // by M, how many
  std::unordered_map<Key, Named> names_;
};

}  // namespace gmpscope::app
