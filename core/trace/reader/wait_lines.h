#pragma once
// Who waits on an object, in the order in which they are to be woken: a line for those who receive from a channel or
// wait on anything else, and one for those who send. After a gap only those are known who came since.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/base/ids.h"

namespace gmpscope::trace {

class WaitLines {
 public:
  struct Waiter {
    LifeId g;
    std::uint32_t wait = 0;  // which of its waits: once that is over, it stands here no more
    bool inSelect = false;   // it may have been taken from another object's line, which isn't told yet

    template <class Archive>
    void walk(Archive& archive) {
      archive(g, wait, inSelect);
    }
  };
  // Who is in the way of a wake-up.
  enum class Ahead : std::uint8_t { Nobody, Selector, Another };

  WaitLines() = default;
  explicit WaitLines(bool complete) : complete_(complete) {}

  void join(const Waiter& waiter, bool sends, bool ahead);
  // Whom a wake-up of g passes over, in the line where it stands the nearest to the head. `over(waiter)`: its wait is.
  template <class Over>
  [[nodiscard]] Ahead ahead(LifeId g, const Over& over) const;
  // All that stand, of both lines, those who receive first. `selectors`: whether some are in a select.
  template <class Over>
  [[nodiscard]] std::vector<LifeId> standing(const Over& over, bool& selectors) const;
  // Those whose wait is over leave: at the head at once, others before they are many.
  template <class Over>
  void tidy(const Over& over);
  // Nothing is known any more of who waits, nor will it be of all.
  void forget() { *this = WaitLines(false); }
  // Somebody waits of whom it isn't known in which line.
  void beUnsure() { complete_ = false; }
  // All who wait are known.
  [[nodiscard]] bool complete() const { return complete_; }
  [[nodiscard]] bool empty() const { return lines_[0].waiters.empty() && lines_[1].waiters.empty(); }
  // Of those whose wait is over nothing is kept.
  template <class Archive, class Over>
  void walk(Archive& archive, const Over& over);

 private:
  struct Line {
    std::vector<Waiter> waiters;
    std::size_t first = 0;
    std::size_t many = 64;  // at which all of it is looked at
  };
  std::array<Line, 2> lines_;
  bool complete_ = true;
};

inline void WaitLines::join(const Waiter& waiter, bool sends, bool ahead) {
  Line& line = lines_[sends ? 1 : 0];
  if (!ahead)
    line.waiters.push_back(waiter);
  else if (line.first > 0)
    line.waiters[--line.first] = waiter;
  else
    line.waiters.insert(line.waiters.begin(), waiter);
}

template <class Over>
WaitLines::Ahead WaitLines::ahead(LifeId g, const Over& over) const {
  Ahead least = Ahead::Another;
  bool found = false;
  for (const Line& line : lines_) {
    Ahead here = Ahead::Nobody;
    for (std::size_t i = line.first; i < line.waiters.size(); ++i) {
      const Waiter& waiter = line.waiters[i];
      if (over(waiter)) continue;
      if (waiter.g == g) {
        if (!found || here < least) least = here;
        found = true;
        break;
      }
      if (here != Ahead::Another) here = waiter.inSelect ? Ahead::Selector : Ahead::Another;
    }
  }
  // Who isn't known here came before a gap, ahead of all who are.
  return found ? least : Ahead::Nobody;
}

template <class Over>
std::vector<LifeId> WaitLines::standing(const Over& over, bool& selectors) const {
  std::vector<LifeId> all;
  selectors = false;
  for (const Line& line : lines_)
    for (std::size_t i = line.first; i < line.waiters.size(); ++i) {
      const Waiter& waiter = line.waiters[i];
      if (over(waiter)) continue;
      selectors = selectors || waiter.inSelect;
      if (waiter.inSelect && &line == &lines_[1] && std::find(all.begin(), all.end(), waiter.g) != all.end()) continue;
      all.push_back(waiter.g);
    }
  return all;
}

template <class Over>
void WaitLines::tidy(const Over& over) {
  constexpr std::size_t kFew = 64;
  for (Line& line : lines_) {
    while (line.first < line.waiters.size() && over(line.waiters[line.first])) ++line.first;
    if (line.first == line.waiters.size()) {
      line.waiters.clear();
      line.first = 0;
    } else if (line.waiters.size() >= line.many) {
      line.waiters.erase(line.waiters.begin(), line.waiters.begin() + static_cast<std::ptrdiff_t>(line.first));
      std::erase_if(line.waiters, over);
      line.first = 0;
      line.many = kFew + 2 * line.waiters.size();
    }
  }
}

template <class Archive, class Over>
void WaitLines::walk(Archive& archive, const Over& over) {
  archive(complete_);
  for (Line& line : lines_) {
    std::vector<Waiter> waiters(line.waiters.begin() + static_cast<std::ptrdiff_t>(line.first), line.waiters.end());
    if constexpr (!Archive::kReads)
      std::erase_if(waiters, [&](const Waiter& each) { return over(each) || !archive.numberOf(each.g).valid(); });
    archive(waiters);
    if constexpr (Archive::kReads) {
      if (std::any_of(waiters.begin(), waiters.end(), [](const Waiter& each) { return !each.g.valid(); }))
        return archive.refuse();
      line = {std::move(waiters)};
    }
  }
}

}  // namespace gmpscope::trace
