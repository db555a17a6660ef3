// Real traces ordered with a break at random instants, each time by a new linearizer that knows no more than what the
// last one saved: it goes on as if there had been none.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <random>
#include <vector>

#include "core/trace/reader/linearizer.h"
#include "tests/stress/stress_time.h"
#include "tests/stress/varied_programs.h"

namespace gmpscope::test {
namespace {

using trace::AppliedOp;
using trace::Event;
using trace::Linearizer;

struct SeenOp {
  std::uint64_t event = 0;
  trace::OpKind kind{};
  MId m;
  Nanos time = 0;
  std::uint32_t position = 0;
  std::vector<LifeId> goroutines;
  LifeId kicked;

  friend bool operator==(const SeenOp&, const SeenOp&) = default;
};

// What comes in order, in the numbers of the first linearizer.
class Seen final : public trace::OpSink {
 public:
  void onOp(const AppliedOp& applied) override {
    if (applied.op.kind == trace::OpKind::GNew) ++born_;
    SeenOp& seen = ops.emplace_back();
    seen = {applied.eventIndex, applied.op.kind, applied.op.m, applied.time, applied.op.position, {}, {}};
    for (const LifeId g : applied.goroutines) seen.goroutines.push_back(first(g));
    seen.kicked = first(applied.kicked);
  }
  void onEdge(Nanos at) override { edge = at; }
  void onGap(Nanos, Nanos, std::uint64_t) override { ADD_FAILURE() << "nothing is lost"; }

  // From here on the lives have these numbers.
  void renumber(const std::vector<LifeId>& numbers) {
    std::vector<LifeId> firsts;
    for (std::uint32_t g = 0; g < numbers.size(); ++g)
      if (numbers[g].valid()) firsts.push_back(first(LifeId{g}));
    firsts_ = std::move(firsts);
    bornBefore_ = born_;
  }

  std::vector<SeenOp> ops;
  Nanos edge = 0;

 private:
  [[nodiscard]] LifeId first(LifeId g) const {
    if (!g.valid() || g.value < firsts_.size()) return g.valid() ? firsts_[g.value] : g;
    return LifeId{static_cast<std::uint32_t>(g.value - firsts_.size() + bornBefore_)};
  }

  std::vector<LifeId> firsts_;
  std::size_t born_ = 0, bornBefore_ = 0;
};

class InOrder {
 public:
  explicit InOrder(const RecordedTrace& trace) : trace_(trace), scale_{trace.ms[0].front().time, 1.0} {}

  // Ordered up to each of these stamps; `breaks`: and saved there.
  void order(const std::vector<std::uint64_t>& stamps, bool breaks, Seen& seen) const {
    auto linearizer = std::make_unique<Linearizer>(scale_, std::vector<trace::OpSink*>{&seen});
    std::vector<std::size_t> added(trace_.ms.size());
    std::uint64_t violations = 0;
    const auto addUntil = [&](std::uint64_t stamp) {
      for (std::uint32_t m = 0; m < trace_.ms.size(); ++m) {
        const std::vector<Event>& events = trace_.ms[m];
        std::size_t end = added[m];
        while (end < events.size() && events[end].time < stamp) ++end;
        linearizer->add({m, 0, std::span(events).subspan(added[m], end - added[m])});
        added[m] = end;
      }
    };
    for (const std::uint64_t stamp : stamps) {
      addUntil(stamp + 1);
      linearizer->advance(stamp);
      if (!breaks) continue;
      std::vector<std::byte> bytes;
      std::vector<LifeId> numbers;
      linearizer->save(bytes, numbers);
      violations += linearizer->violationCount();
      const std::uint64_t ordered = linearizer->ordered(), waiting = linearizer->waiting();
      linearizer = std::make_unique<Linearizer>(scale_, std::vector<trace::OpSink*>{&seen});
      EXPECT_TRUE(linearizer->resume(bytes));
      EXPECT_EQ(linearizer->ordered(), ordered);
      EXPECT_EQ(linearizer->waiting(), waiting);
      seen.renumber(numbers);
    }
    addUntil(~std::uint64_t{0});
    linearizer->finish({}, 0, true);
    EXPECT_EQ(violations + linearizer->violationCount(), 0U)
        << (linearizer->violations().empty() ? "" : linearizer->violations()[0].what);
    EXPECT_EQ(linearizer->waiting(), 0U);
  }

 private:
  const RecordedTrace& trace_;
  const TickScale scale_;
};

TEST(ResumeStress, GoesOnAsIfThereHadBeenNoBreak) {
  std::uint32_t seed = stressSeed();
  std::printf("first seed %u\n", seed);
  const auto end = stressEnd();
  do {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    for (const RecordedTrace& trace : recordVariedPrograms(seed)) {
      SCOPED_TRACE(trace.name);
      const std::vector<std::uint64_t> stamps = stampsOf(trace, 12, random);
      const InOrder inOrder(trace);
      Seen whole, pieces;
      inOrder.order(stamps, false, whole);
      inOrder.order(stamps, true, pieces);
      ASSERT_EQ(whole.ops.size(), pieces.ops.size());
      for (std::size_t i = 0; i < whole.ops.size(); ++i) ASSERT_EQ(whole.ops[i], pieces.ops[i]) << "op " << i;
      EXPECT_EQ(whole.edge, pieces.edge);
    }
    if (HasFailure()) return;
    ++seed;
  } while (std::chrono::steady_clock::now() < end);
}

}  // namespace
}  // namespace gmpscope::test
