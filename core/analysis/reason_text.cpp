#include "core/analysis/reason_text.h"

#include <fmt/format.h>

namespace gmpscope::analysis {
namespace {

constexpr std::size_t kListed = 8;

}  // namespace

std::string shortLabel(const TraceModel& model, LifeId g) {
  if (g.value >= model.goroutineCount()) return {};
  return fmt::format("G{}", model.goroutine(g).goid);
}

std::string shortList(const TraceModel& model, std::span<const LifeId> goroutines) {
  std::string result;
  for (std::size_t i = 0; i < goroutines.size(); ++i) {
    if (i > 0) result += ' ';
    if (i == kListed) return result + fmt::format("+{}", goroutines.size() - kListed);
    result += shortLabel(model, goroutines[i]);
  }
  return result;
}

std::string processorName(std::uint32_t p) { return fmt::format("P{}", p); }
std::string threadName(MId m) { return fmt::format("M{}", m.value); }

}  // namespace gmpscope::analysis
