#include "tests/stress/trace_mutation.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "core/trace/reader/op_expand.h"

namespace gmpscope::test {
namespace {

using trace::Event;
using trace::EventKind;
using trace::Op;
using trace::OpKind;
using trace::OpList;

constexpr std::size_t kFields = 5;

std::uint32_t& field(Event& event, std::size_t index) {
  switch (index) {
    case 0:
      return event.g;
    case 1:
      return event.a;
    case 2:
      return event.b;
    case 3:
      return event.c;
    default:
      return event.d;
  }
}
std::uint32_t valueOf(Event event, std::size_t index) { return field(event, index); }

// Which bits of a field are marked C in the table of events; the parts of some are marked one by one.
std::uint32_t checkedBits(EventKind kind, std::size_t index) {
  const std::string_view argument = trace::info(kind).arguments[index];
  if (kind == EventKind::GStartGlobal && argument.starts_with("taken C")) return 0xff;
  if (kind == EventKind::GBlock && argument.starts_with("further objects")) return trace::kFurtherObjects;
  return argument.ends_with(" C") ? ~0U : 0;
}

// Events that change nothing and break no rule if they are missing, come twice or stand elsewhere: names and numbers
// told once, what was seen on the way, and requests that nobody need follow. That they are all there, the count of
// their M says.
bool onlyTold(EventKind kind) {
  switch (kind) {
    case EventKind::StringPart:
    case EventKind::StackGuard:
    case EventKind::StealSearch:
    case EventKind::TimerFire:
    case EventKind::MPoll:
    case EventKind::PPreemptAsk:
    case EventKind::PreemptRefused:
      return true;
    default:
      return false;
  }
}

// The M says at its end that it wrote what is there now: the alteration has to be noticed by what it means.
void sealCount(std::vector<Event>& events) {
  for (std::size_t i = 0; i < events.size(); ++i)
    if (events[i].kind() == EventKind::MExit && events[i].a != 0) events[i].a = static_cast<std::uint32_t>(i);
}

// Two neighbours have an order if they change the same variable or move the same goroutine. In a select the rooms of
// different channels are entered at once, in whatever order they are named.
bool orderHasARule(const Event& first, const Event& second, MId m) {
  const OpList a = trace::expand(first, m), b = trace::expand(second, m);
  for (std::uint32_t i = 0; i < a.count; ++i)
    for (std::uint32_t k = 0; k < b.count; ++k) {
      const Op& x = a.ops[i];
      const Op& y = b.ops[k];
      if (x.kind == OpKind::Mark || y.kind == OpKind::Mark) continue;
      const std::uint64_t variable = trace::variableOf(x.kind, x.p, x.other);
      if (variable != 0 && variable == trace::variableOf(y.kind, y.p, y.other)) return true;
      if (x.kind == OpKind::WaitAlso && y.kind == OpKind::WaitAlso) continue;
      if (x.g != 0 && x.g == y.g) return true;
    }
  return false;
}

const char* word(Mutation::Kind kind) {
  constexpr std::array kWords{"drop", "duplicate", "swap", "change"};
  return kWords[static_cast<std::size_t>(kind)];
}

}  // namespace

std::string Mutation::text(const RecordedTrace& trace) const {
  const Event& event = trace.ms[m][at];
  const trace::EventInfo& row = trace::info(event.kind());
  std::string line = std::string(word(kind)) + " " + std::string(row.word);
  if (kind == Kind::Change)
    line += ", " + std::string(row.arguments[field]) + ": " + std::to_string(valueOf(event, field)) + " -> " +
            std::to_string(value);
  if (kind == Kind::Swap) line += " with " + std::string(trace::info(trace.ms[m][at + 1].kind()).word);
  line += " (" + trace.name + ", M" + std::to_string(m) + ", event " + std::to_string(at) + " of " +
          std::to_string(trace.ms[m].size());
  for (std::size_t i = 0; i < kFields; ++i) line += " " + std::to_string(valueOf(event, i));
  return line + ")";
}

RecordedTrace Mutation::applied(const RecordedTrace& trace) const {
  RecordedTrace altered = trace;
  std::vector<Event>& events = altered.ms[m];
  const auto here = events.begin() + static_cast<std::ptrdiff_t>(at);
  switch (kind) {
    case Kind::Drop:
      events.erase(here);
      break;
    case Kind::Duplicate:
      events.insert(here, Event(*here));
      break;
    case Kind::Swap:
      // What happened changes places; the stamps stay, since they alone would tell.
      std::swap(here[0], here[1]);
      std::swap(here[0].time, here[1].time);
      break;
    case Kind::Change:
      test::field(*here, field) = value;
      break;
  }
  if ((kind == Kind::Drop || kind == Kind::Duplicate) && !onlyTold(trace.ms[m][at].kind())) sealCount(events);
  return altered;
}

Mutator::Mutator(const std::vector<RecordedTrace>& traces, std::uint32_t seed) : traces_(traces), random_(seed) {
  std::vector<std::vector<At>> all(static_cast<std::size_t>(EventKind::kCount));
  for (std::size_t t = 0; t < traces.size(); ++t)
    for (std::size_t m = 0; m < traces[t].ms.size(); ++m)
      for (std::size_t i = 0; i < traces[t].ms[m].size(); ++i)
        all[static_cast<std::size_t>(traces[t].ms[m][i].kind())].push_back({t, m, i});
  for (auto& places : all)
    if (!places.empty()) kinds_.push_back(std::move(places));
}

Mutator::Drawn Mutator::draw() {
  for (;;) {
    const std::vector<At>& places = kinds_[below(kinds_.size())];
    const At& at = places[below(places.size())];
    Mutation mutation;
    if (make(at, mutation)) return {at.trace, mutation};
  }
}

bool Mutator::make(const At& at, Mutation& mutation) {
  mutation.kind = static_cast<Mutation::Kind>(below(4));
  mutation.m = at.m;
  mutation.at = at.at;
  const std::vector<Event>& events = traces_[at.trace].ms[at.m];
  switch (mutation.kind) {
    case Mutation::Kind::Drop:
    case Mutation::Kind::Duplicate:
      return true;
    case Mutation::Kind::Swap:
      return at.at + 1 < events.size() &&
             orderHasARule(events[at.at], events[at.at + 1], MId{static_cast<std::uint32_t>(at.m)});
    case Mutation::Kind::Change:
      return change(at, mutation);
  }
  return false;
}

// To a near value, to that of another event of the kind, or to any.
bool Mutator::change(const At& at, Mutation& mutation) {
  const Event& event = this->event(at);
  mutation.field = below(kFields);
  const std::uint32_t checked = checkedBits(event.kind(), mutation.field);
  if (checked == 0) return false;
  const std::uint32_t before = valueOf(event, mutation.field);
  switch (below(4)) {
    case 0:
      mutation.value = before + 1;
      break;
    case 1:
      mutation.value = before - 1;
      break;
    case 2: {
      const auto& others = *std::find_if(kinds_.begin(), kinds_.end(), [&](const auto& places) {
        return this->event(places.front()).kind() == event.kind();
      });
      mutation.value = valueOf(this->event(others[below(others.size())]), mutation.field);
      break;
    }
    default:
      mutation.value = before ^ 1U << below(32);
  }
  mutation.value = (before & ~checked) | (mutation.value & checked);
  return mutation.value != before;
}

}  // namespace gmpscope::test
