#pragma once
// Takes published events out of an arena, M by M in each M's own order, and gives drained chunks back. Believes
// nothing it reads: indices, counts and kinds are checked, and a damaged chain ends that M with a complaint.
// Used by one thread.

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/trace/writer/arena.h"

namespace gmpscope::trace {

// A run of events of one M, in its order.
struct RawRun {
  std::uint32_t m = 0;
  std::uint32_t epoch = 0;
  std::span<const Event> events;
};

// An M whose last step was not complete when the process ended.
struct OddM {
  std::uint32_t m = 0;
  std::uint64_t since = 0;  // ticks
};

class ArenaReader {
 public:
  explicit ArenaReader(Arena& arena) : arena_(arena) {}

  // Delivers what was published since the last call, and of what an M publishes meanwhile little: who writes faster
  // than it is read doesn't keep it. Returns the frontier in ticks: every step with an earlier stamp
  // that had changed something when the call began had been published by then.
  std::uint64_t poll(const std::function<void(const RawRun&)>& take);

  // After the process has ended, once poll delivers nothing more.
  [[nodiscard]] std::vector<OddM> oddMs() const;
  // Events so far, of all Ms and of one.
  [[nodiscard]] std::uint64_t dropped() const;
  [[nodiscard]] std::uint64_t dropped(std::uint32_t m) const;
  [[nodiscard]] std::uint32_t tid(std::uint32_t m) const;
  [[nodiscard]] std::uint32_t mCount() const;
  // "" or what is wrong with the arena's content.
  [[nodiscard]] const std::string& complaint() const { return complaint_; }

 private:
  struct Cursor {
    std::uint32_t chunk = kNoChunk;  // being read
    std::uint32_t sequence = 0;      // of the chunk in the M's chain
    std::uint32_t taken = 0;         // events of it that were delivered
    bool broken = false;             // nothing more is read of this M
  };
  // Up to the first look that shows an event later than `until`.
  void drain(std::uint32_t m, Cursor& cursor, std::uint64_t until, const std::function<void(const RawRun&)>& take);

  Arena& arena_;
  std::vector<Cursor> cursors_;
  std::vector<Event> buffer_;
  std::string complaint_;
};

}  // namespace gmpscope::trace
