#pragma once
// Carries ordered ops out on contents of its own and compares: the second opinion on what the reader says.

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/trace/reader/op.h"

namespace gmpscope::trace {

// What stands where; goroutines by their slots.
struct Contents {
  std::vector<std::uint32_t> runnext;            // by P
  std::vector<std::deque<std::uint32_t>> rings;  // by P, head first
  std::deque<std::uint32_t> global;
  std::map<std::uint32_t, std::set<std::uint32_t>> waiting;  // slot -> objects
  std::map<std::uint32_t, std::uint32_t> running;            // slot -> M

  friend bool operator==(const Contents&, const Contents&) = default;
};

class Replay final : public OpSink {
 public:
  explicit Replay(std::uint32_t procs) : rings_(procs), runnext_(procs) {}

  void onOp(const AppliedOp& applied) override;
  void onEdge(Nanos) override {}
  void onGap(Nanos, Nanos, std::uint64_t) override {}

  [[nodiscard]] Contents contents() const;
  [[nodiscard]] const std::vector<std::string>& faults() const { return faults_; }

 private:
  struct Queue {
    std::uint32_t head = 0;
    std::deque<LifeId> lives;
  };
  void put(Queue& queue, const AppliedOp& applied, const char* name);
  void take(Queue& queue, const AppliedOp& applied, const char* name);
  void fault(const AppliedOp& applied, const std::string& what);
  [[nodiscard]] std::uint32_t slotOf(LifeId life) const;

  std::vector<Queue> rings_;
  std::vector<LifeId> runnext_;
  Queue global_;
  std::map<LifeId, std::uint32_t> running_, slots_;
  std::map<LifeId, std::set<std::uint32_t>> waiting_;
  std::vector<std::string> faults_;
};

}  // namespace gmpscope::trace
