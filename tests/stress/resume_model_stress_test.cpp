// Models that begin at random instants of real traces with what another saved there: from then on they tell what the
// model of the whole trace tells.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <random>
#include <vector>

#include "core/analysis/model_builder.h"
#include "core/trace/reader/linearizer.h"
#include "tests/stress/stress_time.h"
#include "tests/stress/varied_programs.h"
#include "tests/support/model_text.h"

namespace gmpscope::test {
namespace {

using analysis::TraceModel;
using trace::Event;

struct Piece {
  TraceModel model;
  analysis::ModelBuilder builder;
  trace::Linearizer linearizer;

  Piece(const analysis::RunInfo& run, const TickScale& scale) : builder(model, run), linearizer(scale, {&builder}) {}
};

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
      ASSERT_EQ(ModelText(whole).of(whole.stateAt(t)), ModelText(piece.model).of(piece.model.stateAt(t)))
          << "at " << t << " ns";
      ++compared_;
    }
    EXPECT_EQ(ModelText(whole).sums(from, to), ModelText(piece.model).sums(from, to));
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
