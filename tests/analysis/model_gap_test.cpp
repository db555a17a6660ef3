// What is known of a run of which events were lost.

#include <gtest/gtest.h>

#include "tests/analysis/built_model.h"

namespace gmpscope::analysis {
namespace {

using trace::EventKind;

TEST(ModelBuilder, AGapIsShownAndQueuesAreUnknownUntilEventsNameWhoStandsThere) {
  Built built(2);
  Feeder& feed = built.feed;
  feed.at(10);
  const LifeId a = feed.create(0, 0);
  const LifeId b = feed.create(0, 0);
  feed.at(20);
  feed.startNext(0, 0);
  built.builder.onGap(30, 40, 0);
  feed.at(50);
  // The slots may have been given to others in the gap: how many wait is known, who isn't.
  feed.mark(EventKind::PStatus, 0, 0, Feeder::slot(b), 0, 1, 9);
  feed.mark(EventKind::PSlots, 0, 0, 0, Feeder::slot(a));
  feed.at(60);
  feed.startNext(0, 0);
  feed.at(70);
  feed.startLocal(0, 0, a);
  feed.edge(80);
  built.builder.onGap(90, 90, 17);  // how many there were is told at the end

  EXPECT_EQ(
      brief(built.model.goroutine(a).lane, 80),
      (std::vector<Brief>{{10, 30, SpanState::Runnable}, {30, 70, SpanState::Lost}, {70, 80, SpanState::Executing}}));
  EXPECT_EQ(
      brief(built.model.processor(0), 80),
      (std::vector<Brief>{{20, 30, SpanState::Executing}, {30, 70, SpanState::Lost}, {70, 80, SpanState::Executing}}));
  EXPECT_EQ(brief(built.model.processor(1), 80), (std::vector<Brief>{{30, 80, SpanState::Lost}}));
  EXPECT_TRUE(built.model.stateAt(25).processors[0].queueKnown);
  EXPECT_FALSE(built.model.stateAt(45).processors[0].queueKnown);
  EXPECT_FALSE(built.model.stateAt(45).globalKnown);
  EXPECT_FALSE(built.model.stateAt(55).processors[0].queueKnown);
  EXPECT_EQ(built.model.queueLength(0).at(55), 2U);
  EXPECT_FALSE(built.model.stateAt(65).processors[0].queueKnown) << "one of unknown name is left";
  EXPECT_TRUE(built.model.stateAt(75).processors[0].queueKnown);
  EXPECT_FALSE(built.model.stateAt(75).processors[1].queueKnown);
  built.feed.edge(100);
  ASSERT_EQ(built.model.gaps().size(), 1U);
  EXPECT_EQ(built.model.gaps()[0].dropped, 17U);
  EXPECT_EQ(built.model.counters().dropped, 17U);
  EXPECT_EQ(built.model.counters().gaps, 1U);
  EXPECT_EQ(built.model.label(LifeId{}), "G?");
  EXPECT_EQ(built.model.goroutine(LifeId{}).lane.size(), 0U);
}

TEST(ModelBuilder, WhatWasNotKeptEndsWhereTheFirstGapEnds) {
  Built built(1);
  EXPECT_EQ(built.model.keptFrom(), 0);
  built.builder.onGap(0, 40, 0);
  built.feed.at(50);
  built.builder.onGap(60, 70, 0);
  EXPECT_EQ(built.model.keptFrom(), 40);
  Built later(1);
  later.feed.at(10);
  later.feed.create(0, 0);
  later.builder.onGap(20, 30, 0);
  EXPECT_EQ(later.model.keptFrom(), 0) << "what came before it is there";
}

TEST(ModelBuilder, WhoseSlotAnotherHasEndedInTheGap) {
  Built built(1);
  Feeder& feed = built.feed;
  feed.at(10);
  const LifeId old = feed.create(0, 0);
  built.builder.onGap(20, 30, 0);
  feed.at(40);
  // The linearizer announces the new life before the event that shows it.
  const trace::Event event{40, trace::Event::makeHead(EventKind::GStatus, 0, 0), Feeder::slot(old), 99, 0, 0, 0};
  const std::vector<LifeId> announced{LifeId{1}};
  built.builder.onOp({{.kind = trace::OpKind::GNew, .m = MId{0}, .g = 1, .other = LifeId::kNone, .count = 99},
                      event,
                      1,
                      false,
                      false,
                      40,
                      announced,
                      LifeId{}});
  built.builder.onOp({{.kind = trace::OpKind::Mark, .m = MId{0}}, event, 1, true, true, 40, {}, LifeId{}});
  feed.edge(50);
  EXPECT_EQ(built.model.goroutine(old).ended.load(), 40);
  EXPECT_EQ(brief(built.model.goroutine(old).lane, 50).back(), (Brief{20, 40, SpanState::Lost}));
  EXPECT_EQ(built.model.label(LifeId{1}), "G99");
  EXPECT_EQ(built.model.goroutine(LifeId{1}).lane.size(), 0U) << "nothing says what it does";
  EXPECT_EQ(built.model.stateAt(45).alive, 1U);
}

}  // namespace
}  // namespace gmpscope::analysis
