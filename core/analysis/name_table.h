#pragma once
// The strings of a trace: goroutine names, the text of a panic. A string arrives in parts, perhaps after its first use.
// Rare, so behind a mutex.

#include <array>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace gmpscope::analysis {

class NameTable {
 public:
  // Writer. The index of the string with this id; its text may still be to come. 0 for id 0.
  std::uint32_t indexOf(std::uint32_t stringId);
  void part(std::uint32_t stringId, std::uint32_t part, const std::array<std::uint32_t, 4>& bytes);

  // Any thread. Empty for index 0 and what isn't known.
  [[nodiscard]] std::string text(std::uint32_t index) const;

 private:
  std::unordered_map<std::uint32_t, std::uint32_t> indices_;  // the writer's alone
  mutable std::mutex mutex_;
  std::vector<std::string> texts_{""};  // under mutex_
};

}  // namespace gmpscope::analysis
