#include "tests/bench/compare/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gmpscope::bench {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::string number(double figure, Unit unit) {
  const double shown = unit == Unit::Micros ? figure / 1000 : figure;
  return fmt::format("{:.{}f}", shown, std::fabs(shown) < 100 && unit != Unit::Bytes ? 1 : 0);
}

std::string cell(const Figures& figures, Unit unit) {
  if (figures.empty()) return "–";
  return number(figures.minimum(), unit) + " / " + number(figures.median(), unit);
}

std::string_view unitName(Unit unit) {
  switch (unit) {
    case Unit::Nanos:
      return "ns";
    case Unit::Micros:
      return "µs";
    case Unit::Bytes:
      return "B";
  }
  return "";
}

struct Goal {
  std::string text;
  double limit = 0;
  double minimum = 0;  // what was reached, by the minima and by the medians
  double median = 0;
};

std::vector<Goal> goalsOf(const Row& row) {
  const Work& work = *row.work;
  const Figures& ours = row.figures[kOurs];
  const Figures& traced = row.figures[kTraced];
  const Figures& go = row.figures[kGo];
  std::vector<Goal> goals;
  if (work.atMostOfGo != 0 && !go.empty())
    goals.push_back({fmt::format("≤ {} × Go", work.atMostOfGo), work.atMostOfGo, ours.minimum() / go.minimum(),
                     ours.median() / go.median()});
  if (work.atMost != 0)
    goals.push_back(
        {fmt::format("≤ {} {}", work.atMost, unitName(work.unit)), work.atMost, ours.minimum(), ours.median()});
  if (work.tracingCost != 0)
    goals.push_back({fmt::format("traced ≤ {} ns more", work.tracingCost), work.tracingCost,
                     traced.minimum() - ours.minimum(), traced.median() - ours.median()});
  return goals;
}

// A goal is reached if the minima and the medians both say so.
std::string verdicts(const Row& row) {
  std::string text;
  for (const Goal& goal : goalsOf(row)) {
    const bool byMinimum = goal.minimum <= goal.limit;
    const bool byMedian = goal.median <= goal.limit;
    if (!text.empty()) text += "; ";
    text += goal.text + (byMinimum && byMedian ? ": reached"
                         : byMinimum           ? ": by the minima only"
                         : byMedian            ? ": by the medians only"
                                               : ": missed");
    if (goal.limit == row.work->tracingCost) text += fmt::format(" ({:.1f} / {:.1f})", goal.minimum, goal.median);
  }
  return text.empty() ? "–" : text;
}

}  // namespace

double Figures::minimum() const { return all_.empty() ? kNone : *std::min_element(all_.begin(), all_.end()); }

double Figures::median() const {
  if (all_.empty()) return kNone;
  std::vector<double> sorted = all_;
  std::sort(sorted.begin(), sorted.end());
  const std::size_t middle = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

std::string table(const std::vector<Row>& rows) {
  std::string text =
      "| work | P | unit | ours | traced | Go | Boost.Fiber | ours / Go | goal "
      "|\n|---|---|---|---|---|---|---|---|---|\n";
  for (const Row& row : rows) {
    const Unit unit = row.work->unit;
    const Figures& ours = row.figures[kOurs];
    const Figures& go = row.figures[kGo];
    const std::string ratio =
        go.empty() ? "–" : fmt::format("{:.2f} / {:.2f}", ours.minimum() / go.minimum(), ours.median() / go.median());
    text += fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} | {} |\n", row.work->name, row.procs, unitName(unit),
                        cell(ours, unit), cell(row.figures[kTraced], unit), cell(go, unit),
                        cell(row.figures[kBoostFiber], unit), ratio, verdicts(row));
  }
  return text;
}

}  // namespace gmpscope::bench
