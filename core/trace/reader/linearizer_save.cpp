// What the linearizer knows as bytes, so that a trace can be read from the middle on.

#include <algorithm>

#include "core/trace/reader/linearizer_parts.h"
#include "core/trace/reader/state_archive.h"

namespace gmpscope::trace {
namespace {

struct StoredEvent {
  Event event;

  template <class Archive>
  void walk(Archive& archive) {
    archive(event.time, event.head, event.g, event.a, event.b, event.c, event.d);
  }
};

struct StoredEpoch {
  EventStream::EpochStart start;

  template <class Archive>
  void walk(Archive& archive) {
    archive(start.index, start.epoch);
  }
};

}  // namespace

template <class Archive>
void EventStream::walk(Archive& archive) {
  std::vector<StoredEvent> waiting;
  for (std::size_t i = first; i < events.size(); ++i) waiting.push_back({events[i]});
  std::vector<StoredEpoch> coming;
  for (std::size_t i = nextEpoch; i < epochs.size(); ++i) coming.push_back({epochs[i]});
  archive(waiting, coming, taken, missing, epochNow, nextOp, eventIndex);
  if constexpr (Archive::kReads) {
    for (const StoredEvent& each : waiting) events.push_back(each.event);
    epochs.push_back({taken, epochNow});
    for (const StoredEpoch& each : coming) epochs.push_back(each.start);
    nextEpoch = 1;
  }
}

template <class Archive>
void Linearizer::Parts::walk(Archive& archive) {
  archive.list(streams, kMaxMs);
  archive(ordered, assumed, allowance, time, epoch, knownFrom, inGap, cut, dropped, losing, gapStart, stuckM, stuckAt,
          stuckSince);
}

void Linearizer::save(std::vector<std::byte>& to, std::vector<LifeId>& numbers, std::span<const LifeId> keep) const {
  parts_->state.save(to, numbers, keep);
  StateWriter writer(to, numbers);
  parts_->walk(writer);
}

bool Linearizer::resume(std::span<const std::byte> from) {
  StateReader reader(from);
  if (!parts_->state.resume(reader)) return false;
  parts_->walk(reader);
  if (!reader.ok() || !reader.ended()) return false;
  for (std::uint32_t m = 0; m < parts_->streams.size(); ++m) {
    EventStream& stream = parts_->streams[m];
    parts_->pending += stream.left();
    if (stream.nextOp == 0) continue;
    // It stands within its first event.
    if (stream.empty()) return false;
    Parts::expandFront(stream, MId{m});
    if (stream.nextOp >= stream.ops.count) return false;
  }
  return true;
}

}  // namespace gmpscope::trace
