#include "core/trace/reader/op_expand.h"

#include <gtest/gtest.h>

#include <vector>

namespace gmpscope::trace {
namespace {

Event event(EventKind kind, std::uint32_t p, std::uint32_t g, std::uint32_t a = 0, std::uint32_t b = 0,
            std::uint32_t c = 0, std::uint32_t d = 0) {
  return {100, Event::makeHead(kind, 1, p), g, a, b, c, d};
}

std::vector<Op> opsOf(const Event& e) {
  const OpList list = expand(e, MId{9});
  for (std::uint32_t i = 0; i < list.count; ++i) EXPECT_EQ(list.ops[i].m, MId{9});
  return {list.ops.begin(), list.ops.begin() + list.count};
}

void expectOp(const Op& op, OpKind kind, std::uint32_t p, std::uint32_t g, std::uint32_t position,
              std::uint32_t count) {
  EXPECT_EQ(op.kind, kind);
  EXPECT_EQ(op.p, p);
  EXPECT_EQ(op.g, g);
  EXPECT_EQ(op.position, position);
  EXPECT_EQ(op.count, count);
}

TEST(OpExpand, ACreationIsABirthAndAPutIntoRunnext) {
  const auto ops = opsOf(event(EventKind::GCreate, 2, 7, 3, 40, 11, 6));
  ASSERT_EQ(ops.size(), 2U);
  expectOp(ops[0], OpKind::GNew, 2, 7, 3, 40);
  expectOp(ops[1], OpKind::NextPut, 2, 7, 11, 1);
  EXPECT_EQ(ops[1].other, 6U);
}

TEST(OpExpand, AWakeUpLeavesTheWaitingRoomFirst) {
  const auto ops = opsOf(event(EventKind::GReady, 2, 7, 50, 4, 11, 6));
  ASSERT_EQ(ops.size(), 2U);
  expectOp(ops[0], OpKind::WaitTake, 2, 7, 4, 1);
  EXPECT_EQ(ops[0].other, 50U);
  expectOp(ops[1], OpKind::NextPut, 2, 7, 11, 1);
}

TEST(OpExpand, WhomTheNetworkWakesGoesToATail) {
  const auto local = opsOf(event(EventKind::GReadyLocal, 2, 7, 50, 4, 10, 11));
  ASSERT_EQ(local.size(), 2U);
  expectOp(local[0], OpKind::WaitTake, 2, 7, 4, 1);
  EXPECT_EQ(local[0].other, 50U);
  expectOp(local[1], OpKind::LocalPut, 2, 7, 11, 1);
  const auto global = opsOf(event(EventKind::GReadyGlobal, Event::kNoP, 7, 50, 4, 90));
  ASSERT_EQ(global.size(), 2U);
  expectOp(global[0], OpKind::WaitTake, Event::kNoP, 7, 4, 1);
  EXPECT_EQ(global[0].other, 50U);
  expectOp(global[1], OpKind::GlobalPut, Event::kNoP, 7, 90, 1);
}

TEST(OpExpand, ABlock) {
  const auto ops = opsOf(event(EventKind::GBlock, 2, 7, 50, 4, static_cast<std::uint32_t>(WaitReason::Sleep)));
  ASSERT_EQ(ops.size(), 1U);
  expectOp(ops[0], OpKind::WaitPut, 2, 7, 4, 1);
  EXPECT_EQ(ops[0].other, 50U);
  EXPECT_EQ(ops[0].reason, WaitReason::Sleep);
}

TEST(OpExpand, ABlockInASelect) {
  const auto ops = opsOf(event(EventKind::GBlock, 2, 7, 50, 4, static_cast<std::uint32_t>(WaitReason::Select), 2));
  ASSERT_EQ(ops.size(), 1U);
  expectOp(ops[0], OpKind::WaitPut, 2, 7, 4, 3);
}

TEST(OpExpand, AFurtherObjectOfASelect) {
  const auto ops = opsOf(event(EventKind::GBlockAlso, 2, 7, 50, 4));
  ASSERT_EQ(ops.size(), 1U);
  expectOp(ops[0], OpKind::WaitAlso, 2, 7, 4, 1);
  EXPECT_EQ(ops[0].other, 50U);
}

TEST(OpExpand, AnOverflowMovesTheHalfAndOneMore) {
  const auto ops = opsOf(event(EventKind::GOverflow, 1, 7, 10, 266, 90, 128));
  ASSERT_EQ(ops.size(), 2U);
  expectOp(ops[0], OpKind::LocalTake, 1, 0, 10, 128);
  expectOp(ops[1], OpKind::GlobalPut, 1, 7, 90, 129);
}

TEST(OpExpand, ASteal) {
  const auto ops = opsOf(event(EventKind::GStartSteal, 1, 7, 4, 20, 25, 300));
  ASSERT_EQ(ops.size(), 3U);
  expectOp(ops[0], OpKind::LocalTake, 4, 0, 20, 3);
  expectOp(ops[1], OpKind::LocalPut, 1, 0, 300, 2);
  expectOp(ops[2], OpKind::Run, 1, 7, 0, 0);
}

TEST(OpExpand, AStealOfOnePutsNothing) {
  const auto ops = opsOf(event(EventKind::GStartSteal, 1, 7, 4, 20, 21, 300));
  ASSERT_EQ(ops.size(), 2U);
  EXPECT_EQ(ops[0].count, 1U);
  EXPECT_EQ(ops[1].kind, OpKind::Run);
}

TEST(OpExpand, ABatchFromTheGlobalQueue) {
  const auto ops = opsOf(event(EventKind::GStartGlobal, 1, 7, 90, 3U | 5U << 8, 300));
  ASSERT_EQ(ops.size(), 3U);
  expectOp(ops[0], OpKind::GlobalTake, 1, 7, 90, 3);
  expectOp(ops[1], OpKind::LocalPut, 1, 0, 300, 2);
  EXPECT_EQ(ops[2].kind, OpKind::Run);
  EXPECT_EQ(opsOf(event(EventKind::GStartGlobal, 1, 7, 90, 1U | 5U << 8, 300)).size(), 2U);
}

TEST(OpExpand, AStolenRunnextIsTheVictims) {
  const auto ops = opsOf(event(EventKind::GStartStealNext, 1, 7, 4, 11));
  ASSERT_EQ(ops.size(), 2U);
  expectOp(ops[0], OpKind::NextTake, 4, 7, 11, 1);
  EXPECT_EQ(ops[1].p, 1U);
}

TEST(OpExpand, AYieldGoesToTheGlobalTail) {
  const auto ops = opsOf(event(EventKind::GYield, 1, 7, 90));
  ASSERT_EQ(ops.size(), 2U);
  EXPECT_EQ(ops[0].kind, OpKind::Stop);
  expectOp(ops[1], OpKind::GlobalPut, 1, 7, 90, 1);
}

TEST(OpExpand, IdleLists) {
  expectOp(opsOf(event(EventKind::PRelease, 3, 0, 8))[0], OpKind::IdlePPut, 3, 0, 8, 1);
  const Op acquired = opsOf(event(EventKind::PAcquire, 3, 0, 9, 5))[0];
  expectOp(acquired, OpKind::IdlePTake, 3, 0, 9, 1);
  EXPECT_EQ(acquired.other, 5U);
  expectOp(opsOf(event(EventKind::MPark, Event::kNoP, 0, 2))[0], OpKind::IdleMPut, Event::kNoP, 0, 2, 1);
  const Op unparked = opsOf(event(EventKind::MUnpark, 1, 0, 5, 3))[0];
  EXPECT_EQ(unparked.kind, OpKind::IdleMTake);
  EXPECT_EQ(unparked.other, 5U);
  EXPECT_EQ(unparked.position, 3U);
}

// Whatever the kind and its numbers: one to three ops, and each changes one thing.
TEST(OpExpand, EveryKindHasOps) {
  for (unsigned kind = 0; kind < 256; ++kind) {
    const auto ops = opsOf(event(static_cast<EventKind>(kind), 0xfff, ~0U, ~0U, ~0U, ~0U, ~0U));
    EXPECT_GE(ops.size(), 1U);
    EXPECT_LE(ops.size(), 3U);
  }
}

TEST(OpExpand, ThievesTakeHalfRoundedUp) {
  EXPECT_EQ(stealCount(5, 5), 0U);
  EXPECT_EQ(stealCount(5, 6), 1U);
  EXPECT_EQ(stealCount(5, 8), 2U);
  EXPECT_EQ(stealCount(0xffff'fffe, 2), 2U) << "positions wrap";
}

}  // namespace
}  // namespace gmpscope::trace
