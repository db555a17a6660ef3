#include <algorithm>
#include <cstring>

#include "core/base/check.h"
#include "core/trace/reader/event_codec.h"
#include "core/trace/reader/event_codec_format.h"
#include "core/trace/reader/field_history.h"
#include "core/trace/reader/varint.h"
#include "core/trace/reader/zstd_frame.h"

namespace gmpscope::trace {

namespace {

// Bytes that grow at the end, with room made once for several numbers.
class Stream {
 public:
  std::byte* room(std::size_t bytes) {
    if (bytes_.size() < used_ + bytes) bytes_.resize(std::max(2 * bytes_.size(), used_ + bytes));
    return bytes_.data() + used_;
  }
  void append(std::span<const std::byte> more) {
    if (more.empty()) return;
    std::memcpy(room(more.size()), more.data(), more.size());
    used_ += more.size();
  }
  void ends(const std::byte* end) { used_ = static_cast<std::size_t>(end - bytes_.data()); }
  void clear() { used_ = 0; }
  [[nodiscard]] std::span<const std::byte> bytes() const { return {bytes_.data(), used_}; }

 private:
  std::vector<std::byte> bytes_;
  std::size_t used_ = 0;
};

}  // namespace

struct EventPacker::Parts {
  std::vector<PackedRun> runs;
  std::size_t events = 0;
  std::uint64_t time = 0;
  Stream kinds, marks, times, places, values, plain;
  FieldHistory history;
  Deflater deflater;
};

EventPacker::EventPacker() : parts_(std::make_unique<Parts>()) {}
EventPacker::EventPacker(EventPacker&&) noexcept = default;
EventPacker& EventPacker::operator=(EventPacker&&) noexcept = default;
EventPacker::~EventPacker() = default;

bool EventPacker::fits(std::size_t events) const {
  return parts_->events + events <= kMaxPackEvents && parts_->runs.size() < kMaxPackRuns;
}

std::size_t EventPacker::events() const { return parts_->events; }

void EventPacker::add(const RawRun& run) {
  GMPSCOPE_CHECK(fits(run.events.size()));
  if (run.events.empty()) return;
  Parts& parts = *parts_;
  if (parts.events == 0) parts.time = run.events.front().time;
  parts.runs.push_back({run.m, run.epoch, static_cast<std::uint32_t>(run.events.size())});
  parts.events += run.events.size();
  parts.history.clear();

  const std::size_t count = run.events.size();
  std::byte* kind = parts.kinds.room(count);
  std::byte* mark = parts.marks.room(count);
  std::byte* time = parts.times.room(count * kMaxVarint);
  std::byte* place = parts.places.room(count * kMaxVarint);
  std::byte* value = parts.values.room(count * kEventFields * kMaxVarint);
  std::uint64_t before = parts.time;
  std::uint32_t at = 0;
  for (const Event& event : run.events) {
    unsigned marks = 0;
    if (event.time != before) {
      marks |= kMarkTime;
      time = putVarint(time, folded(event.time - before));
      before = event.time;
    }
    if (event.head >> 8 != at) {
      marks |= kMarkPlace;
      at = event.head >> 8;
      place = putVarint(place, at);
    }
    FieldHistory::Of& of = parts.history.of(static_cast<std::uint8_t>(event.head));
    const EventFields fields{event.g, event.a, event.b, event.c, event.d};
    for (std::size_t i = 0; i < kEventFields; ++i) {
      if (const std::uint32_t off = fields[i] - of.expected(i); off != 0) {
        marks |= kMarkField << i;
        value = putVarint(value, folded(off));
      }
      of.saw(i, fields[i]);
    }
    *kind++ = static_cast<std::byte>(event.head);
    *mark++ = static_cast<std::byte>(marks);
  }
  parts.kinds.ends(kind);
  parts.marks.ends(mark);
  parts.times.ends(time);
  parts.places.ends(place);
  parts.values.ends(value);
}

std::span<const std::byte> EventPacker::pack() {
  Parts& parts = *parts_;
  const PackHeader header{.time = parts.time,
                          .runs = static_cast<std::uint32_t>(parts.runs.size()),
                          .events = static_cast<std::uint32_t>(parts.events),
                          .times = static_cast<std::uint32_t>(parts.times.bytes().size()),
                          .places = static_cast<std::uint32_t>(parts.places.bytes().size()),
                          .values = static_cast<std::uint32_t>(parts.values.bytes().size())};
  parts.plain.clear();
  parts.plain.append(std::as_bytes(std::span(&header, 1)));
  parts.plain.append(std::as_bytes(std::span(parts.runs)));
  for (Stream* stream : {&parts.kinds, &parts.marks, &parts.times, &parts.places, &parts.values}) {
    parts.plain.append(stream->bytes());
    stream->clear();
  }
  parts.runs.clear();
  parts.events = 0;

  return parts.deflater.deflate(parts.plain.bytes());
}

}  // namespace gmpscope::trace
