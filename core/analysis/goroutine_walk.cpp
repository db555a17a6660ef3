#include "core/analysis/goroutine_walk.h"

#include <algorithm>

namespace gmpscope::analysis {
namespace {

using trace::EventKind;
using trace::WaitReason;

bool isStart(EventKind kind) {
  return (kind >= EventKind::GStartNext && kind <= EventKind::GStartStealNext) || kind == EventKind::GStartLocked;
}

}  // namespace

GoroutineWalk::GoroutineWalk(const TraceModel& model, LifeId g, const MeasuredRange& range, Nanos edge, Sink& sink)
    : model_(model), goroutine_(model.goroutine(g)), measured_(range), range_(range.range()), edge_(edge), sink_(sink) {
  sums_.g = g;
}

GoroutineStatistics GoroutineWalk::walk() {
  const SpanLane& lane = goroutine_.lane;
  for (std::size_t i = first(), count = lane.size(); i < count; ++i) {
    const Span span = lane.at(i, edge_);
    if (span.start >= range_.to) break;
    if (span.start >= span.end) continue;
    adjacent_ = any_ && last_.end == span.start;
    take(span);
    last_ = span;
    any_ = true;
  }
  const Nanos ended = goroutine_.ended.load(std::memory_order_relaxed);
  adjacent_ = any_ && last_.end == ended;
  if (ended >= 0) endRun(ended);
  sums_.life = measured_.part(goroutine_.created, ended >= 0 ? ended : edge_);
  sums_.unknown = sums_.life - sums_.running - sums_.runnable - sums_.calling - sums_.faulted - sums_.waitingAll();
  sums_.atEnd = stateAtEnd();
  return sums_;
}

// Where nothing that began before matters: at the last wait that began before the range, or at the first span that
// isn't folded.
std::size_t GoroutineWalk::first() const {
  const SpanLane& lane = goroutine_.lane;
  const auto covering = lane.lastStartingBy(range_.from - 1);
  const std::size_t least = lane.firstKept();
  if (!covering) return least;
  bool waits = false;
  std::size_t found = 0;
  for (std::size_t i = *covering + 1; i-- > least;) {
    const Span span = lane.at(i, edge_);
    if (span.start >= span.end) continue;
    if (span.state == SpanState::Waiting) {
      waits = true;
      found = i;
    } else if (waits) {
      return found;
    }
  }
  return least;
}

void GoroutineWalk::take(const Span& span) {
  const Nanos part = measured_.part(span.start, span.end);
  const bool goesOn = adjacent_ && last_.state == span.state && last_.detail.cause == span.detail.cause;
  if (span.state != SpanState::Waiting && span.state != SpanState::Lost) endWait(span.start);
  switch (span.state) {
    case SpanState::Executing:
    case SpanState::OffCore:
      runs(span, part);
      break;
    case SpanState::Syscall:
      sums_.calling += part;
      if (!adjacent_) run_.reset();
      break;
    case SpanState::Runnable:
      sums_.runnable += part;
      endRun(span.start);
      if (!goesOn) runnableSince_ = span.start;
      break;
    case SpanState::Waiting: {
      endRun(span.start);
      if (goesOn) {
        sums_.waiting[static_cast<std::size_t>(after_)] += part;
        break;
      }
      endWait(span.start);
      const auto reason = static_cast<std::size_t>(span.detail.reason);
      after_ = reason < kWaitReasons ? span.detail.reason : WaitReason::None;
      waitsSince_ = span.start;
      sums_.waiting[static_cast<std::size_t>(after_)] += part;
      break;
    }
    case SpanState::Fault:
      sums_.faulted += part;
      endRun(span.start);
      break;
    default:  // lost
      run_.reset();
      after_ = WaitReason::None;
      break;
  }
}

void GoroutineWalk::runs(const Span& span, Nanos part) {
  sums_.running += part;
  if (!adjacent_ && any_) run_.reset();
  // A run that the kernel interrupted, or a span that is stored in parts, has one cause; who comes back from a system
  // call, or goes on with another P, has one that is no start.
  const std::uint32_t cause = span.detail.cause;
  const OrderedEvent* by = startedBy_ != cause ? model_.event(cause) : nullptr;
  if (by != nullptr && isStart(by->event.kind())) {
    endRun(span.start);
    startedBy_ = cause;
    start(span);
  }
  if (run_) run_->length += measured_.between(span.start, span.end);
  if (span.state != SpanState::OffCore) return;
  if (!adjacent_ || last_.state != SpanState::OffCore) offSince_ = span.start;
  sums_.stolen.total += part;
  if ((span.detail.flags & kInvoluntary) != 0) sums_.stolen.preempted += part;
  if (part > 0) sink_.stolen(span, part, offSince_);
}

void GoroutineWalk::start(const Span& span) {
  const Start start{.time = span.start,
                    .latency = latencyOf(span),
                    .m = span.detail.thread,
                    .p = span.detail.processor,
                    .after = after_};
  after_ = WaitReason::None;
  run_ = Run{start, 0};
  if (!range_.holds(span.start)) return;
  ++sums_.starts;
  sink_.started(start);
}

// One that starts at the very instant at which it became runnable has no span before it.
Nanos GoroutineWalk::latencyOf(const Span& span) const {
  if (adjacent_ && last_.state == SpanState::Runnable) return measured_.between(runnableSince_, span.start);
  if ((adjacent_ && last_.state != SpanState::Lost) || (!any_ && goroutine_.created == span.start)) return 0;
  return -1;
}

// What lies behind a gap hasn't ended where it is seen to.
void GoroutineWalk::endRun(Nanos at) {
  if (run_ && adjacent_ && range_.holds(at)) sink_.ran(run_->start, run_->length);
  run_.reset();
}

void GoroutineWalk::endWait(Nanos at) {
  if (adjacent_ && last_.state == SpanState::Waiting && range_.holds(at))
    sink_.waited(after_, measured_.between(waitsSince_, at));
}

StateAtEnd GoroutineWalk::stateAtEnd() const {
  const Nanos ended = goroutine_.ended.load(std::memory_order_relaxed);
  if (ended >= 0 && ended <= range_.to) return StateAtEnd::Finished;
  if (!any_ || last_.end < range_.to) return StateAtEnd::Unknown;
  switch (last_.state) {
    case SpanState::Executing:
    case SpanState::OffCore:
    case SpanState::Fault:
      return StateAtEnd::Running;
    case SpanState::Runnable:
      return StateAtEnd::Runnable;
    case SpanState::Waiting:
      return StateAtEnd::Waiting;
    case SpanState::Syscall:
      return StateAtEnd::Calling;
    default:
      return StateAtEnd::Unknown;
  }
}

}  // namespace gmpscope::analysis
