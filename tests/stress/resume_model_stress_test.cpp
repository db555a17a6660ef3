// Models that begin at random instants of real traces with what another saved there: from then on they tell what the
// model of the whole trace tells.

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <map>
#include <memory>
#include <random>
#include <vector>

#include "core/analysis/model_builder.h"
#include "core/trace/reader/linearizer.h"
#include "tests/stress/stress_time.h"
#include "tests/stress/varied_programs.h"

namespace gmpscope::test {
namespace {

using analysis::BoardState;
using analysis::TraceModel;
using trace::Event;

// Without the numbers of lives, which are other ones.
class Text {
 public:
  explicit Text(const TraceModel& model) : model_(model) {}

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
  [[nodiscard]] std::string of(const BoardState& b) const {
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
  const TraceModel& model_;
};

struct Piece {
  TraceModel model;
  analysis::ModelBuilder builder;
  trace::Linearizer linearizer;

  Piece(const analysis::RunInfo& run, const TickScale& scale) : builder(model, run), linearizer(scale, {&builder}) {}
};

std::vector<std::uint64_t> stampsOf(const RecordedTrace& trace, int count, std::mt19937& random) {
  std::vector<std::uint64_t> stamps;
  for (int i = 0; i < count; ++i) {
    const std::vector<Event>& events = trace.ms[random() % trace.ms.size()];
    if (!events.empty()) stamps.push_back(events[random() % events.size()].time);
  }
  std::sort(stamps.begin(), stamps.end());
  return stamps;
}

class InPieces {
 public:
  explicit InPieces(const RecordedTrace& trace) : trace_(trace), scale_{trace.ms[0].front().time, 1.0} {
    run_.startTicks = scale_.startTicks;
    run_.nanosPerTick = scale_.nanosPerTick;
  }

  void compare(const std::vector<std::uint64_t>& stamps, std::mt19937& random) {
    Piece whole(run_, scale_);
    for (std::uint32_t m = 0; m < trace_.ms.size(); ++m) whole.linearizer.add({m, 0, trace_.ms[m]});
    for (const std::uint64_t stamp : stamps) whole.linearizer.advance(stamp);
    whole.linearizer.finish({}, 0, true);
    whole.builder.finish({});

    auto piece = std::make_unique<Piece>(run_, scale_);
    for (const std::uint64_t stamp : stamps) {
      addUntil(stamp + 1, *piece);
      piece->linearizer.advance(stamp);
      compare(whole.model, *piece, random);
      std::vector<std::byte> order, now;
      std::vector<LifeId> numbers;
      piece->linearizer.save(order, numbers);
      piece->builder.save(now, numbers);
      piece = std::make_unique<Piece>(run_, scale_);
      ASSERT_TRUE(piece->linearizer.resume(order));
      ASSERT_TRUE(piece->builder.resume(now));
      EXPECT_EQ(piece->model.goroutineCount(),
                static_cast<std::size_t>(
                    std::count_if(numbers.begin(), numbers.end(), [](LifeId number) { return number.valid(); })));
    }
    addUntil(~std::uint64_t{0}, *piece);
    piece->linearizer.finish({}, 0, true);
    piece->builder.finish({});
    compare(whole.model, *piece, random);
    EXPECT_EQ(piece->model.counters().events, whole.model.counters().events);
    EXPECT_EQ(piece->model.counters().stealsGot, whole.model.counters().stealsGot);
    EXPECT_EQ(piece->linearizer.violationCount(), 0U);
  }
  [[nodiscard]] int compared() const { return compared_; }

 private:
  void addUntil(std::uint64_t stamp, Piece& piece) {
    added_.resize(trace_.ms.size());
    for (std::uint32_t m = 0; m < trace_.ms.size(); ++m) {
      const std::vector<Event>& events = trace_.ms[m];
      std::size_t end = added_[m];
      while (end < events.size() && events[end].time < stamp) ++end;
      piece.linearizer.add({m, 0, std::span(events).subspan(added_[m], end - added_[m])});
      added_[m] = end;
    }
  }

  void compare(const TraceModel& whole, const Piece& piece, std::mt19937& random) {
    const Nanos from = piece.model.foldedBefore(), to = piece.model.edge();
    if (to <= from) return;
    constexpr int kInstants = 5;
    for (int i = 0; i <= kInstants; ++i) {
      const Nanos t = i == 0 ? from : from + static_cast<Nanos>(random() % static_cast<std::uint64_t>(to - from));
      ASSERT_EQ(Text(whole).of(whole.stateAt(t)), Text(piece.model).of(piece.model.stateAt(t))) << "at " << t << " ns";
      ++compared_;
    }
    EXPECT_EQ(Text(whole).sums(from, to), Text(piece.model).sums(from, to));
  }

  const RecordedTrace& trace_;
  const TickScale scale_;
  analysis::RunInfo run_;
  std::vector<std::size_t> added_;
  int compared_ = 0;
};

TEST(ResumeStress, AModelGoesOnAsIfItHadSeenAll) {
  std::uint32_t seed = stressSeed();
  std::printf("first seed %u\n", seed);
  const auto end = stressEnd();
  int compared = 0;
  do {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    for (const RecordedTrace& trace : recordVariedPrograms(seed)) {
      SCOPED_TRACE(trace.name);
      InPieces pieces(trace);
      pieces.compare(stampsOf(trace, 8, random), random);
      compared += pieces.compared();
      if (HasFailure()) return;
    }
    ++seed;
  } while (std::chrono::steady_clock::now() < end);
  EXPECT_GT(compared, 500);
}

}  // namespace
}  // namespace gmpscope::test
