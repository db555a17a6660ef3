#include "tests/trace/trace_script.h"

#include <algorithm>
#include <utility>

namespace gmpscope::trace {
namespace {

class Keeper final : public OpSink {
 public:
  explicit Keeper(Outcome& outcome) : outcome_(outcome) {}
  void onOp(const AppliedOp& applied) override {
    outcome_.ops.push_back({applied.op,
                            applied.event.kind(),
                            {applied.goroutines.begin(), applied.goroutines.end()},
                            applied.kicked,
                            applied.time});
  }
  void onEdge(Nanos edge) override { outcome_.edges.push_back(edge); }
  void onGap(Nanos, Nanos, std::uint64_t dropped) override { outcome_.gaps.push_back(dropped); }

 private:
  Outcome& outcome_;
};

}  // namespace

bool Outcome::breaksJust(RuleId rule) const {
  return violationCount > 0 && violationCount == violations.size() &&
         std::all_of(violations.begin(), violations.end(), [rule](const Violation& v) { return v.rule == rule; });
}

TraceScript TraceScript::begun(std::uint32_t procs) {
  TraceScript script;
  script.add(0, EventKind::RunStart, kNobody, 0, procs);
  script.add(0, EventKind::MStart, kNobody, 0, 4711);
  for (std::uint32_t p = procs; p > 0; --p) script.add(0, EventKind::PRelease, p - 1, 0, script.idleSequence++);
  script.add(0, EventKind::PAcquire, 0, 0, script.idleSequence++, 0);
  script.create(1);
  script.startNext();
  return script;
}

Event& TraceScript::add(std::uint32_t m, EventKind kind, std::uint32_t p, std::uint32_t g, std::uint32_t a,
                        std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  now_ += 10;
  parts_.push_back({m, epochOf_[m], {now_, Event::makeHead(kind, 0, p), g, a, b, c, d}});
  return parts_.back().event;
}

void TraceScript::onCore(std::uint32_t core) {
  Event& last = parts_.back().event;
  last.head = Event::makeHead(last.kind(), core, last.p());
}

void TraceScript::create(std::uint32_t slot) {
  const std::uint32_t kicked = std::exchange(next, slot);
  add(0, EventKind::GCreate, 0, slot, 0, 100 + slot, generation++, kicked);
  if (kicked != 0) add(0, EventKind::GPutLocal, 0, kicked, 0, tail++);
}

void TraceScript::startNext() { add(0, EventKind::GStartNext, 0, std::exchange(next, 0), generation++, 0); }

void TraceScript::block(std::uint32_t slot, std::uint32_t object, std::uint32_t sequence) {
  add(0, EventKind::GBlock, 0, slot, object, sequence, static_cast<std::uint32_t>(WaitReason::ChanReceive));
}

void TraceScript::select(std::uint32_t slot, const std::vector<std::uint32_t>& objects) {
  for (std::size_t i = 0; i < objects.size(); ++i)
    if (i == 0)
      add(0, EventKind::GBlock, 0, slot, objects[i], 0, static_cast<std::uint32_t>(WaitReason::Select),
          static_cast<std::uint32_t>(objects.size() - 1));
    else
      add(0, EventKind::GBlockAlso, 0, slot, objects[i], 0);
}

void TraceScript::startM(std::uint32_t m, std::uint32_t p) {
  add(0, EventKind::PAcquire, p, 0, idleSequence++, m);
  add(0, EventKind::MSpawn, p, 0, m, 1);
  add(m, EventKind::MStart, p, 0, 4711 + m);
}

void TraceScript::startThread(std::uint32_t m) {
  add(0, EventKind::MSpawn, kNobody, 0, m);
  add(m, EventKind::MStart, kNobody, 0, 4711 + m);
}

void TraceScript::yield(std::uint32_t slot, std::uint32_t times) {
  for (std::uint32_t i = 0; i < times; ++i) {
    add(0, EventKind::GYield, 0, slot, i);
    add(0, EventKind::GStartGlobal, 0, slot, i, 1U | 1U << 8, tail, i);
  }
}

Outcome TraceScript::order(std::span<const OddM> odd, std::uint64_t dropped) const {
  Outcome outcome;
  Keeper keeper(outcome);
  Linearizer linearizer(TickScale{0, 1.0}, {&keeper});
  for (const CutEvents& each : cut_) linearizer.miss(each);
  for (const Part& part : parts_) linearizer.add({part.m, part.epoch, {&part.event, 1}});
  linearizer.finish(odd, dropped);
  outcome.violations = linearizer.violations();
  outcome.violationCount = linearizer.violationCount();
  outcome.ordered = linearizer.ordered();
  outcome.waiting = linearizer.waiting();
  outcome.assumed = linearizer.assumed();
  return outcome;
}

}  // namespace gmpscope::trace
