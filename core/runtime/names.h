#pragma once
// The names that goroutines were given, each once: id 1, 2, … in order of first use.

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/base/spin_lock.h"

namespace gmp::rt {

class Names {
 public:
  static constexpr std::size_t kMaxLength = 255;

  struct Id {
    std::uint32_t value = 0;
    bool isNew = false;  // whoever gets it writes the text to the trace
  };
  // Any M.
  Id idOf(std::string_view name) {
    name = name.substr(0, kMaxLength);
    const gmpscope::SpinGuard guard(lock_);
    if (const auto known = ids_.find(name); known != ids_.end()) return {known->second, false};
    texts_.emplace_back(name);
    const auto id = static_cast<std::uint32_t>(texts_.size());
    ids_.emplace(texts_.back(), id);
    return {id, true};
  }
  // Any M; "" for 0. The text stays where it is for the whole run.
  [[nodiscard]] std::string_view text(std::uint32_t id) {
    if (id == 0) return {};
    const gmpscope::SpinGuard guard(lock_);
    return texts_[id - 1];
  }

 private:
  gmpscope::SpinLock lock_;  // rank: names, taken last
  std::deque<std::string> texts_ GMPSCOPE_GUARDED_BY(lock_);
  std::unordered_map<std::string_view, std::uint32_t> ids_ GMPSCOPE_GUARDED_BY(lock_);
};

}  // namespace gmp::rt
