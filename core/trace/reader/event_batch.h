#pragma once
// Events that are gathered before they are written: one run of each M and epoch, however many pieces it came in.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/trace/reader/arena_reader.h"

namespace gmpscope::trace {

class EventBatch {
 public:
  void add(const RawRun& run) {
    if (run.events.empty()) return;
    if (open_.size() <= run.m) open_.resize(run.m + std::size_t{1}, kNone);
    std::size_t& at = open_[run.m];
    if (at == kNone || runs_[at].epoch != run.epoch) {
      at = used_;
      begin(run);
    }
    auto& events = runs_[at].events;
    events.insert(events.end(), run.events.begin(), run.events.end());
    events_ += run.events.size();
  }
  [[nodiscard]] std::size_t events() const { return events_; }

  // Gives all to `give`, as RawRuns, each M's in their order, and is empty.
  template <class Give>
  void take(Give&& give) {
    for (std::size_t i = 0; i < used_; ++i) {
      give(RawRun{runs_[i].m, runs_[i].epoch, runs_[i].events});
      open_[runs_[i].m] = kNone;
    }
    used_ = events_ = 0;
  }

 private:
  static constexpr std::size_t kNone = ~std::size_t{0};
  struct Run {
    std::uint32_t m = 0;
    std::uint32_t epoch = 0;
    std::vector<Event> events;
  };

  // Memory of earlier runs is used again.
  void begin(const RawRun& run) {
    if (used_ == runs_.size()) runs_.emplace_back();
    Run& fresh = runs_[used_++];
    fresh.m = run.m;
    fresh.epoch = run.epoch;
    fresh.events.clear();
  }

  std::vector<Run> runs_;          // the first used_
  std::vector<std::size_t> open_;  // by M: its newest run
  std::size_t used_ = 0;
  std::size_t events_ = 0;
};

}  // namespace gmpscope::trace
