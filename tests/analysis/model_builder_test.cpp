// What a model is told besides lanes and boards.

#include <gtest/gtest.h>

#include "tests/analysis/built_model.h"

namespace gmpscope::analysis {
namespace {

using trace::EventKind;

TEST(ModelBuilder, TellsTheSizeOfQueuesThatTheRunWasSetTo) {
  Built built(1);
  built.feed.at(10);
  built.feed.edge(10);
  EXPECT_EQ(built.model.stateAt(5).queueSize, 256U);
  built.feed.mark(EventKind::Knob, 0, 0, 0, static_cast<std::uint32_t>(trace::Knob::QueueSize), 16);
  built.feed.edge(20);
  EXPECT_EQ(built.model.stateAt(15).queueSize, 16U);
}

// What breaks the rules is reported by the checker; the model must survive it.
TEST(ModelBuilder, NonsenseIsIgnored) {
  Built built(1);
  const trace::Event event{0, trace::Event::makeHead(EventKind::GExit, 0, 77), 5, 0, 0, 0, 0};
  for (int kind = 0; kind <= static_cast<int>(trace::OpKind::IdleMTake); ++kind) {
    trace::Op op;
    op.kind = static_cast<trace::OpKind>(kind);
    op.p = 77;
    op.m = MId{0};
    op.count = 1000;
    built.builder.onOp({op, event, 0, true, true, 10, {}, LifeId{}});
    const std::vector<LifeId> unknown{LifeId{}, LifeId{}};
    built.builder.onOp({op, event, 0, true, true, 10, unknown, LifeId{}});
  }
  built.builder.finish({EndReason::Finished, 0, ""});
  EXPECT_EQ(built.model.processorCount(), 1U);
  EXPECT_EQ(built.model.goroutineCount(), 0U);
  EXPECT_EQ(built.model.stateAt(10).alive, 0U);
}

TEST(ModelBuilder, EventsAreFoundByTime) {
  Built built(1);
  for (Nanos t = 0; t < 1000; t += 10) {
    built.feed.at(t);
    built.feed.mark(EventKind::RunStart, 0, 0);
    built.feed.mark(EventKind::RunStart, 0, 0);
  }
  built.feed.edge(1000);
  EXPECT_EQ(built.model.eventAt(0), 0U);
  EXPECT_EQ(built.model.eventAt(10), 2U);
  EXPECT_EQ(built.model.eventAt(11), 4U);
  EXPECT_EQ(built.model.eventAt(5000), 200U);
}

}  // namespace
}  // namespace gmpscope::analysis
