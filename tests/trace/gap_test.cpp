// Lost events: what comes after a gap is unknown until an event says it, and nothing is concluded from what isn't
// known.

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/support/checked_run.h"
#include "tests/support/traced_run.h"
#include "tests/trace/trace_script.h"

#include <gmp/gmp.hpp>

#include "core/runtime/traced_run.h"

namespace gmpscope::trace {
namespace {

// Somebody drops from epoch 3 on, in epoch 4 all write again, at other positions.
TraceScript withAGap() {
  auto t = TraceScript::begun(1);
  t.create(2);
  t.setEpoch(0, 4);
  t.add(0, EventKind::GStatus, 0, 9, 500);
  t.add(0, EventKind::GStartLocal, 0, 9, 70, 72, 0);
  t.add(0, EventKind::GStatus, 0, 1, 101);
  t.add(0, EventKind::GReady, 0, 1, 5, 33, 900, 0);
  return t;
}

TEST(Gap, ValuesAreTakenFromTheFirstThatShowsThem) {
  const Outcome outcome = withAGap().order({}, 25);
  EXPECT_EQ(outcome.violationCount, 0U) << ::testing::PrintToString(outcome.violations);
  EXPECT_EQ(outcome.waiting, 0U);
  EXPECT_EQ(outcome.gaps, (std::vector<std::uint64_t>{0, 25})) << "where it was, and how much in all";
}

TEST(Gap, ValuesThatWereShownHoldAgain) {
  auto t = withAGap();
  t.block(9, 5, 34);
  t.add(0, EventKind::GStartLocal, 0, 10, 75, 76, 0);  // the head had gone on to 71
  EXPECT_GT(t.order({}, 25).assumed + t.order({}, 25).violationCount, 0U);
}

TEST(Gap, WhoIsWhoIsSaidAnew) {
  const Outcome outcome = withAGap().order({}, 25);
  LifeId main;
  for (const SeenOp& op : outcome.ops)
    if (op.kind == EventKind::GCreate && !main.valid()) main = op.goroutines[0];
  ASSERT_TRUE(main.valid());
  EXPECT_EQ(outcome.ops.back().goroutines, std::vector<LifeId>{main}) << "the same goroutine as before the gap";
}

TEST(Gap, AnotherInTheSlotIsAnotherLife) {
  auto t = TraceScript::begun(1);
  t.setEpoch(0, 4);
  t.add(0, EventKind::GStatus, 0, 1, 777);
  t.add(0, EventKind::GReady, 0, 1, 5, 33, 900, 0);
  const Outcome outcome = t.order({}, 25);
  EXPECT_EQ(outcome.violationCount, 0U);
  std::vector<LifeId> born;
  for (const SeenOp& op : outcome.ops)
    if (op.op.kind == OpKind::GNew) born.push_back(op.goroutines[0]);
  ASSERT_EQ(born.size(), 2U);
  EXPECT_EQ(outcome.ops.back().goroutines, std::vector<LifeId>{born[1]});
}

TEST(Gap, WhileSomebodyDropsEventsAreOnlyRecorded) {
  auto t = TraceScript::begun(1);
  t.setEpoch(0, 3);
  t.add(0, EventKind::GStartLocal, 0, 9, 70, 72, 0);  // impossible, if all before it were known
  const Outcome outcome = t.order({}, 25);
  EXPECT_EQ(outcome.violationCount, 0U) << ::testing::PrintToString(outcome.violations);
  ASSERT_EQ(outcome.ops.back().kind, EventKind::GStartLocal);
  EXPECT_EQ(outcome.ops.back().op.kind, OpKind::Mark);
  EXPECT_TRUE(outcome.ops.back().goroutines.empty());
}

// One that nobody has noticed by the end: the second M took its step's stamp before others lost theirs, and did what it
// tells afterwards.
TraceScript withAGapToTheEnd() {
  auto t = TraceScript::begun(2);
  t.create(2);
  t.add(1, EventKind::GStartGlobal, 1, 2, 558, 1 | 6U << 8, 0, 1);
  return t;
}

TEST(Gap, ALastStepMayTellWhatFollowsFromLostOnes) {
  const TraceScript t = withAGapToTheEnd();
  EXPECT_GT(t.order().violationCount, 0U) << "but only if some were lost";
  const Outcome outcome = t.order({}, 25);
  EXPECT_EQ(outcome.violationCount, 0U) << ::testing::PrintToString(outcome.violations);
  EXPECT_EQ(outcome.waiting, 0U);
  EXPECT_EQ(outcome.assumed, 1U);
}

TEST(Gap, ThatStepMayStandBeforeTheNextEpoch) {
  TraceScript t = withAGapToTheEnd();
  t.setEpoch(1, 4);
  t.add(1, EventKind::GStatus, 1, 2, 102);
  const Outcome outcome = t.order();
  EXPECT_EQ(outcome.violationCount, 0U) << ::testing::PrintToString(outcome.violations);
  EXPECT_EQ(outcome.waiting, 0U);
  EXPECT_EQ(outcome.assumed, 0U);
  EXPECT_EQ(outcome.gaps.size(), 1U);
}

TEST(Gap, AStepBeforeTheLastMayNot) {
  TraceScript t = withAGapToTheEnd();
  t.add(1, EventKind::GYield, 1, 2, 600);
  const Outcome outcome = t.order({}, 25);
  EXPECT_GT(outcome.violationCount, 0U) << "before it the M would have noticed";
  EXPECT_EQ(outcome.waiting, 0U);
}

TEST(Gap, AnEpochInWhichNobodyDropsIsNone) {
  auto t = TraceScript::begun(2);
  t.create(2);
  t.startM(1, 1);
  t.setEpoch(0, 2);
  t.add(0, EventKind::PStatus, 0, 2, 0, 0, 1, 2);
  t.block(1, 5, 0);
  t.startNext();
  const Outcome outcome = t.order();
  EXPECT_TRUE(outcome.gaps.empty());
  EXPECT_EQ(outcome.violationCount, 0U) << ::testing::PrintToString(outcome.violations);
  t.add(1, EventKind::GStartLocal, 1, 9, 70, 72, 0);  // of the epoch before, and impossible in both
  EXPECT_GT(t.order().violationCount, 0U);
}

// Nor is it one if somebody writes nothing in one of them.
TEST(Gap, SeveralSuchEpochsAreNone) {
  auto t = TraceScript::begun(2);
  t.startM(1, 1);
  t.setEpoch(1, 2);
  t.add(1, EventKind::GStartStealNext, 1, 2, 0, t.generation + 1);  // begun before what it finds was put there
  t.setEpoch(0, 4);
  t.create(2);
  const Outcome outcome = t.order();
  EXPECT_TRUE(outcome.gaps.empty());
  EXPECT_EQ(outcome.violationCount, 0U) << ::testing::PrintToString(outcome.violations);
  EXPECT_EQ(outcome.assumed, 0U);
}

// The end of a run: who was born before is named, everything else was said anew, and 40 events are missing.
TraceScript cutOff(std::uint32_t toldAtTheEnd) {
  TraceScript t;
  t.miss(0, 40);
  t.setEpoch(0, kCutEpoch);
  t.add(0, EventKind::Knob, kNobody, 0, static_cast<std::uint32_t>(Knob::Steal), 0, 0, 17);
  t.add(0, EventKind::MStart, kNobody, 0, 4711);
  t.add(0, EventKind::GCreate, 0, 9, 3, 500, 0, 0);
  t.setEpoch(0, kEpochsAfterCut);
  t.add(0, EventKind::PStatus, 0, 0, 70, 71, 900, 1);
  t.add(0, EventKind::PSlots, 0, 70, 9);
  t.add(0, EventKind::GStatus, 0, 9, 500);
  t.add(0, EventKind::GStartLocal, 0, 9, 70, 71, 0);
  t.add(0, EventKind::MExit, 0, 0, toldAtTheEnd, 4);
  return t;
}

TEST(Gap, ABeginningThatIsMissingIsOne) {
  const Outcome outcome = cutOff(40 + 7).order();
  EXPECT_EQ(outcome.violationCount, 0U) << ::testing::PrintToString(outcome.violations);
  EXPECT_EQ(outcome.waiting, 0U);
  EXPECT_EQ(outcome.gaps, (std::vector<std::uint64_t>{0, 0})) << "that it begins, and how long it was";
  std::vector<SeenOp> born;
  for (const SeenOp& op : outcome.ops)
    if (op.op.kind == OpKind::GNew) born.push_back(op);
  ASSERT_EQ(born.size(), 1U) << "the status finds who was born before";
  EXPECT_EQ(born[0].op.count, 500U);
  EXPECT_EQ(born[0].op.position, 3U) << "its name";
  LifeId ran;
  for (const SeenOp& op : outcome.ops)
    if (op.op.kind == OpKind::Run) ran = op.goroutines[0];
  EXPECT_EQ(ran, born[0].goroutines[0]);
}

TEST(Gap, WhatIsMissingIsCounted) {
  EXPECT_TRUE(cutOff(40 + 6).order().breaksJust(RuleId::Complete));
  EXPECT_TRUE(cutOff(7).order().breaksJust(RuleId::Complete));
}

TEST(Gap, WhoWakesWithAPHoldsIt) {
  for (const std::uint32_t p : {1U, std::uint32_t{kNobody}}) {
    auto t = TraceScript::begun(2);
    t.startM(1, 1);
    t.setEpoch(0, 4);
    t.setEpoch(1, 4);
    t.add(1, EventKind::MWake, 1);
    t.add(0, EventKind::RunEnd, 0);
    t.add(1, EventKind::MExit, p, 0, 2);
    const Outcome outcome = t.order({}, 25);
    if (p == 1) {
      EXPECT_EQ(outcome.violationCount, 0U) << ::testing::PrintToString(outcome.violations);
    } else {
      EXPECT_TRUE(outcome.breaksJust(RuleId::OwnP)) << ::testing::PrintToString(outcome.violations);
    }
    EXPECT_EQ(outcome.waiting, 0U);
  }
}

TEST(Gap, AKnobHoldsAlsoIfItWasOnlyRecorded) {
  auto t = cutOff(47);
  t.miss(1, 0);
  t.setEpoch(1, kEpochsAfterCut);
  t.add(1, EventKind::GStatus, 1, 9, 500);
  t.add(1, EventKind::GStartSteal, 1, 9, 0 | 1U << 16, 71, 72, 5);
  const Outcome outcome = t.order();
  EXPECT_GT(outcome.violationCount, 0U);
  EXPECT_TRUE(std::any_of(outcome.violations.begin(), outcome.violations.end(), [](const Violation& each) {
    return each.rule == RuleId::Knobs;
  })) << ::testing::PrintToString(outcome.violations);
}

// The real runtime with an arena that is far too small: it goes on, counts what it drops, and what is left is sound.
class SmallArena : public test::TracedRun {};
GMPSCOPE_WITH_PROCS(SmallArena);

TEST_P(SmallArena, RunsOnAndCountsWhatItDrops) {
  test::RunSettings settings;
  settings.options.gomaxprocs = procs();
  settings.arenaBytes = static_cast<std::size_t>(procs() + 2) * kChunkBytes;
  std::atomic<int> done{0};
  const test::RunRecord record = test::runAndRead(settings, [&done] {
    for (int round = 0; round < 20; ++round) {
      const gmp::Chan<int> gate(0), chan(2);
      gmp::WaitGroup group;
      for (int i = 0; i < 150; ++i)
        group.go([&, i] {
          (void)gate.recv();
          for (int k = 0; k < test::scaled(30); ++k) {
            if (i % 2 == 0)
              chan.send(k);
            else
              (void)chan.recv();
          }
          ++done;
        });
      for (int i = 0; i < 5; ++i) gmp::gosched();
      gate.close();
      group.wait();
    }
  });
  EXPECT_EQ(record.code, 0);
  EXPECT_EQ(done, 3000);
  EXPECT_EQ(record.violationCount, 0U) << ::testing::PrintToString(record.violations);
  EXPECT_EQ(record.waiting, 0U);
  EXPECT_EQ(record.complaint, "");
  EXPECT_FALSE(record.timeWentBack);
  EXPECT_EQ(record.gaps > 0, record.dropped > 0);
}

TEST_P(SmallArena, IsSoundWithYieldsAndSystemCalls) {
  test::RunSettings settings;
  settings.options.gomaxprocs = procs();
  settings.arenaBytes = static_cast<std::size_t>(procs() + 2) * kChunkBytes;
  std::atomic<int> done{0};
  const test::RunRecord record = test::runAndRead(settings, [&done] {
    gmp::WaitGroup group;
    for (int i = 0; i < 12; ++i)
      group.go([&, i] {
        for (int k = 0; k < test::scaled(8000); ++k) {
          gmp::blocking([&] { ::getppid(); });
          if (k % (i + 3) == 0) gmp::gosched();
          if (k % 500 == i) gmp::blocking([&] { ::usleep(50); });
        }
        ++done;
      });
    group.wait();
  });
  EXPECT_EQ(record.code, 0);
  EXPECT_EQ(done, 12);
  EXPECT_EQ(record.violationCount, 0U) << ::testing::PrintToString(record.violations);
  EXPECT_EQ(record.waiting, 0U);
  EXPECT_EQ(record.complaint, "");
  EXPECT_EQ(record.gaps > 0, record.dropped > 0);
}

TEST_P(SmallArena, IsSoundWithSelects) {
  test::RunSettings settings;
  settings.options.gomaxprocs = procs();
  settings.arenaBytes = static_cast<std::size_t>(procs() + 2) * kChunkBytes;
  std::atomic<int> received{0};
  const int each = test::scaled(8000);
  const test::RunRecord record = test::runAndRead(settings, [&received] {
    const gmp::Chan<int> a(0), b(1), c(0);
    const auto count = [&received](std::optional<int> v) { received += v.has_value() ? 1 : 0; };
    gmp::WaitGroup sending, receiving;
    for (int i = 0; i < 4; ++i) {
      sending.go([&, i] {
        for (int k = 0; k < each; ++k) gmp::select(gmp::on_send(i % 2 == 0 ? a : b, k), gmp::on_send(c, k));
      });
      receiving.go([&] {
        for (int k = 0; k < each; ++k)
          gmp::select(gmp::on_recv(a, count), gmp::on_recv(b, count), gmp::on_recv(c, count));
      });
    }
    sending.wait();
    receiving.wait();
  });
  EXPECT_EQ(record.code, 0);
  EXPECT_EQ(received, 4 * each);
  EXPECT_EQ(record.violationCount, 0U) << ::testing::PrintToString(record.violations);
  EXPECT_EQ(record.waiting, 0U);
  EXPECT_EQ(record.complaint, "");
  EXPECT_EQ(record.gaps > 0, record.dropped > 0);
}

}  // namespace
}  // namespace gmpscope::trace
