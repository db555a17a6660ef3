#include "core/trace/reader/linearizer.h"

#include "core/trace/reader/linearizer_parts.h"

namespace gmpscope::trace {
namespace {

// An op that has waited so long for its cause, although all that is older is published, waits for what was lost.
constexpr Nanos kPatience = 500'000'000;

}  // namespace

std::string Linearizer::Parts::text(const Event& event, MId m, const TickScale& scale) {
  const EventInfo& row = info(event.kind());
  std::string line = std::to_string(scale.toNanos(event.time)) + " ns M" + std::to_string(m.value);
  if (event.p() != Event::kNoP) line += " P" + std::to_string(event.p());
  line += " " + std::string(row.word);
  const std::uint32_t values[] = {event.g, event.a, event.b, event.c, event.d};
  for (std::size_t i = 0; i < 5; ++i)
    if (!row.arguments[i].empty()) line += ", " + std::string(row.arguments[i]) + " = " + std::to_string(values[i]);
  return line;
}

Linearizer::Linearizer(const TickScale& scale, std::vector<OpSink*> sinks) : parts_(std::make_unique<Parts>(scale)) {
  parts_->sinks = std::move(sinks);
  parts_->state.violated = [parts = parts_.get()](RuleId rule, std::string what) {
    parts->violated(rule, std::move(what));
  };
}

Linearizer::~Linearizer() = default;

void Linearizer::add(const RawRun& run) {
  if (run.m >= kMaxMs) {
    parts_->violated(RuleId::KnownEvent, "an M that can't exist: " + std::to_string(run.m));
    return;
  }
  if (run.m >= parts_->streams.size()) parts_->streams.resize(run.m + 1);
  EventStream& stream = parts_->streams[run.m];
  stream.add(run.events, run.epoch);
  parts_->pending += run.events.size();
}

void Linearizer::miss(const CutEvents& cut) {
  parts_->cut = true;
  if (cut.m >= kMaxMs) return;
  if (cut.m >= parts_->streams.size()) parts_->streams.resize(cut.m + 1);
  parts_->streams[cut.m].missing += cut.events;
}

void Linearizer::drop(std::uint64_t inTotal) { parts_->drop(inTotal); }

void Linearizer::advance(std::uint64_t frontierTicks) {
  parts_->orderLive(frontierTicks, parts_->scale.toTicks(kPatience) - parts_->scale.toTicks(0));
  parts_->publishEdge(parts_->edgeBefore(frontierTicks));
}

void Linearizer::finish(std::span<const OddM> odd, std::uint64_t droppedInTotal, bool byItself) {
  parts_->odd.assign(odd.begin(), odd.end());
  parts_->allowance += odd.size() * Parts::kOpsPerOddM;
  parts_->drop(droppedInTotal);
  if (odd.empty())
    parts_->orderLive(kNoTime, 0);
  else
    parts_->orderRest();
  if (byItself && odd.empty() && droppedInTotal == 0) parts_->state.checkEnd();
  if (droppedInTotal > 0) {
    const Nanos from = parts_->inGap ? parts_->gapStart : parts_->time;
    for (OpSink* sink : parts_->sinks) sink->onGap(from, parts_->time, droppedInTotal);
  }
  parts_->publishEdge(parts_->time);
}

std::uint64_t Linearizer::ordered() const { return parts_->ordered; }
std::uint64_t Linearizer::waiting() const { return parts_->pending; }
std::uint64_t Linearizer::assumed() const { return parts_->assumed; }
const std::vector<Violation>& Linearizer::violations() const { return parts_->violations; }
std::uint64_t Linearizer::violationCount() const { return parts_->violationCount; }

}  // namespace gmpscope::trace
