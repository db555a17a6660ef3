#include <fmt/format.h>

#include <cstring>

#include "core/trace/reader/event_codec.h"
#include "core/trace/reader/event_codec_format.h"
#include "core/trace/reader/field_history.h"
#include "core/trace/reader/varint.h"
#include "core/trace/reader/zstd_frame.h"

namespace gmpscope::trace {

namespace {

// No pack that an EventPacker makes is longer.
constexpr std::size_t kMaxPlain =
    sizeof(PackHeader) + kMaxPackRuns * sizeof(PackedRun) + kMaxPackEvents * (2 + kMaxVarint * (2 + kEventFields));

// Gives out the plain bytes one part after another.
class Cutter {
 public:
  explicit Cutter(std::span<const std::byte> left) : left_(left) {}
  std::span<const std::byte> cut(std::size_t bytes) {
    const auto part = left_.first(bytes);
    left_ = left_.subspan(bytes);
    return part;
  }
  [[nodiscard]] std::size_t left() const { return left_.size(); }

 private:
  std::span<const std::byte> left_;
};

struct Streams {
  std::span<const std::byte> kinds, marks;
  VarintReader times, places, values;
};

}  // namespace

struct EventUnpacker::Parts {
  Inflater inflater;
  std::vector<Event> events;
  FieldHistory history;

  // False: a number is missing.
  bool run(std::uint64_t time, std::size_t first, std::size_t count, Streams& from);
};

EventUnpacker::EventUnpacker() : parts_(std::make_unique<Parts>()) {}
EventUnpacker::EventUnpacker(EventUnpacker&&) noexcept = default;
EventUnpacker& EventUnpacker::operator=(EventUnpacker&&) noexcept = default;
EventUnpacker::~EventUnpacker() = default;

bool EventUnpacker::Parts::run(std::uint64_t time, std::size_t first, std::size_t count, Streams& from) {
  history.clear();
  events.resize(count);
  std::uint32_t place = 0;
  for (std::size_t i = 0; i < count; ++i) {
    Event& event = events[i];
    const auto kind = static_cast<std::uint8_t>(from.kinds[first + i]);
    const auto marks = static_cast<unsigned>(from.marks[first + i]);
    if ((marks & kMarkTime) != 0) time += unfolded(from.times.next());
    if ((marks & kMarkPlace) != 0) place = static_cast<std::uint32_t>(from.places.next());
    FieldHistory::Of& of = history.of(kind);
    EventFields fields;
    for (std::size_t k = 0; k < kEventFields; ++k) {
      fields[k] = of.expected(k);
      if ((marks & kMarkField << k) != 0) fields[k] += unfolded(static_cast<std::uint32_t>(from.values.next()));
      of.saw(k, fields[k]);
    }
    event = {time, place << 8 | kind, fields[0], fields[1], fields[2], fields[3], fields[4]};
  }
  return from.times.ok() && from.places.ok() && from.values.ok();
}

std::string EventUnpacker::unpack(std::span<const std::byte> packed, const std::function<void(const RawRun&)>& take) {
  Parts& parts = *parts_;
  if (std::string expected = parts.inflater.inflate(packed, sizeof(PackHeader), kMaxPlain); !expected.empty())
    return expected;
  Cutter cutter(parts.inflater.plain());
  PackHeader header;
  std::memcpy(&header, cutter.cut(sizeof header).data(), sizeof header);
  if (header.runs > kMaxPackRuns || header.events > kMaxPackEvents)
    return fmt::format("expected at most {} runs and {} events, not {} and {}", kMaxPackRuns, kMaxPackEvents,
                       header.runs, header.events);
  const std::uint64_t length = header.runs * sizeof(PackedRun) + std::uint64_t{2} * header.events + header.times +
                               std::uint64_t{header.places} + header.values;
  if (length != cutter.left()) return fmt::format("expected {} bytes of events, not {}", length, cutter.left());

  std::vector<PackedRun> runs(header.runs);
  if (!runs.empty())
    std::memcpy(runs.data(), cutter.cut(runs.size() * sizeof(PackedRun)).data(), runs.size() * sizeof(PackedRun));
  Streams streams{cutter.cut(header.events), cutter.cut(header.events), VarintReader(cutter.cut(header.times)),
                  VarintReader(cutter.cut(header.places)), VarintReader(cutter.cut(header.values))};
  std::size_t first = 0;
  for (const PackedRun& run : runs) {
    if (run.m >= kMaxMs) return fmt::format("expected an M below {}, not {}", kMaxMs, run.m);
    if (run.events > header.events - first) return fmt::format("expected {} events in all", header.events);
    if (!parts.run(header.time, first, run.events, streams)) return "expected a number for each mark";
    first += run.events;
    if (take) take({run.m, run.epoch, parts.events});
  }
  if (first != header.events || !streams.times.ended() || !streams.places.ended() || !streams.values.ended())
    return "expected nothing behind the last event";
  return {};
}

}  // namespace gmpscope::trace
