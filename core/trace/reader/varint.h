#pragma once
// Numbers in as few bytes as they need: seven bits a byte, the lowest first, the top bit set but in the last. Signed
// differences are folded so that small ones of either sign stay small.

#include <cstddef>
#include <cstdint>
#include <span>

namespace gmpscope::trace {

inline constexpr std::size_t kMaxVarint = 10;

[[nodiscard]] constexpr std::uint64_t folded(std::uint64_t difference) {
  return difference << 1 ^ (difference >> 63 != 0 ? ~std::uint64_t{0} : 0);
}
[[nodiscard]] constexpr std::uint64_t unfolded(std::uint64_t value) {
  return value >> 1 ^ ((value & 1) != 0 ? ~std::uint64_t{0} : 0);
}
[[nodiscard]] constexpr std::uint32_t folded(std::uint32_t difference) {
  return difference << 1 ^ (difference >> 31 != 0 ? ~std::uint32_t{0} : 0);
}
[[nodiscard]] constexpr std::uint32_t unfolded(std::uint32_t value) {
  return value >> 1 ^ ((value & 1) != 0 ? ~std::uint32_t{0} : 0);
}

// There is room for kMaxVarint bytes. Returns what follows the number.
inline std::byte* putVarint(std::byte* at, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) *at++ = static_cast<std::byte>(value | 0x80);
  *at++ = static_cast<std::byte>(value);
  return at;
}

// Reads numbers one after another; ok() is false from the first that isn't there.
class VarintReader {
 public:
  explicit VarintReader(std::span<const std::byte> bytes) : bytes_(bytes) {}

  std::uint64_t next() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (at_ == bytes_.size()) break;
      const auto byte = static_cast<std::uint64_t>(bytes_[at_++]);
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    ok_ = false;
    return 0;
  }
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool ended() const { return at_ == bytes_.size(); }

 private:
  std::span<const std::byte> bytes_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

}  // namespace gmpscope::trace
