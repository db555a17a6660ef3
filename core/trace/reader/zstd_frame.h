#pragma once
// Whole zstd frames that tell their size. Each object by one thread at a time.

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

struct ZSTD_CCtx_s;
struct ZSTD_DCtx_s;

namespace gmpscope::trace {

class Deflater {
 public:
  Deflater();
  // Valid until the next call.
  [[nodiscard]] std::span<const std::byte> deflate(std::span<const std::byte> plain);

 private:
  struct Free {
    void operator()(ZSTD_CCtx_s* context) const;
  };
  std::unique_ptr<ZSTD_CCtx_s, Free> context_;
  std::vector<std::byte> packed_;
};

class Inflater {
 public:
  // "", and plain() is valid until the next call; or what was expected. Takes no memory for a frame of other sizes.
  [[nodiscard]] std::string inflate(std::span<const std::byte> packed, std::size_t least, std::size_t most);
  // The memory is aligned for any of our structs.
  [[nodiscard]] std::span<std::byte> plain() { return plain_; }

 private:
  struct Free {
    void operator()(ZSTD_DCtx_s* context) const;
  };
  std::unique_ptr<ZSTD_DCtx_s, Free> context_;  // made when it is first needed
  std::vector<std::byte> plain_;
};

}  // namespace gmpscope::trace
