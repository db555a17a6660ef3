#pragma once
// A trace written by hand, event by event, and what the reader makes of it.

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "core/trace/reader/linearizer.h"
#include "core/trace/reader/op.h"

namespace gmpscope::trace {

inline constexpr std::uint32_t kNobody = Event::kNoP;  // no P

// Of an AppliedOp what outlives its delivery.
struct SeenOp {
  Op op;
  EventKind kind;
  std::vector<LifeId> goroutines;
  LifeId kicked;
  Nanos time;
};

struct Outcome {
  std::vector<SeenOp> ops;
  std::vector<Nanos> edges;
  std::vector<std::uint64_t> gaps;  // what each says was dropped
  std::vector<Violation> violations;
  std::uint64_t violationCount = 0, ordered = 0, waiting = 0, assumed = 0;

  // All violations are of that rule, and there is one.
  [[nodiscard]] bool breaksJust(RuleId rule) const;
};

class TraceScript {
 public:
  // A run with so many Ps has begun: M0 holds P0 and runs the main goroutine, in slot 1. Idle Ps: procs-1, …, 1.
  static TraceScript begun(std::uint32_t procs);

  // The next event of M m, ten ticks after the last. In M m's present epoch.
  Event& add(std::uint32_t m, EventKind kind, std::uint32_t p, std::uint32_t g = 0, std::uint32_t a = 0,
             std::uint32_t b = 0, std::uint32_t c = 0, std::uint32_t d = 0);
  // Common steps of M0 with P0, which keep count of runnext's generation and the ring's tail.
  void create(std::uint32_t slot);  // kicks what is in runnext into the ring
  void startNext();                 // what is in runnext
  void block(std::uint32_t slot, std::uint32_t object, std::uint32_t sequence);
  // In a select on these, which nobody has waited on before.
  void select(std::uint32_t slot, const std::vector<std::uint32_t>& objects);
  // An idle P goes to a fresh M.
  void startM(std::uint32_t m, std::uint32_t p);
  // A fresh M, without a P.
  void startThread(std::uint32_t m);
  // Goroutine `slot`, the only one, yields so often and starts again from the global queue: each time the P's tick
  // grows.
  void yield(std::uint32_t slot, std::uint32_t times);

  // The last event happened there; the others on core 0.
  void onCore(std::uint32_t core);

  // So many more ticks until the next event.
  void pause(std::uint64_t ticks) { now_ += ticks; }
  void setEpoch(std::uint32_t m, std::uint32_t epoch) { epochOf_[m] = epoch; }
  // Its beginning is missing.
  void miss(std::uint32_t m, std::uint64_t events) { cut_.push_back({m, events}); }
  [[nodiscard]] std::uint64_t now() const { return now_; }

  // All of it at once, as after a run's end.
  [[nodiscard]] Outcome order(std::span<const OddM> odd = {}, std::uint64_t dropped = 0) const;

  std::uint32_t generation = 0, tail = 0, next = 0, idleSequence = 0;

 private:
  struct Part {
    std::uint32_t m;
    std::uint32_t epoch;
    Event event;
  };
  std::vector<Part> parts_;
  std::vector<CutEvents> cut_;
  std::map<std::uint32_t, std::uint32_t> epochOf_;
  std::uint64_t now_ = 1000;
};

}  // namespace gmpscope::trace
