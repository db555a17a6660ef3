#include "core/trace/reader/record_codec.h"

#include <fmt/format.h>

#include <cstring>

#include "core/base/check.h"

namespace gmpscope::trace {

namespace {

constexpr std::size_t kWords = kKernelRecordBytes / sizeof(std::uint64_t);

}  // namespace

std::span<const std::byte> RecordPacker::pack(std::span<const std::byte> records, std::uint64_t watermark) {
  GMPSCOPE_CHECK(records.size() % kKernelRecordBytes == 0 && records.size() <= kMaxPackRecords * kKernelRecordBytes);
  words_.resize(1 + records.size() / sizeof(std::uint64_t));
  words_[0] = watermark;
  if (!records.empty()) std::memcpy(words_.data() + 1, records.data(), records.size());
  for (std::size_t i = words_.size() - 1; i > kWords; --i) words_[i] -= words_[i - kWords];
  return deflater_.deflate(std::as_bytes(std::span(words_)));
}

std::string RecordUnpacker::unpack(std::span<const std::byte> packed, const Take& take) {
  std::uint64_t watermark = 0;
  std::string expected =
      inflater_.inflate(packed, sizeof watermark, sizeof watermark + kMaxPackRecords * kKernelRecordBytes);
  if (!expected.empty()) return expected;
  const auto plain = inflater_.plain();
  std::memcpy(&watermark, plain.data(), sizeof watermark);
  const auto records = plain.subspan(sizeof watermark);
  if (records.size() % kKernelRecordBytes != 0)
    return fmt::format("expected whole kernel records of {} bytes", kKernelRecordBytes);
  for (std::size_t at = kKernelRecordBytes; at < records.size(); at += sizeof(std::uint64_t)) {
    std::uint64_t before = 0;
    std::uint64_t word = 0;
    std::memcpy(&before, &records[at - kKernelRecordBytes], sizeof before);
    std::memcpy(&word, &records[at], sizeof word);
    word += before;
    std::memcpy(&records[at], &word, sizeof word);
  }
  if (take) take(records, watermark);
  return {};
}

}  // namespace gmpscope::trace
