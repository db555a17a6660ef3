#include "core/trace/reader/zstd_frame.h"

#include <fmt/format.h>
#include <zstd.h>

#include "core/base/check.h"

namespace gmpscope::trace {

namespace {

// More costs more time than it saves bytes: what is packed is differences already.
constexpr int kLevel = 1;

}  // namespace

Deflater::Deflater() : context_(ZSTD_createCCtx()) {}

void Deflater::Free::operator()(ZSTD_CCtx_s* context) const { ZSTD_freeCCtx(context); }

std::span<const std::byte> Deflater::deflate(std::span<const std::byte> plain) {
  packed_.resize(ZSTD_compressBound(plain.size()));
  const std::size_t size =
      ZSTD_compressCCtx(context_.get(), packed_.data(), packed_.size(), plain.data(), plain.size(), kLevel);
  GMPSCOPE_CHECK(ZSTD_isError(size) == 0);  // there is room
  return std::span<const std::byte>(packed_).first(size);
}

void Inflater::Free::operator()(ZSTD_DCtx_s* context) const { ZSTD_freeDCtx(context); }

std::string Inflater::inflate(std::span<const std::byte> packed, std::size_t least, std::size_t most) {
  const unsigned long long size = ZSTD_getFrameContentSize(packed.data(), packed.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN) return "expected a zstd frame with its size";
  if (size < least || size > most)
    return fmt::format("expected {} to {} bytes in a zstd frame, not {}", least, most, size);
  plain_.resize(size);
  if (!context_) context_.reset(ZSTD_createDCtx());
  const std::size_t got =
      ZSTD_decompressDCtx(context_.get(), plain_.data(), plain_.size(), packed.data(), packed.size());
  return ZSTD_isError(got) != 0 || got != size ? "expected a sound zstd frame" : "";
}

}  // namespace gmpscope::trace
