#include "core/trace/reader/checkpoint.h"

#include <cstring>

#include "core/trace/reader/zstd_frame.h"

namespace gmpscope::trace {
namespace {

struct Header {
  std::uint32_t version = Checkpoint::kVersion;
  std::uint32_t order = 0;  // bytes; the rest is the model's
};

}  // namespace

std::vector<std::byte> packCheckpoint(const Checkpoint& checkpoint) {
  const Header header{.order = static_cast<std::uint32_t>(checkpoint.order.size())};
  const auto head = std::as_bytes(std::span(&header, 1));
  std::vector<std::byte> plain(head.begin(), head.end());
  plain.insert(plain.end(), checkpoint.order.begin(), checkpoint.order.end());
  plain.insert(plain.end(), checkpoint.model.begin(), checkpoint.model.end());
  Deflater deflater;
  const auto packed = deflater.deflate(plain);
  return {packed.begin(), packed.end()};
}

std::optional<Checkpoint> unpackCheckpoint(std::span<const std::byte> payload) {
  Inflater inflater;
  Header header;
  if (!inflater.inflate(payload, sizeof header, sizeof header + Checkpoint::kMostBytes).empty()) return std::nullopt;
  const std::span<const std::byte> plain = inflater.plain();
  std::memcpy(&header, plain.data(), sizeof header);
  const auto saved = plain.subspan(sizeof header);
  if (header.version != Checkpoint::kVersion || header.order > saved.size()) return std::nullopt;
  const auto order = saved.first(header.order), model = saved.subspan(header.order);
  return Checkpoint{{order.begin(), order.end()}, {model.begin(), model.end()}};
}

}  // namespace gmpscope::trace
