#pragma once
// Events in few bytes, and back. What one M does repeats: of each kind of event a field mostly goes on as it went on
// last time. So each field is told as its difference from that, and only if there is one; what is left is compressed
// by zstd. FORMAT.md has the bytes. Each by one thread at a time.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/trace/reader/arena_reader.h"

namespace gmpscope::trace {

// What one pack may hold, so that wrong numbers in a file can't make a reader swallow the memory.
inline constexpr std::size_t kMaxPackEvents = std::size_t{1} << 17;
inline constexpr std::size_t kMaxPackRuns = std::size_t{1} << 16;

class EventPacker {
 public:
  EventPacker();
  EventPacker(EventPacker&&) noexcept;
  EventPacker& operator=(EventPacker&&) noexcept;
  ~EventPacker();

  // Nothing else fits any more once this is false.
  [[nodiscard]] bool fits(std::size_t events) const;
  void add(const RawRun& run);
  [[nodiscard]] std::size_t events() const;
  // What was added since the last call, packed; valid until the next call.
  [[nodiscard]] std::span<const std::byte> pack();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

class EventUnpacker {
 public:
  EventUnpacker();
  EventUnpacker(EventUnpacker&&) noexcept;
  EventUnpacker& operator=(EventUnpacker&&) noexcept;
  ~EventUnpacker();

  // Delivers the runs in the order in which they were added, or returns what was expected instead. Believes nothing.
  [[nodiscard]] std::string unpack(std::span<const std::byte> packed, const std::function<void(const RawRun&)>& take);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace gmpscope::trace
