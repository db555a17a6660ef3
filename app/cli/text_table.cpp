#include "app/cli/text_table.h"

#include <algorithm>

namespace gmpscope::app {

namespace {

// Characters, of text that is UTF-8: bytes that don't continue one.
std::size_t widthOf(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

}  // namespace

std::string TextTable::text(std::size_t firstWidth) const {
  if (rows_.size() < 2) return "";
  std::vector<std::size_t> widths(rows_.front().size());
  widths.front() = firstWidth;
  for (const auto& row : rows_) {
    for (std::size_t column = 0; column < row.size(); ++column)
      widths[column] = std::max(widths[column], widthOf(row[column]));
  }
  std::string text;
  for (const auto& row : rows_) {
    text += row.front();
    std::size_t missing = widths.front() - widthOf(row.front());
    for (std::size_t column = 1; column < row.size(); ++column) {
      text += std::string(missing + 2 + widths[column] - widthOf(row[column]), ' ') + row[column];
      missing = 0;
    }
    text += '\n';
  }
  return text;
}

}  // namespace gmpscope::app
