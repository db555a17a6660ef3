#pragma once
// The board as a plain replay of all ops finds it, kept at chosen instants: the second opinion on TraceModel::stateAt,
// which looks it up in histories.

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/analysis/model.h"
#include "core/trace/reader/op.h"

namespace gmpscope::test {

struct Board {
  struct Processor {
    LifeId runnext, running;
    std::vector<LifeId> queue;
    bool there = true;
    friend bool operator==(const Processor&, const Processor&) = default;
  };
  std::vector<Processor> processors;
  std::vector<LifeId> global;
  std::vector<std::uint32_t> idleP;
  std::vector<MId> idleM;
  std::map<std::uint32_t, std::vector<LifeId>> rooms;
  std::set<LifeId> calls, transit;
  friend bool operator==(const Board&, const Board&) = default;
};

[[nodiscard]] Board boardOf(const analysis::BoardState& state);
// "" or the first part in which they differ.
[[nodiscard]] std::string difference(const Board& found, const Board& expected);

class BoardReplay final : public trace::OpSink {
 public:
  // Times in order; each board is as it is once all that happened until then has happened.
  explicit BoardReplay(std::vector<Nanos> times) : times_(std::move(times)) {}

  void onOp(const trace::AppliedOp& applied) override;
  void onEdge(Nanos) override {}
  void onGap(Nanos, Nanos, std::uint64_t) override {}

  // After all that it was told so far.
  [[nodiscard]] const Board& now() const { return now_; }
  // For each time that something followed.
  [[nodiscard]] const std::vector<std::pair<Nanos, Board>>& boards() const { return boards_; }

 private:
  void apply(const trace::AppliedOp& applied);
  void waits(const trace::AppliedOp& applied, LifeId g, std::uint32_t stands);
  void leavesP(MId m);
  Board::Processor& processor(std::uint32_t p);

  std::vector<Nanos> times_;
  std::size_t next_ = 0;
  Board now_;
  std::map<MId, std::uint32_t> runsWith_;
  std::map<LifeId, std::pair<MId, std::uint32_t>> calling_;  // with its P, as long as that isn't taken
  std::vector<std::pair<Nanos, Board>> boards_;
};

}  // namespace gmpscope::test
