// Order from values, the live edge, and what an M that died within a step explains.

#include "core/trace/reader/linearizer.h"

#include <gtest/gtest.h>

#include <array>

#include "tests/support/checked_run.h"
#include "tests/trace/trace_script.h"

namespace gmpscope::trace {
namespace {

class Sink final : public OpSink {
 public:
  void onOp(const AppliedOp& applied) override {
    EXPECT_GE(applied.time, edge);
    kinds.push_back(applied.event.kind());
  }
  void onEdge(Nanos at) override {
    EXPECT_GE(at, edge);
    edge = at;
  }
  void onGap(Nanos, Nanos, std::uint64_t) override {}

  std::vector<EventKind> kinds;
  Nanos edge = 0;
};

class LinearizerTest : public ::testing::Test {
 protected:
  void add(std::uint32_t m, std::uint64_t time, EventKind kind, std::uint32_t p, std::uint32_t g = 0,
           std::uint32_t a = 0, std::uint32_t b = 0, std::uint32_t c = 0, std::uint32_t d = 0) {
    const Event event{time, Event::makeHead(kind, 0, p), g, a, b, c, d};
    linearizer.add({m, 0, {&event, 1}});
  }

  Sink sink;
  Linearizer linearizer{TickScale{0, 1.0}, {&sink}};
};

TEST_F(LinearizerTest, OrdersNothingBeyondTheFrontier) {
  add(0, 100, EventKind::RunStart, kNobody, 0, 1);
  add(0, 200, EventKind::PRelease, 0, 0, 0);
  linearizer.advance(150);
  EXPECT_EQ(linearizer.ordered(), 1U);
  EXPECT_EQ(linearizer.waiting(), 1U);
  EXPECT_EQ(sink.edge, 150);
  linearizer.advance(201);
  EXPECT_EQ(linearizer.ordered(), 2U);
  EXPECT_EQ(linearizer.waiting(), 0U);
  EXPECT_EQ(sink.edge, 201);
}

// An event waits for its cause, and the edge waits for it.
TEST_F(LinearizerTest, TheEdgeWaitsForWhatCannotBeOrderedYet) {
  add(0, 100, EventKind::RunStart, kNobody, 0, 1);
  add(0, 101, EventKind::MStart, kNobody);
  add(0, 102, EventKind::MSpawn, kNobody, 0, 1);
  add(1, 103, EventKind::MStart, kNobody);
  add(1, 110, EventKind::PAcquire, 0, 0, 1, 1);
  linearizer.advance(1000);
  EXPECT_EQ(linearizer.waiting(), 1U);
  EXPECT_EQ(sink.edge, 110);
  add(0, 1200, EventKind::PRelease, 0, 0, 0);
  linearizer.advance(1300);
  EXPECT_EQ(linearizer.waiting(), 0U);
  EXPECT_EQ(sink.kinds.back(), EventKind::PAcquire) << "the cause first, whatever the stamps say";
  EXPECT_EQ(sink.edge, 1300);
  linearizer.finish({}, 0);
  EXPECT_EQ(linearizer.violationCount(), 0U);
}

// It waits for half a second; then its cause must have been lost.
class LinearizerPatience : public LinearizerTest {
 protected:
  void orderWhatLacksItsCause() {
    add(0, 100, EventKind::RunStart, kNobody, 0, 1);
    add(1, 110, EventKind::PAcquire, 0, 0, 7, 1);
    for (const std::uint64_t now : {1'000U, 400'000'000U}) {
      linearizer.advance(now);
      EXPECT_EQ(linearizer.waiting(), 1U);
    }
    linearizer.advance(600'000'000);
    EXPECT_EQ(linearizer.waiting(), 0U);
  }
};

TEST_F(LinearizerPatience, WithoutALossThatIsAViolation) {
  orderWhatLacksItsCause();
  EXPECT_GT(linearizer.violationCount(), 0U);
}

TEST_F(LinearizerPatience, WithALossItIsAGapThatNobodyHasToldOf) {
  linearizer.drop(3);
  orderWhatLacksItsCause();
  EXPECT_EQ(linearizer.violationCount(), 0U);
  EXPECT_EQ(linearizer.assumed(), 1U);
}

TEST_F(LinearizerTest, GoesByStampWhereValuesSayNothing) {
  add(0, 100, EventKind::RunStart, kNobody, 0, 1);
  add(2, 130, EventKind::SpinEnd, kNobody);
  add(1, 110, EventKind::SpinBegin, kNobody);
  add(0, 120, EventKind::StealSearch, kNobody);
  linearizer.advance(1000);
  EXPECT_EQ(sink.kinds, (std::vector<EventKind>{EventKind::RunStart, EventKind::SpinBegin, EventKind::StealSearch,
                                                EventKind::SpinEnd}));
}

TEST_F(LinearizerTest, AnMThatCannotExistIsTold) {
  add(kMaxMs, 100, EventKind::RunStart, kNobody, 0, 1);
  linearizer.finish({}, 0);
  ASSERT_EQ(linearizer.violationCount(), 1U);
  EXPECT_EQ(linearizer.violations()[0].rule, RuleId::KnownEvent);
}

TEST(LinearizerOrder, TimeIsMonotoneAlongTheOrder) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  // M1 says that it was earlier than what it depends on.
  t.create(2);
  t.add(1, EventKind::GStartStealNext, 1, 2, 0, t.generation++).time = 5;
  const Outcome outcome = t.order();
  EXPECT_EQ(outcome.violationCount, 0U);
  for (std::size_t i = 1; i < outcome.ops.size(); ++i) EXPECT_GE(outcome.ops[i].time, outcome.ops[i - 1].time);
}

// The wake-up leaves the waiting room before it enters runnext: in between another M may do both.
TEST(LinearizerOrder, AnEventIsNotOneInstant) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  t.create(2);
  t.create(3);
  t.add(1, EventKind::GStartSteal, 1, 2, 0, 0, 1, 0);  // M1 runs 2
  t.block(1, 5, 0);
  t.startNext();  // M0 runs 3
  t.add(1, EventKind::GBlock, 1, 2, 6, 0, 1);
  // M0 takes 1 off object 5, then M1 (which runs nothing) can't; M0 wakes 2 before 1 although it took 1 first.
  Event& second = t.add(0, EventKind::GReady, 0, 1, 5, 1, t.generation++, 0);
  t.add(0, EventKind::GReady, 0, 2, 6, 1, t.generation++, 1);
  t.add(0, EventKind::GPutLocal, 0, 1, 0, t.tail++);
  second.time -= 0;
  const Outcome outcome = t.order();
  EXPECT_EQ(outcome.violationCount, 0U) << ::testing::PrintToString(outcome.violations);
}

// Goroutines are taken off an object together and put into runnext one by one: between two of them a thief may use the
// object, and then take the first.
TEST(LinearizerOrder, WakesOfSeveralAreOneChangeOfTheirObject) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  for (const std::uint32_t slot : {2U, 3U, 4U}) {
    t.create(slot);
    t.add(1, EventKind::GStartStealNext, 1, slot, 0, t.generation++);
    if (slot != 4) t.add(1, EventKind::GBlock, 1, slot, 5, slot - 2, 1);
    t.next = 0;
  }
  t.add(0, EventKind::GWakeMany, 0, 0, 5, 2, 2);
  t.add(0, EventKind::GReady, 0, 2, 5, 2, t.generation, 0);
  t.add(0, EventKind::GReady, 0, 3, 5, 3, t.generation + 2, 0);
  t.add(1, EventKind::GBlock, 1, 4, 5, 4, 1);
  t.add(1, EventKind::GStartStealNext, 1, 2, 0, t.generation + 1);
  const Outcome outcome = t.order();
  EXPECT_EQ(outcome.violationCount, 0U) << ::testing::PrintToString(outcome.violations);
  EXPECT_EQ(outcome.waiting, 0U);
}

TEST(LinearizerOrder, EachLifeOfASlotIsAnother) {
  auto t = TraceScript::begun(1);
  t.create(2);
  t.block(1, 5, 0);
  t.startNext();
  t.create(3);
  t.add(0, EventKind::GExit, 0, 2);
  t.startNext();
  t.create(2);
  t.block(3, 5, 1);
  t.startNext();
  const Outcome outcome = t.order();
  EXPECT_EQ(outcome.violationCount, 0U) << ::testing::PrintToString(outcome.violations);
  std::vector<LifeId> born;
  for (const SeenOp& op : outcome.ops)
    if (op.op.kind == OpKind::GNew) born.push_back(op.goroutines[0]);
  ASSERT_EQ(born.size(), 4U);
  EXPECT_NE(born[1], born[3]);
  EXPECT_EQ(outcome.ops.back().goroutines, std::vector<LifeId>{born[3]});
}

// M1's last step took the first goroutine off P0's ring and M1 died before it could say so.
TraceScript withAMissingTheft() {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  for (std::uint32_t slot = 2; slot <= 5; ++slot) t.create(slot);
  t.block(1, 5, 0);
  t.add(0, EventKind::GStartLocal, 0, 3, 1, 3, 0);
  t.block(3, 5, 1);
  t.add(0, EventKind::GStartLocal, 0, 4, 2, 3, 1);
  return t;
}

TEST(OddM, ExplainsAMissingOp) {
  const std::array<OddM, 1> odd{{{1, 1500}}};
  const Outcome outcome = withAMissingTheft().order(odd);
  EXPECT_EQ(outcome.violationCount, 0U) << ::testing::PrintToString(outcome.violations);
  EXPECT_EQ(outcome.waiting, 0U);
  EXPECT_GE(outcome.assumed, 1U);
}

TEST(OddM, WithoutOneTheSameBreaksTheOrder) {
  const Outcome outcome = withAMissingTheft().order();
  EXPECT_GT(outcome.violationCount, 0U);
  EXPECT_EQ(outcome.violations[0].rule, RuleId::Order);
  EXPECT_EQ(outcome.assumed, 0U);
}

TEST(OddM, ExplainsNoBrokenRule) {
  auto t = TraceScript::begun(1);
  t.create(2);
  t.add(0, EventKind::GPutLocal, 0, 2, 0, t.tail++);
  const std::array<OddM, 1> odd{{{0, 1500}}};
  EXPECT_TRUE(t.order(odd).breaksJust(RuleId::OnePlace));
}

// One step changes a few variables, not any number.
TEST(OddM, ExplainsOnlySoMuch) {
  auto t = TraceScript::begun(1);
  for (std::uint32_t i = 0; i < 20; ++i)
    t.add(0, EventKind::GReady, 0, 50 + i, 60 + i, 1, t.generation++, 0).c += 1000 * (i + 1);
  const std::array<OddM, 1> odd{{{0, 1500}}};
  const Outcome outcome = t.order(odd);
  EXPECT_GT(outcome.violationCount, 0U);
  EXPECT_LE(outcome.assumed, 8U);
}

TEST(OddM, IsNotNeededByASoundTrace) {
  const std::array<OddM, 1> odd{{{0, 1500}}};
  const Outcome outcome = TraceScript::begun(2).order(odd);
  EXPECT_EQ(outcome.assumed, 0U);
  EXPECT_EQ(outcome.violationCount, 0U);
}

}  // namespace
}  // namespace gmpscope::trace
