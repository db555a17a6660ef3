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
    op(0, OpKind::IdlePPut, 1);
    op(0, OpKind::Run, 0);
  }

  void op(Nanos time, OpKind kind, std::uint16_t p, std::uint32_t count = 0) {
    Op op;
    op.kind = kind;
    op.p = p;
    op.count = count;
    const Event event;
    found.onOp(AppliedOp{op, event, 0, true, true, time, {}, {}});
  }
  void mark(Nanos time, EventKind kind, std::uint32_t a = 0, std::uint32_t b = 0) {
    const Event event{0, Event::makeHead(kind, 0, Event::kNoP), 0, a, b, 0, 0};
    found.onOp(AppliedOp{{}, event, 0, true, true, time, {}, {}});
  }
  void put(Nanos time) { op(time, OpKind::LocalPut, 0, 1); }
  void wake(Nanos time) { op(time, OpKind::IdlePTake, 1); }

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
  op(50, OpKind::WaitPut, 0);
  put(100);
  wake(5000);
  EXPECT_EQ(found.count(), 0U);
}

TEST_F(IdleBesideWorkTest, ASystemCallKeepsItsPBusyUntilItIsTaken) {
  put(100);
  op(200, OpKind::CallEnter, 0);
  op(5000, OpKind::Retake, 0);
  ASSERT_EQ(found.count(), 1U);
  EXPECT_EQ(found.findings()[0].to, 5000);
  wake(9000);
  EXPECT_EQ(found.count(), 1U) << "who took the P looks for work with it";
}

TEST_F(IdleBesideWorkTest, AStoppedWorldWaits) {
  op(90, OpKind::WorldStop, 0);
  put(100);
  op(5000, OpKind::WorldStart, 0);
  wake(5500);
  EXPECT_EQ(found.count(), 0U);
}

TEST_F(IdleBesideWorkTest, WhereNobodyStealsOnlyTheGlobalQueueIsEverybodys) {
  mark(10, EventKind::Knob, 4, 0);
  put(100);
  op(5000, OpKind::GlobalPut, 0, 1);
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
