#include "core/analysis/reasons.h"

#include <fmt/format.h>

#include "core/analysis/reason_text.h"
#include "core/analysis/start_reason.h"

namespace gmpscope::analysis {
namespace {

using trace::EventKind;

class Why {
 public:
  Why(const TraceModel& model, const Span& span) : model_(model), span_(span), detail_(span.detail) {}

  Reason explain() {
    reason_.time = span_.start;
    switch (span_.state) {
      case SpanState::Executing:
        executing();
        break;
      case SpanState::OffCore:
        byKernel();
        break;
      case SpanState::Runnable:
        runnable();
        break;
      case SpanState::Waiting:
        waiting();
        break;
      case SpanState::Spinning:
        spinning();
        break;
      case SpanState::Fault:
        byEvent(ReasonId::Panicked);
        break;
      case SpanState::NotOurs:
        reason_.id = ReasonId::NotOurs;
        break;
      case SpanState::Lost:
        reason_.id = ReasonId::EventsLost;
        break;
      case SpanState::Absent:
        byEvent(ReasonId::NoSuchP);
        break;
      case SpanState::Syscall:
        byEvent(ReasonId::InSystemCall);
        where();
        break;
      case SpanState::kCount:
        break;
    }
    return std::move(reason_);
  }

 private:
  [[nodiscard]] const OrderedEvent* cause() const { return model_.event(detail_.cause); }
  [[nodiscard]] EventKind causeKind() const { return cause() != nullptr ? cause()->event.kind() : EventKind::None; }
  void parameter(const char* name, std::string value) { reason_.parameters.emplace_back(name, std::move(value)); }

  [[nodiscard]] bool isSysmon() const {
    return detail_.thread.value < model_.threadCount() &&
           model_.thread(detail_.thread.value).sysmon.load(std::memory_order_relaxed);
  }

  void who() {
    if (detail_.goroutine.valid()) parameter("goroutine", model_.label(detail_.goroutine));
  }
  void where() {
    if (detail_.thread.valid()) parameter("thread", threadName(detail_.thread));
    if (detail_.processor != trace::Event::kNoP) parameter("processor", processorName(detail_.processor));
  }

  void byEvent(ReasonId id) {
    reason_.id = id;
    if (const OrderedEvent* event = cause()) {
      reason_.event = detail_.cause;
      reason_.time = event->time;
    }
    who();
  }

  void executing() {
    if ((detail_.flags & kNotAnM) != 0) {
      reason_.id = ReasonId::ForeignThread;
    } else if ((detail_.flags & kSinceGap) != 0) {
      reason_.id = ReasonId::EventsLost;
    } else if ((detail_.flags & kKernelSwitch) != 0) {
      reason_.id = ReasonId::KernelResumed;
      who();
      where();
    } else if (!detail_.goroutine.valid()) {
      reason_.id = isSysmon() ? ReasonId::Sysmon : ReasonId::InScheduler;
      where();
    } else if (causeKind() == EventKind::GSyscallExit || causeKind() == EventKind::GSyscallBack) {
      byEvent(causeKind() == EventKind::GSyscallExit ? ReasonId::CameBack : ReasonId::CameBackWithP);
      where();
    } else if (causeKind() == EventKind::GChangeP || causeKind() == EventKind::GStartLocked) {
      byEvent(causeKind() == EventKind::GChangeP ? ReasonId::ChangedP : ReasonId::StartedLocked);
      where();
    } else if (cause() != nullptr) {
      byEvent(ReasonId::Unknown);
      explainStart(model_, reason_);
    }
    if (detail_.goroutine.valid()) reason_.chain = chainOf(model_, detail_.goroutine, span_.start);
  }

  void byKernel() {
    reason_.id = (detail_.flags & kInvoluntary) != 0 ? ReasonId::KernelPreempted : ReasonId::KernelWaited;
    who();
    where();
    if (detail_.goroutine.valid()) reason_.chain = chainOf(model_, detail_.goroutine, span_.start);
  }

  void runnable() {
    if ((detail_.flags & kInvoluntary) != 0) return byKernel();  // a thread's
    switch (causeKind()) {
      case EventKind::GCreate:
      case EventKind::GCreateTail:
        byEvent(ReasonId::Created);
        if (const LifeId parent = model_.goroutine(detail_.goroutine).parent; parent.valid()) {
          parameter("by", model_.label(parent));
        }
        break;
      case EventKind::GReady:
      case EventKind::GReadyTail:
      case EventKind::GReadyLocal:
      case EventKind::GReadyGlobal:
        readied();
        break;
      case EventKind::GYield:
        byEvent(ReasonId::Yielded);
        break;
      case EventKind::GYieldLocal:
        byEvent(ReasonId::HandedOver);
        break;
      case EventKind::GPreemptNext:
        byEvent(ReasonId::PreemptedInPlace);
        parameter("at", cause()->event.a == 0 ? "signal" : "call");
        break;
      case EventKind::GPreempt:
        preempted();
        break;
      case EventKind::GYieldNext:
        byEvent(ReasonId::MovedOff);
        break;
      case EventKind::GSyscallQueue:
        byEvent(ReasonId::CameBackNoP);
        break;
      default:
        return;
    }
    if (cause()->event.p() != trace::Event::kNoP) parameter("processor", processorName(cause()->event.p()));
    reason_.chain = chainOf(model_, detail_.goroutine, span_.end);
  }

  static const char* preemptCause(std::uint32_t number) {
    return number == 0 ? "slice" : number == 1 ? "end" : "world";
  }
  void preempted() {
    byEvent(ReasonId::Preempted);
    parameter("at", cause()->event.b == 0 ? "signal" : "call");
    const OrderedEvent* ask = lastBefore(detail_.cause, EventKind::PPreemptAsk, cause()->event.p());
    if (ask != nullptr) parameter("cause", preemptCause(ask->event.b));
  }

  // The last event of that kind and P before `index`, not too long ago.
  [[nodiscard]] const OrderedEvent* lastBefore(std::uint32_t index, EventKind kind, std::uint32_t p) const {
    constexpr std::uint32_t kReach = 100'000;
    const std::size_t end = std::max<std::size_t>(index - std::min(index, kReach), model_.firstEvent());
    for (std::size_t i = index; i > end; --i) {
      const OrderedEvent& other = model_.events()[i - 1];
      if (other.event.kind() == kind && other.event.p() == p) return &other;
    }
    return nullptr;
  }

  void readied() {
    byEvent(ReasonId::Readied);
    const OrderedEvent& event = *cause();
    parameter("object", fmt::format("{}", event.event.a));
    if (event.event.kind() == EventKind::GReadyLocal || event.event.kind() == EventKind::GReadyGlobal) {
      parameter("by", "network");
      parameter("into", event.event.kind() == EventKind::GReadyLocal ? "local" : "global");
      parameter("thread", threadName(event.m));
    } else if (trace::isTimers(event.event.a)) {
      parameter("by", "timer");
    } else if (event.event.p() < model_.processorCount()) {
      const SpanLane& processor = model_.processor(event.event.p());
      const Nanos edge = model_.edge();
      if (const auto index = processor.covering(event.time, edge)) {
        const LifeId by = processor.at(*index, edge).detail.goroutine;
        if (by.valid()) parameter("by", model_.label(by));
      }
    }
    const SpanLane& lane = model_.goroutine(detail_.goroutine).lane;
    if (const auto before = lane.lastStartingBy(span_.start - 1)) {
      const Span waited = lane.at(*before, model_.edge());
      if (waited.state == SpanState::Waiting) {
        parameter("waits", fmt::format("{}", static_cast<int>(waited.detail.reason)));
        parameter("waited_ns", fmt::format("{}", waited.end - waited.start));
      }
    }
  }

  void waiting() {
    switch (causeKind()) {
      case EventKind::GBlock:
        if (detail_.reason == trace::WaitReason::None) return byKernel();  // a thread's, which ran since
        byEvent(ReasonId::Blocked);
        parameter("waits", fmt::format("{}", static_cast<int>(detail_.reason)));
        parameter("object", fmt::format("{}", cause()->event.a));
        return;
      case EventKind::MParkLocked:
        byEvent(ReasonId::WaitsForItsG);
        parameter("goroutine", model_.label(cause()->g));
        return where();
      case EventKind::PStop:
        byEvent(ReasonId::WaitsForWorld);
        parameter("processor", processorName(cause()->event.p()));
        return where();
      case EventKind::MPark:
        byEvent(ReasonId::ParkedIdle);
        return where();
      case EventKind::MSleep:
      case EventKind::MPollWait: {
        byEvent(causeKind() == EventKind::MSleep ? ReasonId::SleepsForTimer : ReasonId::PollsNetwork);
        const trace::Event& event = cause()->event;
        parameter("until_ns", fmt::format("{}", std::uint64_t{event.b} << 32 | event.a));
        return where();
      }
      default:
        return byKernel();
    }
  }

  void spinning() {
    byEvent(ReasonId::Spinning);
    where();
    // An M that was woken or made to look for work, or one that had none left.
    const EventKind kind = causeKind();
    parameter("woken", kind == EventKind::MWake || kind == EventKind::MStart ? "yes" : "no");
  }

  const TraceModel& model_;
  const Span& span_;
  const SpanDetail& detail_;
  Reason reason_;
};

}  // namespace

Reason whyStarted(const TraceModel& model, const Span& span) { return Why(model, span).explain(); }

}  // namespace gmpscope::analysis
