#pragma once
// What was measured, as a table in Markdown.

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "tests/bench/compare/works.h"

namespace gmpscope::bench {

enum PeerIndex : std::size_t { kOurs, kTraced, kGo, kBoostFiber, kPeerCount };

class Figures {
 public:
  void add(double figure) { all_.push_back(figure); }
  [[nodiscard]] bool empty() const { return all_.empty(); }
  // Of none: not a number.
  [[nodiscard]] double minimum() const;
  [[nodiscard]] double median() const;

 private:
  std::vector<double> all_;
};

struct Row {
  const Work* work = nullptr;
  int procs = 1;
  std::array<Figures, kPeerCount> figures;
};

[[nodiscard]] std::string table(const std::vector<Row>& rows);

}  // namespace gmpscope::bench
