#include "core/analysis/name_table.h"

#include <cstring>

namespace gmpscope::analysis {
namespace {

constexpr std::size_t kPartBytes = 16;
// A trace is not to be believed: no string of it takes more.
constexpr std::uint32_t kMaxParts = 256;

}  // namespace

std::uint32_t NameTable::indexOf(std::uint32_t stringId) {
  if (stringId == 0) return 0;
  const auto [it, isNew] = indices_.try_emplace(stringId, 0U);
  if (isNew) {
    const std::scoped_lock lock(mutex_);
    it->second = static_cast<std::uint32_t>(texts_.size());
    texts_.emplace_back();
  }
  return it->second;
}

void NameTable::part(std::uint32_t stringId, std::uint32_t part, const std::array<std::uint32_t, 4>& bytes) {
  const std::uint32_t index = indexOf(stringId);
  if (index == 0 || part >= kMaxParts) return;
  char text[kPartBytes];
  std::memcpy(text, bytes.data(), kPartBytes);
  // Line breaks and their like would tear labels apart.
  for (char& c : text) {
    if (c != '\0' && static_cast<unsigned char>(c) < ' ') c = ' ';
  }
  const std::scoped_lock lock(mutex_);
  std::string& whole = texts_[index];
  if (whole.size() < (part + 1) * kPartBytes) whole.resize((part + 1) * kPartBytes, '\0');
  std::memcpy(whole.data() + part * kPartBytes, text, kPartBytes);
}

std::string NameTable::text(std::uint32_t index) const {
  const std::scoped_lock lock(mutex_);
  if (index >= texts_.size()) return {};
  // Up to the padding, or up to a part that hasn't come.
  return texts_[index].c_str();  // NOLINT(readability-redundant-string-cstr)
}

}  // namespace gmpscope::analysis
