#include "app/session/cut_off.h"

#include <algorithm>

namespace gmpscope::app {

namespace {

using trace::Event;
using trace::EventKind;

// What an event names: one of these, and which.
enum class Names : std::uint64_t { Knob, Guard, Thread, StringPart, Goroutine };
constexpr std::uint64_t keyOf(Names what, std::uint64_t which) {
  return static_cast<std::uint64_t>(what) << 60 | which;
}

}  // namespace

void CutOff::add(const trace::RawRun& run) {
  events_[run.m] += run.events.size();
  for (const Event& event : run.events) note(run.m, event);
}

void CutOff::note(std::uint32_t m, const Event& event) {
  switch (event.kind()) {
    case EventKind::Knob:
    case EventKind::KnobChange:
      return keep(keyOf(Names::Knob, event.a), {m, event});
    case EventKind::StackGuard:
      return keep(keyOf(Names::Guard, 0), {m, event});
    case EventKind::MStart:
      return keep(keyOf(Names::Thread, m), {m, event});
    case EventKind::StringPart:
      return keep(keyOf(Names::StringPart, std::uint64_t{event.g} << 12 | event.p()), {m, event});
    case EventKind::GCreate:
    case EventKind::GCreateTail:
    case EventKind::GExit:  // nobody is there
      return keep(keyOf(Names::Goroutine, event.g), {m, event});
    default:
      return;
  }
}

// Events of several Ms come in any order: the latest counts.
void CutOff::keep(Key key, const Named& named) {
  const auto [at, fresh] = names_.try_emplace(key, named);
  if (!fresh && at->second.event.time <= named.event.time) at->second = named;
}

void CutOff::absorb(const CutOff& later) {
  for (const auto& [m, count] : later.events_) events_[m] += count;
  for (const auto& [key, named] : later.names_) keep(key, named);
}

bool CutOff::write(trace::TraceFileWriter& writer) const {
  std::vector<Named> names;
  names.reserve(names_.size());
  for (const auto& entry : names_)
    if (entry.second.event.kind() != EventKind::GExit) names.push_back(entry.second);
  std::sort(names.begin(), names.end(),
            [](const Named& a, const Named& b) { return a.m != b.m ? a.m < b.m : a.event.time < b.event.time; });
  auto missing = events_;
  std::map<std::uint32_t, std::vector<Event>> byM;
  for (const Named& named : names) {
    byM[named.m].push_back(named.event);
    --missing[named.m];
  }
  std::vector<trace::CutEvents> cut;
  cut.reserve(missing.size());
  for (const auto& [m, count] : missing) cut.push_back({m, count});
  bool written = writer.cut(cut);
  for (const auto& [m, events] : byM) written = written && writer.events({m, trace::kCutEpoch, events});
  return written;
}

}  // namespace gmpscope::app
