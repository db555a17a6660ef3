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

// At a tick at which the global queue is asked first one goroutine is taken; else it may be one too.
std::uint32_t checkedBits(const Event& event, std::size_t index) {
  const std::uint32_t bits = checkedBits(event.kind(), index);
  const bool tick = event.kind() == EventKind::GStartGlobal && index == 4;
  return tick && trace::globalTaken(event) == 1 ? bits & ~trace::kTickFlag : bits;
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

// Who waits is woken by what it waits on, and that tells which object it is; but of several it may be any, and it may
// be none. Then it's told by what happens to the object later.
bool tellsItsObject(const RecordedTrace& trace, const Event& wait) {
  const bool begins = wait.kind() == EventKind::GBlock || wait.kind() == EventKind::GBlockAlso;
  bool ofSeveral = false;
  for (std::uint32_t m = 0; m < trace.ms.size(); ++m)
    for (const Event& event : trace.ms[m]) {
      ofSeveral = ofSeveral || (event.kind() == EventKind::GBlockAlso && event.g == wait.g);
      const OpList list = trace::expand(event, MId{m});
      for (std::uint32_t i = 0; i < list.count; ++i) {
        const Op& op = list.ops[i];
        const bool changes = op.kind == OpKind::WaitPut || op.kind == OpKind::WaitAlso || op.kind == OpKind::WaitTake ||
                             op.kind == OpKind::WaitTakeMany;
        if (changes && op.other == wait.a && op.position > wait.b) return true;
      }
    }
  return wait.a == trace::kNoObject || !(begins || ofSeveral);
}

// It slept beside its P while the world stood, and does until its end instead of being on the list of idle Ms.
bool sleepsAnyway(const std::vector<Event>& events, std::size_t at) {
  return events[at].kind() == EventKind::MPark && at > 0 && events[at - 1].kind() == EventKind::PStop &&
         events[at - 1].c != 0 && at + 1 < events.size() && events[at + 1].kind() == EventKind::MExit;
}

// A goroutine is unlocked, and its M does nothing more that one which is locked doesn't.
bool endsUnlocked(const std::vector<Event>& events, std::size_t at) {
  if (events[at].kind() != EventKind::GUnlock) return false;
  return std::none_of(events.begin() + static_cast<std::ptrdiff_t>(at), events.end(), [&](const Event& event) {
    switch (event.kind()) {
      case EventKind::GExit:
      case EventKind::GLock:
      case EventKind::SpinBegin:
      case EventKind::MPark:
      case EventKind::MSleep:
      case EventKind::MPollWait:
        return true;
      default:
        return trace::info(event.kind()).word.starts_with("g.start") && event.g != events[at].g;
    }
  });
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
          std::to_string(trace.ms[m].size()) + ")";
  // With what stands around it.
  constexpr std::size_t kAround = 8;
  for (std::size_t i = at - std::min(at, kAround); i < std::min(trace.ms[m].size(), at + kAround); ++i) {
    const Event& near = trace.ms[m][i];
    line += "\n    " + std::to_string(i) + " " + std::string(trace::info(near.kind()).word) + " P" +
            std::to_string(near.p());
    for (std::size_t k = 0; k < kFields; ++k) line += " " + std::to_string(valueOf(near, k));
  }
  return line;
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
      return !sleepsAnyway(events, at.at) && !endsUnlocked(events, at.at);
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
  const std::uint32_t checked = checkedBits(event, mutation.field);
  if (checked == 0) return false;
  const bool object = trace::info(event.kind()).arguments[mutation.field] == "object C";
  if (object && !tellsItsObject(traces_[at.trace], event)) return false;
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
