#include "core/trace/reader/trace_file_index.h"

#include <algorithm>
#include <cstring>

#include "core/trace/reader/block_reader.h"
#include "core/trace/reader/trace_file_format.h"
#include "core/trace/reader/zstd_frame.h"

namespace gmpscope::trace {

namespace {

constexpr std::size_t kPlainEach = 2 * sizeof(std::uint32_t) + sizeof(std::uint64_t);

template <class T>
void append(std::vector<std::byte>& to, const T& value) {
  const auto bytes = std::as_bytes(std::span(&value, 1));
  to.insert(to.end(), bytes.begin(), bytes.end());
}

template <class T>
T at(std::span<const std::byte> bytes, std::size_t index) {
  T value{};
  std::memcpy(&value, bytes.data() + index * sizeof value, sizeof value);
  return value;
}

struct Found {
  std::uint64_t offset = 0;
  std::uint32_t sequence = 0;
  std::vector<std::byte> payload;
};

// The block of that kind which ends where `end` is: whoever writes one knows only its beginning. From there back the
// first place that looks like its header counts; a second try would be an attacker's, and each costs a checksum.
std::optional<Found> blockBefore(BlockReader& reader, std::uint64_t end, BlockKind kind) {
  constexpr std::size_t kFirstLook = std::size_t{64} << 10;
  const std::size_t most = std::min<std::uint64_t>(sizeof(BlockHeader) + padded(kMaxPayload), end - sizeof(FileHeader));
  std::vector<std::byte> tail;
  for (std::size_t look = std::min(kFirstLook, most), seen = 0;; look = std::min(8 * look, most)) {
    tail.resize(look);
    if (!reader.read(tail, end - look)) return std::nullopt;
    for (std::size_t back = std::max(seen, sizeof(BlockHeader)) / 8 * 8; back <= look; back += 8) {
      const auto block = std::span<const std::byte>(tail).last(back);
      BlockHeader header;
      std::memcpy(&header, block.data(), sizeof header);
      if (header.kind != static_cast<std::uint32_t>(kind) || header.length > kMaxPayload ||
          sizeof header + padded(header.length) != back)
        continue;
      const auto said = block.subspan(sizeof header, header.length);
      const auto filling = block.subspan(sizeof header + said.size());
      if (header.crc != checksum(header, said) ||
          std::any_of(filling.begin(), filling.end(), [](std::byte b) { return b != std::byte{}; }))
        return std::nullopt;
      return Found{end - back, header.sequence, {said.begin(), said.end()}};
    }
    if (look == most) return std::nullopt;
    seen = look;
  }
}

}  // namespace

std::vector<std::byte> packIndex(std::span<const IndexedBlock> blocks) {
  std::vector<std::byte> plain;
  plain.reserve(blocks.size() * kPlainEach);
  for (const IndexedBlock& block : blocks) append(plain, static_cast<std::uint32_t>(block.kind));
  for (const IndexedBlock& block : blocks) append(plain, block.length);
  std::uint64_t before = 0;
  for (const IndexedBlock& block : blocks) append(plain, block.ticks - std::exchange(before, block.ticks));
  Deflater deflater;
  const auto packed = deflater.deflate(plain);
  return {packed.begin(), packed.end()};
}

std::optional<std::vector<IndexedBlock>> unpackIndex(std::span<const std::byte> payload, std::uint64_t end) {
  Inflater inflater;
  // No more blocks than the file has room for.
  const std::uint64_t room = std::min<std::uint64_t>(kMaxIndexed, end / sizeof(BlockHeader));
  if (!inflater.inflate(payload, kPlainEach, room * kPlainEach).empty()) return std::nullopt;
  const std::span<const std::byte> plain = inflater.plain();
  if (plain.size() % kPlainEach != 0) return std::nullopt;
  std::vector<IndexedBlock> blocks(plain.size() / kPlainEach);
  const auto lengths = plain.subspan(blocks.size() * sizeof(std::uint32_t));
  const auto times = lengths.subspan(blocks.size() * sizeof(std::uint32_t));
  std::uint64_t offset = sizeof(FileHeader);
  std::uint64_t ticks = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    IndexedBlock& block = blocks[i];
    block = {.offset = offset,
             .kind = static_cast<BlockKind>(at<std::uint32_t>(plain, i)),
             .length = at<std::uint32_t>(lengths, i),
             .ticks = ticks += at<std::uint64_t>(times, i)};
    const bool last = block.kind == BlockKind::Index || block.kind == BlockKind::End;  // they stand behind
    if ((block.kind == BlockKind::Meta) != (i == 0) || last || block.length > kMaxPayload) return std::nullopt;
    offset += sizeof(BlockHeader) + padded(block.length);
  }
  if (offset != end) return std::nullopt;
  return blocks;
}

struct IndexedTraceFile::Parts {
  BlockReader reader;
  std::vector<IndexedBlock> blocks;
};

IndexedTraceFile::IndexedTraceFile(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
IndexedTraceFile::IndexedTraceFile(IndexedTraceFile&&) noexcept = default;
IndexedTraceFile& IndexedTraceFile::operator=(IndexedTraceFile&&) noexcept = default;
IndexedTraceFile::~IndexedTraceFile() = default;

std::optional<IndexedTraceFile> IndexedTraceFile::open(const std::string& path) {
  auto opened = BlockReader::open(path);
  if (!opened) return std::nullopt;
  BlockReader& reader = opened.value();
  if (!reader.header() || reader.size() % 8 != 0) return std::nullopt;
  const auto end = blockBefore(reader, reader.size(), BlockKind::End);
  if (!end) return std::nullopt;
  const auto index = blockBefore(reader, end->offset, BlockKind::Index);
  if (!index) return std::nullopt;
  auto blocks = unpackIndex(index->payload, index->offset);
  if (!blocks || index->sequence != blocks->size()) return std::nullopt;
  blocks->push_back({.offset = end->offset,
                     .kind = BlockKind::End,
                     .length = static_cast<std::uint32_t>(end->payload.size()),
                     .ticks = 0});
  return IndexedTraceFile(std::unique_ptr<Parts>(new Parts{.reader = std::move(reader), .blocks = std::move(*blocks)}));
}

std::span<const IndexedBlock> IndexedTraceFile::blocks() const { return parts_->blocks; }

bool IndexedTraceFile::read(std::size_t block, const TraceFileVisitor& visitor) {
  const IndexedBlock& wanted = parts_->blocks[block];
  // Behind the index, which counts as a block of the file, only End stands.
  const auto sequence = static_cast<std::uint32_t>(block + (wanted.kind == BlockKind::End ? 1 : 0));
  BlockReader& reader = parts_->reader;
  reader.seek(wanted.offset, sequence);
  return reader.block(visitor) && reader.kind() == wanted.kind &&
         reader.offset() == wanted.offset + sizeof(BlockHeader) + padded(wanted.length);
}

}  // namespace gmpscope::trace
