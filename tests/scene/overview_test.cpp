#include "app/scene/overview.h"

#include <gtest/gtest.h>

#include <memory>

#include "app/scene/render.h"
#include "tests/scene/model_filler.h"

namespace gmpscope::app {
namespace {

TEST(Overview, GoesFromPixelToTimeAndBack) {
  OverviewView view;
  view.edge = 1'000'000;
  view.size = QSize(500, 40);
  for (int x = 0; x <= 500; x += 5) EXPECT_NEAR(overviewXOf(view, overviewTimeAt(view, x)), x, 0.01);
  EXPECT_EQ(overviewTimeAt(view, -10), 0);
  EXPECT_EQ(overviewTimeAt(view, 9999), 1'000'000);
}

// One of two processors executes in the first half of the trace, none in the second.
TEST(Overview, ShowsHowManyProcessorsExecute) {
  analysis::TraceModel model;
  analysis::ModelFiller filler(model);
  analysis::SpanDetail detail;
  filler.addProcessor().lane.append({0, 500'000, analysis::SpanState::Executing, detail});
  filler.addProcessor();
  filler.publish(1'000'000);
  OverviewView view;
  view.edge = 1'000'000;
  view.window = {900'000, 1'000'000};
  view.size = QSize(400, 40);
  QImage image;
  renderOverview(model, view, image);
  const Palette& p = palette(view.theme);
  EXPECT_EQ(image.pixel(100, 34), p.state[0]);
  EXPECT_EQ(image.pixel(100, 17), p.ground);
  EXPECT_EQ(image.pixel(300, 34), p.ground);
}

// Of the first half the model tells, of the second the file.
TEST(Overview, ShowsTheWholeOfWhichTheModelTellsAPart) {
  analysis::TraceModel model;
  analysis::ModelFiller filler(model);
  filler.addProcessor().length.append(0, 1);  // somebody waits as long as the model tells
  filler.publish(500'000);
  auto stored = std::make_shared<trace::StoredOverview>();
  stored->length = 1'000'000;
  stored->columns = 4;
  stored->lanes.push_back({.kind = trace::StoredOverview::LaneKind::Processor, .number = 0, .name = {}, .shares = {}});
  stored->lanes[0].shares.push_back({.column = 3, .state = 0, .time = 250'000});
  OverviewView view;
  view.edge = 1'000'000;
  view.whole = {.overview = stored, .exact = {0, 500'000}};
  view.window = {0, 100'000};
  view.size = QSize(400, 40);
  QImage image;
  renderOverview(model, view, image);
  const Palette& p = palette(view.theme);
  EXPECT_EQ(image.pixel(350, 34), p.state[0]);
  EXPECT_EQ(image.pixel(250, 34), p.ground);
  EXPECT_EQ(image.pixel(150, 10), p.state[static_cast<std::size_t>(analysis::SpanState::Runnable)]);
  EXPECT_EQ(image.pixel(250, 10), p.ground) << "who waits there isn't known";
  EXPECT_EQ(image.pixel(150, 39), p.accent) << "the part that is told exactly";
  EXPECT_EQ(image.pixel(250, 39), p.ground);
}

}  // namespace
}  // namespace gmpscope::app
