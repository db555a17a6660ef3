// Usage: bench_compare FOLDER [ROUNDS [WORK...]]. Lets the peers in FOLDER do each work in turn, round after round, so
// that whatever else the machine does meets all of them, and prints a table of minima and medians.

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <vector>

#include "tests/bench/compare/peer.h"
#include "tests/bench/compare/table.h"

namespace {

using namespace gmpscope::bench;

constexpr int kProcs[] = {1, 2};
constexpr int kRounds = 5;

void measureRound(const std::array<Peer, kPeerCount>& peers, Row& row) {
  for (std::size_t i = 0; i < kPeerCount; ++i) {
    const Work& work = *row.work;
    if (i == kTraced && !work.traced) continue;
    const long count = i == kBoostFiber && work.slow ? work.count / 10 : work.count;
    if (const auto figure = measure(peers[i], work, row.procs, count)) row.figures[i].add(*figure);
  }
}

std::vector<Row> rowsFor(const std::vector<std::string>& wanted) {
  std::vector<Row> rows;
  for (const Work& work : kWorks) {
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), work.name) == wanted.end()) continue;
    for (const int procs : kProcs)
      if (procs == 1 || !work.oneProcOnly) rows.push_back({&work, procs, {}});
  }
  return rows;
}

int compare(const std::string& folder, int rounds, const std::vector<std::string>& wanted) {
  const std::array<Peer, kPeerCount> peers{{{"ours", folder + "/bench_ours", ""},
                                            {"traced", folder + "/bench_ours", "traced"},
                                            {"Go", folder + "/bench_go", ""},
                                            {"Boost.Fiber", folder + "/bench_boost_fiber", ""}}};
  std::vector<Row> rows = rowsFor(wanted);
  if (rows.empty() || rounds < 1) {
    fmt::print(stderr, "bench: expected a number of rounds, then names of works:");
    for (const Work& work : kWorks) fmt::print(stderr, " {}", work.name);
    fmt::print(stderr, "\n");
    return 2;
  }
  for (int round = 1; round <= rounds; ++round) {
    fmt::print(stderr, "bench: round {} of {}\n", round, rounds);
    for (Row& row : rows) measureRound(peers, row);
  }
  fmt::print("Minima / medians of {} rounds.\n\n{}", rounds, table(rows));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: bench_compare FOLDER [ROUNDS [WORK...]]\n");
    return 2;
  }
  try {
    return compare(argv[1], argc > 2 ? std::atoi(argv[2]) : kRounds, {argv + std::min(argc, 3), argv + argc});
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench: {}\n", error.what());
    return 1;
  }
}
