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
  // All of it. Used before anybody reads, or for what is written.
  template <class Archive>
  void walk(Archive& archive);

  // Any thread. Empty for index 0 and what isn't known.
  [[nodiscard]] std::string text(std::uint32_t index) const;

 private:
  std::unordered_map<std::uint32_t, std::uint32_t> indices_;  // the writer's alone
  mutable std::mutex mutex_;
  std::vector<std::string> texts_{""};  // under mutex_
};

template <class Archive>
void NameTable::walk(Archive& archive) {
  const std::scoped_lock lock(mutex_);
  archive(texts_);
  std::vector<std::uint32_t> ids(texts_.size());
  for (const auto& [id, index] : indices_) ids[index] = id;
  archive(ids);
  if constexpr (!Archive::kReads) return;
  if (texts_.empty() || ids.size() != texts_.size()) return archive.refuse();
  for (std::uint32_t index = 1; index < ids.size(); ++index) indices_[ids[index]] = index;
}

}  // namespace gmpscope::analysis
