#pragma once
// What a reader knew when all before a frontier was in order, so that another begins there. FORMAT.md has the bytes.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace gmpscope::trace {

struct Checkpoint {
  // Of what is saved; another version isn't understood, and the trace is read from its beginning.
  static constexpr std::uint32_t kVersion = 2;
  static constexpr std::size_t kMostBytes = std::size_t{64} << 20;

  std::vector<std::byte> order;  // by Linearizer::save
  std::vector<std::byte> model;  // by ModelBuilder::save
};

// The payload of a Checkpoint block.
[[nodiscard]] std::vector<std::byte> packCheckpoint(const Checkpoint& checkpoint);
// None if it is damaged or of another version.
[[nodiscard]] std::optional<Checkpoint> unpackCheckpoint(std::span<const std::byte> payload);

}  // namespace gmpscope::trace
