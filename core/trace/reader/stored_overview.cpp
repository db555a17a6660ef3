#include "core/trace/reader/stored_overview.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "core/base/check.h"
#include "core/trace/reader/trace_file_index.h"
#include "core/trace/reader/varint.h"
#include "core/trace/reader/zstd_frame.h"

namespace gmpscope::trace {

namespace {

constexpr std::size_t kMostStates = 16;

struct Header {
  Nanos length = 0;
  std::uint32_t columns = 0;
  std::uint32_t lanes = 0;
  std::uint32_t names = 0;  // bytes
  std::uint32_t zero = 0;
};
static_assert(sizeof(Header) == 24);

class Numbers {
 public:
  void put(std::uint64_t value) {
    std::byte bytes[kMaxVarint];
    bytes_.insert(bytes_.end(), bytes, putVarint(bytes, value));
  }
  void cutOff(std::size_t size) { bytes_.resize(size); }
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  [[nodiscard]] std::span<const std::byte> bytes() const { return bytes_; }

 private:
  std::vector<std::byte> bytes_;
};

void putShares(Numbers& to, const StoredOverview::Lane& lane, std::uint32_t columns) {
  auto share = lane.shares.begin();
  for (std::uint32_t column = 0; column < columns; ++column) {
    const auto end = std::find_if(share, lane.shares.end(), [&](const auto& other) { return other.column != column; });
    unsigned states = 0;
    for (auto of = share; of != end; ++of) states |= 1U << of->state;
    to.put(states);
    for (; share != end; ++share) to.put(static_cast<std::uint64_t>(share->time));
  }
}

// False: what it says can't be.
bool takeShares(VarintReader& from, const StoredOverview& of, StoredOverview::Lane& lane) {
  for (std::uint32_t column = 0; column < of.columns; ++column) {
    const std::uint64_t states = from.next();
    if (states >> kMostStates != 0) return false;
    Nanos left = of.edge(column + 1) - of.edge(column);
    for (std::uint64_t rest = states; rest != 0; rest &= rest - 1) {
      const std::uint64_t time = from.next();
      if (time == 0 || time > static_cast<std::uint64_t>(left)) return false;
      left -= static_cast<Nanos>(time);
      lane.shares.push_back({static_cast<std::uint16_t>(column), static_cast<std::uint8_t>(std::countr_zero(rest)),
                             static_cast<Nanos>(time)});
    }
  }
  return from.ok();
}

// False if another lane doesn't fit; nothing of it is left then.
bool putLane(Numbers& numbers, std::string& names, const StoredOverview::Lane& lane, std::uint32_t columns) {
  const std::size_t before = numbers.size();
  const std::string_view name = std::string_view(lane.name).substr(0, StoredOverview::kMostName);
  numbers.put(static_cast<std::uint64_t>(lane.kind));
  numbers.put(lane.number);
  numbers.put(name.size());
  putShares(numbers, lane, columns);
  if (sizeof(Header) + names.size() + name.size() + numbers.size() > StoredOverview::kMostBytes) {
    numbers.cutOff(before);
    return false;
  }
  names += name;
  return true;
}

}  // namespace

std::vector<std::byte> packOverview(const StoredOverview& overview) {
  GMPSCOPE_CHECK(overview.columns > 0 && overview.columns <= StoredOverview::kMostColumns);
  Header header{.length = overview.length, .columns = overview.columns};
  std::string names;
  Numbers numbers;
  for (const StoredOverview::Lane& lane : overview.lanes) {
    if (header.lanes == StoredOverview::kMostLanes || !putLane(numbers, names, lane, overview.columns)) break;
    ++header.lanes;
  }
  header.names = static_cast<std::uint32_t>(names.size());
  std::vector<std::byte> plain;
  for (const auto part : {std::as_bytes(std::span(&header, 1)), std::as_bytes(std::span(names)), numbers.bytes()})
    plain.insert(plain.end(), part.begin(), part.end());
  Deflater deflater;
  const auto packed = deflater.deflate(plain);
  return {packed.begin(), packed.end()};
}

std::optional<StoredOverview> unpackOverview(std::span<const std::byte> payload) {
  Inflater inflater;
  if (!inflater.inflate(payload, sizeof(Header), StoredOverview::kMostBytes).empty()) return std::nullopt;
  std::span<const std::byte> plain = inflater.plain();
  Header header;
  std::memcpy(&header, plain.data(), sizeof header);
  plain = plain.subspan(sizeof header);
  if (header.columns == 0 || header.columns > StoredOverview::kMostColumns || header.length < header.columns ||
      header.lanes > StoredOverview::kMostLanes || header.names > plain.size() || header.zero != 0)
    return std::nullopt;
  std::string_view names(reinterpret_cast<const char*>(plain.data()), header.names);
  VarintReader numbers(plain.subspan(header.names));
  StoredOverview overview{.length = header.length, .columns = header.columns, .lanes = {}};
  for (std::uint32_t i = 0; i < header.lanes && numbers.ok(); ++i) {
    const std::uint64_t kind = numbers.next();
    auto& lane = overview.lanes.emplace_back();
    lane.number = static_cast<std::uint32_t>(numbers.next());
    const std::uint64_t length = numbers.next();
    if (kind > static_cast<std::uint64_t>(StoredOverview::LaneKind::Goroutine) || length > names.size() ||
        length > StoredOverview::kMostName)
      return std::nullopt;
    lane.kind = static_cast<StoredOverview::LaneKind>(kind);
    lane.name = names.substr(0, length);
    names.remove_prefix(length);
    if (!takeShares(numbers, overview, lane)) return std::nullopt;
  }
  if (!numbers.ok() || !numbers.ended() || !names.empty()) return std::nullopt;
  return overview;
}

std::optional<StoredOverview> readStoredOverview(const std::string& path) {
  auto file = IndexedTraceFile::open(path);
  if (!file) return std::nullopt;
  const auto blocks = file->blocks();
  const auto found = std::find_if(blocks.begin(), blocks.end(),
                                  [](const IndexedBlock& block) { return block.kind == BlockKind::Overview; });
  if (found == blocks.end()) return std::nullopt;
  std::optional<StoredOverview> overview;
  const bool sound = file->read(static_cast<std::size_t>(found - blocks.begin()),
                                {.overview = [&](auto payload) { overview = unpackOverview(payload); }});
  return sound ? std::move(overview) : std::nullopt;
}

}  // namespace gmpscope::trace
