#pragma once
// Puts the events of all Ms into one order that is consistent with every pre-value they recorded, and checks on the
// way that each change finds what it says it found. Greedy: of the next ops of all Ms the one with the least stamp
// whose variable has the recorded value is applied; each variable's changes are totally ordered by its own values,
// so there is no backtracking.
//
// Used by one thread (the reader). Sinks see ops in order.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/trace/reader/arena_reader.h"
#include "core/trace/reader/cut.h"
#include "core/trace/reader/op.h"
#include "core/trace/reader/rule_id.h"

namespace gmpscope::trace {

struct Violation {
  RuleId rule;
  Nanos time = 0;
  std::uint64_t eventIndex = 0;
  std::string what;                 // what was expected and what was found
  std::vector<std::string> events;  // those concerned, as text
};

class Linearizer {
 public:
  Linearizer(const TickScale& scale, std::vector<OpSink*> sinks);
  ~Linearizer();
  Linearizer(const Linearizer&) = delete;
  Linearizer& operator=(const Linearizer&) = delete;

  // The next events of an M, in its own order.
  void add(const RawRun& run);
  // The beginning is missing; before any event is added.
  void miss(const CutEvents& cut);
  // So many events have been dropped in all until now; told at any time, and at the latest with finish().
  void drop(std::uint64_t inTotal);
  // All that is known between two calls, as bytes, so that another may go on from here as if it had seen what came
  // before; what was violated isn't told again. Goroutines that have ended are left out, which numbers the others anew:
  // `numbers` tells the number of each life, invalid where there is none. Those of `keep` have one in any case.
  void save(std::vector<std::byte>& to, std::vector<LifeId>& numbers, std::span<const LifeId> keep = {}) const;
  // Goes on from there; before any event is added. False if the bytes make no sense: then it is of no more use.
  [[nodiscard]] bool resume(std::span<const std::byte> from);
  // Applies all that is ready with a stamp before `frontierTicks`, and tells the sinks the edge.
  void advance(std::uint64_t frontierTicks);
  // No more events will come. `odd` are the Ms whose last operation is unknown: what only they can explain is allowed.
  // `byItself`: the run is known to have come to its end, and not to have been killed, so that nothing is missing.
  void finish(std::span<const OddM> odd, std::uint64_t droppedInTotal, bool byItself = false);

  [[nodiscard]] std::uint64_t ordered() const;
  [[nodiscard]] std::uint64_t waiting() const;  // added, not yet ordered
  // Ops assumed on behalf of odd Ms.
  [[nodiscard]] std::uint64_t assumed() const;
  // The first violations (at most 16 are kept), and how many there were.
  [[nodiscard]] const std::vector<Violation>& violations() const;
  [[nodiscard]] std::uint64_t violationCount() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace gmpscope::trace
