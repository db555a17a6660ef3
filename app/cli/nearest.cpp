#include "app/cli/nearest.h"

#include <fmt/format.h>

#include <algorithm>

namespace gmpscope::app {

std::size_t editDistance(std::string_view a, std::string_view b) {
  // Rows of the table for two letters of `a` back, one back, and the present one.
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::swap(before, last);
    std::swap(last, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
  const auto distance = [&](const std::string& other) { return editDistance(word, other); };
  const auto nearest = std::min_element(known.begin(), known.end(), [&](const std::string& a, const std::string& b) {
    return distance(a) < distance(b);
  });
  // A third of the letters wrong may be a slip; more is another word.
  if (nearest == known.end() || distance(*nearest) > std::max<std::size_t>(1, word.size() / 3)) return {};
  return fmt::format(" (did you mean {}?)", *nearest);
}

}  // namespace gmpscope::app
