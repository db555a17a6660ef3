#pragma once
// Columns of text for a terminal: the first to the left, the others to the right, each as wide as it needs.

#include <string>
#include <vector>

namespace gmpscope::app {

class TextTable {
 public:
  explicit TextTable(std::vector<std::string> heads) { rows_.push_back(std::move(heads)); }
  // As many cells as there are heads.
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  // With its heads; nothing if no row was added. The first column is at least so wide.
  [[nodiscard]] std::string text(std::size_t firstWidth) const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace gmpscope::app
