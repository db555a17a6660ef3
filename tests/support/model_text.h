#pragma once
// What a model tells, as text and without the numbers of lives, which are other ones in a part of a trace.

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "core/analysis/model.h"

namespace gmpscope::test {

class ModelText {
 public:
  explicit ModelText(const analysis::TraceModel& model) : model_(model) {}

  [[nodiscard]] std::string of(LifeId g) const { return g.valid() ? model_.label(g) : "-"; }
  [[nodiscard]] std::string of(const std::vector<LifeId>& all, bool ordered = true) const {
    std::vector<std::string> texts;
    for (const LifeId g : all) texts.push_back(of(g));
    if (!ordered) std::sort(texts.begin(), texts.end());
    return fmt::format("[{}]", fmt::join(texts, " "));
  }
  [[nodiscard]] std::string of(const analysis::ProcessorState& p) const {
    return fmt::format("on M{} idle {} spinning {} calling {} runs {} since {} next {} queue {} known {}", p.m.value,
                       p.idle, p.spinning, p.calling, of(p.running), p.running.valid() ? p.runningSince : 0,
                       of(p.runnext), of(p.queue), p.queueKnown);
  }
  [[nodiscard]] std::string of(const analysis::BoardState& b) const {
    std::string text = fmt::format("global {} of {}\n", of(b.global), b.globalKnown);
    for (std::size_t p = 0; p < b.processors.size(); ++p)
      // Those that come later may be known already.
      if (b.processors[p].there) text += fmt::format("P{} {}\n", p, of(b.processors[p]));
    for (const analysis::WaitingRoom& room : b.rooms)
      text += fmt::format("object {} {} {}\n", room.object, trace::words(room.reason), of(room.waiters));
    text += fmt::format("idle Ps {} calls {} transit {}", fmt::join(b.idleP, " "), of(b.calls, false),
                        of(b.transit, false));
    for (const MId m : b.idleM) text += fmt::format(" M{}", m.value);
    return text + fmt::format("\nalive {} running {} runnable {} waiting {} calling {}", b.alive, b.running, b.runnable,
                              b.waiting, b.calling);
  }
  // What each lane adds up to.
  [[nodiscard]] std::string sums(Nanos from, Nanos to) const {
    std::string text;
    const auto add = [&](const std::string& name, const analysis::SpanLane& lane) {
      const auto totals = lane.totals(from, to, model_.edge());
      const bool blank =
          std::all_of(std::begin(totals.inState), std::end(totals.inState), [](Nanos n) { return n == 0; });
      if (blank) return;  // as if it weren't there yet
      text += fmt::format("{} {}\n", name, fmt::join(std::begin(totals.inState), std::end(totals.inState), " "));
    };
    for (std::size_t p = 0; p < model_.processorCount(); ++p) {
      add(fmt::format("P{}", p), model_.processor(p));
      const auto extent = model_.queueLength(p).extent(from, to);
      if (extent.max > 0) text += fmt::format("P{}: {} to {}\n", p, extent.min, extent.max);
    }
    for (std::size_t m = 0; m < model_.threadCount(); ++m) add(fmt::format("M{}", m), model_.thread(m).lane);
    std::map<std::string, LifeId> byLabel;
    for (std::uint32_t g = 0; g < model_.goroutineCount(); ++g) {
      const Nanos ended = model_.goroutine(LifeId{g}).ended.load();
      if ((ended < 0 || ended > from) && model_.goroutine(LifeId{g}).created < to) byLabel[of(LifeId{g})] = LifeId{g};
    }
    for (const auto& [label, g] : byLabel) add(label, model_.goroutine(g).lane);
    return text;
  }

 private:
  const analysis::TraceModel& model_;
};

}  // namespace gmpscope::test
