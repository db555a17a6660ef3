#include "core/runtime/knobs.h"

#include <algorithm>

#include "core/runtime/sched.h"

namespace gmp::rt {
namespace {

using trace::Knob;
using trace::KnobValues;

// What is negative is the least.
template <class Number>
std::uint64_t whole(Number value) {
  return static_cast<std::uint64_t>(std::max<Number>(value, 0));
}

KnobValues valuesOf(const Options& options) {
  KnobValues values;
  values.set(Knob::StackSize, options.stack_size);
  values.set(Knob::AsyncPreemption, options.async_preemption && kCanPreempt ? 1 : 0);
  values.set(Knob::Slice, whole(options.slice.count()));
  values.set(Knob::MaxThreads, whole(options.max_threads));
  values.set(Knob::Steal, static_cast<std::uint64_t>(options.steal));
  values.set(Knob::Runnext, options.runnext ? 1 : 0);
  values.set(Knob::GlobalCheckInterval, whole(options.global_check_interval));
  values.set(Knob::QueueSize, whole(options.queue_size) & ~std::uint64_t{1});  // half of it overflows
  values.set(Knob::Spinning, options.spinning ? 1 : 0);
  values.set(Knob::SysmonPeriod, whole(options.sysmon_period.count()));
  values.set(Knob::Affinity, static_cast<std::uint64_t>(options.affinity));
  values.set(Knob::PerturbationSeed, options.perturbation_seed);
  return values;
}

}  // namespace

static_assert(static_cast<std::uint64_t>(Steal::one) == trace::kStealOne &&
              static_cast<std::uint64_t>(Steal::half) == trace::kStealHalf);

Knobs::Knobs(const Options& options)
    : values(valuesOf(options)),
      stackSize(values[Knob::StackSize]),
      maxMs(values[Knob::MaxThreads]),
      queueSize(static_cast<std::uint32_t>(values[Knob::QueueSize])),
      seed(static_cast<std::uint32_t>(values[Knob::PerturbationSeed])),
      pinned(values.on(Knob::Affinity)),
      slice(static_cast<Deadline>(values[Knob::Slice])),
      sysmonPeriod(static_cast<Deadline>(values[Knob::SysmonPeriod])),
      asyncPreemption(values.on(Knob::AsyncPreemption)),
      globalCheck(static_cast<std::uint32_t>(values[Knob::GlobalCheckInterval])),
      steal(values[Knob::Steal] != trace::kStealOff),
      stealHalf(values[Knob::Steal] == trace::kStealHalf),
      runnext(values.on(Knob::Runnext)),
      spinning(values.on(Knob::Spinning)) {}

KnobChanger whoChanges(Knob knob) {
  if (!trace::changesLive(knob)) return KnobChanger::Nobody;
  const bool sysmons = knob == Knob::Slice || knob == Knob::SysmonPeriod || knob == Knob::AsyncPreemption;
  return sysmons ? KnobChanger::Sysmon : KnobChanger::World;
}

void changeKnob(M& m, Knob knob, std::uint64_t wanted) GMPSCOPE_NO_TSA {
  Sched& sched = m.sched;
  Knobs& knobs = sched.knobs;
  KnobValues values;
  values.set(knob, knob == Knob::AsyncPreemption && !kCanPreempt ? 0 : wanted);
  const std::uint64_t value = values[knob];
  switch (knob) {
    case Knob::Slice:
      knobs.slice.set(static_cast<Deadline>(value));
      break;
    case Knob::SysmonPeriod:
      knobs.sysmonPeriod.set(static_cast<Deadline>(value));
      break;
    case Knob::AsyncPreemption:
      knobs.asyncPreemption.set(value != 0);
      break;
    case Knob::Steal:
      knobs.steal.set(value != trace::kStealOff);
      knobs.stealHalf.set(value == trace::kStealHalf);
      break;
    case Knob::Runnext:
      knobs.runnext.set(value != 0);
      for (const auto& each : sched.ms) each->mayAvoidNext = value == 0 || each->perturbation.active();
      break;
    case Knob::GlobalCheckInterval:
      knobs.globalCheck = EachTick(static_cast<std::uint32_t>(value));
      break;
    case Knob::Spinning:
      knobs.spinning.set(value != 0);
      break;
    default:
      return;
  }
  m.trace.put(trace::EventKind::KnobChange, trace::Event::kNoP, 0, static_cast<std::uint32_t>(knob),
              static_cast<std::uint32_t>(value), static_cast<std::uint32_t>(value >> 32), sched.worldSequence++);
}

void tellKnobs(M& m) {
  const KnobValues& values = m.sched.knobs.values;
  for (std::uint32_t i = 0; i < trace::kKnobs; ++i) {
    const std::uint64_t value = values[static_cast<Knob>(i)];
    m.trace.put(trace::EventKind::Knob, trace::Event::kNoP, 0, i, static_cast<std::uint32_t>(value),
                static_cast<std::uint32_t>(value >> 32), trace::kKnobs);
  }
}

}  // namespace gmp::rt
