#include "core/analysis/idle_beside_work.h"

#include <gtest/gtest.h>

#include <initializer_list>

namespace gmpscope::analysis {
namespace {

using trace::AppliedOp;
using trace::Event;
using trace::EventKind;
using trace::Op;
using trace::OpKind;

// Two Ps; P0 runs main, P1 is idle.
class IdleBesideWorkTest : public ::testing::Test {
 protected:
  IdleBesideWorkTest() {
    mark(0, EventKind::RunStart, 2);
    op(0, {.kind = OpKind::IdlePPut, .p = 1});
    op(0, {.kind = OpKind::Run, .p = 0});
  }

  void op(Nanos time, const Op& op) {
    const Event event;
    found.onOp(AppliedOp{op, event, 0, true, true, time, {}, {}});
  }
  void mark(Nanos time, EventKind kind, std::uint32_t a = 0, std::uint32_t b = 0) {
    const Event event{0, Event::makeHead(kind, 0, Event::kNoP), 0, a, b, 0, 0};
    found.onOp(AppliedOp{{}, event, 0, true, true, time, {}, {}});
  }
  void put(Nanos time) { op(time, {.kind = OpKind::LocalPut, .p = 0, .count = 1}); }
  void wake(Nanos time) { op(time, {.kind = OpKind::IdlePTake, .p = 1, .other = 1}); }

  IdleBesideWork found{1000};
};

TEST_F(IdleBesideWorkTest, SaysWhichPAndHowLong) {
  put(100);
  put(600);
  wake(1300);
  ASSERT_EQ(found.count(), 1U);
  EXPECT_EQ(found.findings()[0].from, 100);
  EXPECT_EQ(found.findings()[0].to, 1300);
  EXPECT_EQ(found.findings()[0].p, 1U);
  EXPECT_EQ(found.findings()[0].waiting, 2U);
}

TEST_F(IdleBesideWorkTest, AWakeUpInTimeIsNone) {
  put(100);
  wake(1100);
  EXPECT_EQ(found.count(), 0U);
}

// M0 looks for work itself: it will take what stands there.
TEST_F(IdleBesideWorkTest, NobodyIsMissedWhileAnotherLooks) {
  op(50, {.kind = OpKind::WaitPut, .p = 0});
  put(100);
  wake(5000);
  EXPECT_EQ(found.count(), 0U);
}

TEST_F(IdleBesideWorkTest, ASystemCallKeepsItsPBusyUntilItIsTaken) {
  put(100);
  op(200, {.kind = OpKind::CallEnter, .p = 0});
  op(5000, {.kind = OpKind::Retake, .p = 0});
  ASSERT_EQ(found.count(), 1U);
  EXPECT_EQ(found.findings()[0].to, 5000);
  wake(9000);
  EXPECT_EQ(found.count(), 1U) << "who took the P looks for work with it";
}

TEST_F(IdleBesideWorkTest, AStoppedWorldWaits) {
  op(90, {.kind = OpKind::WorldStop, .p = 0});
  put(100);
  op(5000, {.kind = OpKind::WorldStart, .p = 0});
  wake(5500);
  EXPECT_EQ(found.count(), 0U);
}

TEST_F(IdleBesideWorkTest, WhereNobodyStealsOnlyTheGlobalQueueIsEverybodys) {
  mark(10, EventKind::Knob, 4, 0);
  put(100);
  op(5000, {.kind = OpKind::GlobalPut, .p = 0, .count = 1});
  wake(9000);
  ASSERT_EQ(found.count(), 1U);
  EXPECT_EQ(found.findings()[0].from, 5000);
}

TEST_F(IdleBesideWorkTest, AGapEndsTheSearch) {
  put(100);
  found.onGap(200, 300, 5);
  wake(9000);
  EXPECT_EQ(found.count(), 0U);
}

TEST_F(IdleBesideWorkTest, AfterMainHasReturnedNobodyIsMissed) {
  put(100);
  mark(200, EventKind::RunEnd);
  wake(9000);
  EXPECT_EQ(found.count(), 0U);
}

}  // namespace
}  // namespace gmpscope::analysis
