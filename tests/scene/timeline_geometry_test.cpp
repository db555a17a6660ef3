#include "app/scene/timeline_geometry.h"

#include <gtest/gtest.h>

#include <QFontMetrics>
#include <algorithm>

#include "app/scene/fonts.h"
#include "app/scene/metrics.h"
#include "tests/scene/demo_model.h"
#include "tests/scene/model_filler.h"

namespace gmpscope::app {
namespace {

TimelineView viewOf(const analysis::TraceModel& model, QSize size = {1000, 500}) {
  TimelineView view;
  view.size = size;
  view.edge = model.edge();
  const QRect lanes = TimelineGeometry::lanesArea(size);
  view.viewport.setArea(lanes.width(), lanes.height(), 1);
  view.viewport.setTraceEnd(view.edge);
  view.viewport.setContentHeight(TimelineGeometry(model, view).contentHeight());
  return view;
}

class TimelineGeometryTest : public testing::Test {
 protected:
  TimelineGeometryTest() { fillDemo(model_, {}); }
  analysis::TraceModel model_;
};

TEST_F(TimelineGeometryTest, ShowsCoresAndProcessorsOpenOthersClosed) {
  const TimelineGeometry geometry(model_, viewOf(model_));
  std::vector<std::string> labels;
  for (const auto& row : geometry.rows()) labels.push_back(row.label.toStdString());
  EXPECT_EQ(labels, (std::vector<std::string>{"cores", "CPU 0", "CPU 1", "processors", "P0", "P1", "P2", "P3",
                                              "threads", "goroutines"}));
}

TEST_F(TimelineGeometryTest, RowsDontOverlap) {
  TimelineView view = viewOf(model_, {1000, 4000});
  view.groups.fill(GroupMode::Open);
  const TimelineGeometry geometry(model_, view);
  int bottom = geometry.lanes().top();
  for (const auto& row : geometry.rows()) {
    EXPECT_GE(row.rect.top(), bottom) << row.label.toStdString();
    bottom = row.rect.bottom() + 1;
    if (row.band.isEmpty()) continue;
    EXPECT_GE(row.band.top(), bottom);
    bottom = row.band.bottom() + 1;
  }
  EXPECT_LE(bottom - geometry.lanes().top(), geometry.contentHeight());
}

TEST_F(TimelineGeometryTest, FindsWhatIsUnderAPoint) {
  TimelineView view = viewOf(model_);
  view.viewport.fit({8'000'000, 9'000'000});
  const TimelineGeometry geometry(model_, view);
  EXPECT_EQ(geometry.hit({500, 5}).kind, TimelineHit::Kind::Ruler);
  for (const auto& row : geometry.rows()) {
    const QPointF left(10, row.rect.center().y());
    if (row.kind == TimelineRow::Kind::Header) {
      EXPECT_EQ(geometry.hit(left).kind, TimelineHit::Kind::Header);
      EXPECT_EQ(geometry.hit(left).lane.kind, row.lane.kind);
      continue;
    }
    EXPECT_EQ(geometry.hit(left).kind, TimelineHit::Kind::Label);
    for (int x = row.rect.left(); x <= row.rect.right(); x += 13) {
      const TimelineHit hit = geometry.hit(QPointF(x, row.rect.center().y()));
      ASSERT_EQ(hit.kind, TimelineHit::Kind::Lane);
      ASSERT_EQ(hit.lane, row.lane);
      ASSERT_EQ(hit.span, row.spans->covering(hit.time, view.edge));
      if (hit.span) {
        const QRectF rect = geometry.spanRect(row, *hit.span);
        ASSERT_LE(rect.left(), x + 1);
        ASSERT_GE(rect.right(), x);
      }
    }
    if (!row.band.isEmpty()) {
      EXPECT_EQ(geometry.hit(QPointF(500, row.band.center().y())).kind, TimelineHit::Kind::Band);
    }
  }
  EXPECT_EQ(geometry.hit({500, 499}).kind, TimelineHit::Kind::Nothing);
}

TEST_F(TimelineGeometryTest, LabelsStayInTheVisiblePartOfTheirSpan) {
  TimelineView view = viewOf(model_);
  view.groups.fill(GroupMode::Open);
  view.viewport.fit({8'000'000, 8'300'000});
  const TimelineGeometry geometry(model_, view);
  int labels = 0;
  for (const auto& row : geometry.rows()) {
    if (row.kind != TimelineRow::Kind::Lane) continue;
    for (std::size_t i = 0; i < row.spans->size(); ++i) {
      const SpanLabel label = geometry.label(row, i);
      if (label.text.isEmpty()) continue;
      ++labels;
      const QRectF rect = geometry.spanRect(row, i);
      ASSERT_GE(label.rect.left(), rect.left());
      ASSERT_LE(label.rect.right(), rect.right());
      ASSERT_GE(rect.left(), geometry.lanes().left());
      ASSERT_LE(rect.right(), geometry.lanes().right() + 1.0);
      ASSERT_NE(row.spans->at(i, view.edge).state, analysis::SpanState::Runnable);
    }
  }
  EXPECT_GT(labels, 20);
}

// "G1" on a narrow span of G17 would be a lie.
TEST_F(TimelineGeometryTest, NeverCutsAnIdShort) {
  analysis::TraceModel model;
  analysis::ModelFiller filler(model);
  for (std::uint64_t g = 1; g <= 17; ++g) filler.addGoroutine(g, "hash");
  analysis::SpanDetail detail;
  detail.goroutine = LifeId(16);
  Nanos t = 0;
  auto& lane = filler.addProcessor().lane;
  for (Nanos width = 4; width < 120; width += 2) {
    lane.append({t, t + width * 10, analysis::SpanState::Executing, detail});
    t += width * 10;
  }
  filler.publish(t);
  TimelineView view = viewOf(model, {4000, 400});
  view.viewport.showWindow(0, 10);
  const TimelineGeometry geometry(model, view);
  const TimelineRow* row = geometry.row({LaneKind::Processor, 0});
  ASSERT_NE(row, nullptr);
  const QFontMetrics font(sceneFont(metrics::kSpanText));
  int labels = 0;
  for (std::size_t i = 0; i < row->spans->size(); ++i) {
    const SpanLabel label = geometry.label(*row, i);
    if (label.text.isEmpty()) continue;
    ++labels;
    EXPECT_GE(label.rect.width(), font.horizontalAdvance("G17"));
  }
  EXPECT_GT(labels, 20);
  EXPECT_LT(labels, 50);
}

TEST_F(TimelineGeometryTest, ScrollsToALane) {
  TimelineView view = viewOf(model_);
  EXPECT_EQ(TimelineGeometry(model_, view).scrollFor({LaneKind::Goroutine, 30}), -1);
  view.groups.fill(GroupMode::Open);
  view.viewport.setContentHeight(TimelineGeometry(model_, view).contentHeight());
  const LaneKey lane{LaneKind::Goroutine, 30};
  EXPECT_EQ(TimelineGeometry(model_, view).row(lane), nullptr);
  view.viewport.scrollTo(TimelineGeometry(model_, view).scrollFor(lane));
  EXPECT_NE(TimelineGeometry(model_, view).row(lane), nullptr);
}

TEST_F(TimelineGeometryTest, ShowsOnlyTheLanesAskedForInTheirOrder) {
  TimelineView view = viewOf(model_, {1000, 2000});
  view.groups.fill(GroupMode::Hidden);
  for (const auto& [kind, order] : {std::pair{LaneKind::Processor, std::vector<std::uint32_t>{3, 1}},
                                    std::pair{LaneKind::Goroutine, std::vector<std::uint32_t>{20, 7, 30}}}) {
    const auto k = static_cast<std::size_t>(kind);
    view.groups[k] = GroupMode::Open;
    view.lanes[k] = std::make_shared<const std::vector<std::uint32_t>>(order);
  }
  const TimelineGeometry geometry(model_, view);
  std::vector<std::string> labels;
  for (const auto& row : geometry.rows()) labels.push_back(row.label.toStdString());
  EXPECT_EQ(labels,
            (std::vector<std::string>{"processors", "P3", "P1", "goroutines", "G21 hash", "G8 fetch", "G31 hash"}));
  EXPECT_GE(geometry.scrollFor({LaneKind::Goroutine, 7}), 0);
  EXPECT_EQ(geometry.scrollFor({LaneKind::Goroutine, 8}), -1);
}

TEST(TimelineGeometryFallback, SaysThatCoresArentKnownWithoutKernelRecords) {
  analysis::TraceModel model;
  analysis::RunInfo run;
  run.coreIds = {0, 1};
  run.kernelSource = kernel::Source::Sampled;
  analysis::ModelFiller filler(model);
  filler.setRun(run);
  filler.publish(1'000);
  const TimelineGeometry geometry(model, viewOf(model));
  ASSERT_GE(geometry.rows().size(), 2U);
  EXPECT_TRUE(geometry.rows()[0].caption.contains("no kernel records"));
  EXPECT_EQ(geometry.rows()[1].kind, TimelineRow::Kind::Header);
}

TEST(Goroutines, AreShownWhereTheyLive) {
  analysis::TraceModel model;
  analysis::ModelFiller filler(model);
  for (Nanos g = 0; g < 10; ++g) {
    filler.addGoroutine(static_cast<std::uint64_t>(g) + 1, g % 2 == 0 ? "even" : "odd")
        .lane.append({g * 100, g * 100 + 150, analysis::SpanState::Runnable, {}});
  }
  filler.publish(2'000);
  EXPECT_EQ(*goroutinesIn(model, nullptr, {310, 420}, 2'000), (std::vector<std::uint32_t>{2, 3, 4}));
  EXPECT_EQ(
      *goroutinesIn(model, std::make_shared<const std::vector<std::uint32_t>>(std::vector<std::uint32_t>{0, 2, 4, 6}),
                    {310, 420}, 2'000),
      (std::vector<std::uint32_t>{2, 4}));
  EXPECT_TRUE(goroutinesIn(model, nullptr, {1'500, 1'600}, 2'000)->empty());
}

TEST(TimelineGeometryLarge, MakesOnlyTheRowsInSight) {
  analysis::TraceModel model;
  analysis::ModelFiller filler(model);
  for (std::uint64_t g = 0; g < 100'000; ++g) filler.addGoroutine(g + 1, {});
  filler.publish(1'000'000);
  TimelineView view = viewOf(model);
  view.groups.fill(GroupMode::Open);
  view.viewport.setContentHeight(TimelineGeometry(model, view).contentHeight());
  view.viewport.scrollTo(1'000'000);
  const TimelineGeometry geometry(model, view);
  EXPECT_LT(geometry.rows().size(), 40U);
  ASSERT_FALSE(geometry.rows().empty());
  EXPECT_GT(geometry.rows().front().lane.index, 40'000U);
}

}  // namespace
}  // namespace gmpscope::app
