#pragma once
// One variable over time: what runnext holds, which M holds a P. Several changes at one instant count as the last.
//
// One writer (the model builder); any number of readers without locks.

#include "core/analysis/fold_log.h"
#include "core/analysis/time_search.h"
#include "core/base/append_log.h"
#include "core/base/ids.h"

namespace gmpscope::analysis {

template <class T>
class ValueHistory {
 public:
  explicit ValueHistory(T initial = T{}) : initial_(initial), current_(initial) {}

  // Writer. Times don't decrease.
  void set(Nanos time, T value) {
    if (value == current_) return;
    current_ = value;
    const std::size_t written = log_.written();
    if (written > log_.size() && log_.edit(written - 1).time == time) {
      log_.edit(written - 1).value = value;
    } else {
      log_.append({time, value});
    }
  }
  [[nodiscard]] T current() const { return current_; }
  void publish() { log_.publish(); }
  void fold(Nanos before) {
    foldChanges(log_, before, [](const Entry& entry) { return entry.time; });
  }
  [[nodiscard]] std::size_t bytes() const { return log_.bytes(); }

  // Readers.
  [[nodiscard]] T at(Nanos t) const {
    const std::size_t count = countUntil(log_, t, [](const Entry& entry) { return entry.time; });
    return count == 0 ? initial_ : log_[count - 1].value;
  }

 private:
  struct Entry {
    Nanos time;
    T value;
  };
  const T initial_;
  T current_;
  AppendLog<Entry> log_;
};

}  // namespace gmpscope::analysis
