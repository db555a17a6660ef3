#include "app/scene/viewport.h"

#include <gtest/gtest.h>

namespace gmpscope::app {
namespace {

Viewport viewport(Nanos end = 10'000'000) {
  Viewport result;
  result.setArea(1000, 400, 1);
  result.setTraceEnd(end);
  return result;
}

TEST(Viewport, ShowsTheWholeTraceAtFirst) {
  Viewport v = viewport();
  EXPECT_LE(v.window().from, 0);
  EXPECT_GE(v.window().to, 10'000'000);
  v.setTraceEnd(30'000'000);
  EXPECT_GE(v.window().to, 30'000'000);
}

TEST(Viewport, KeepsTheTimeUnderThePointWhenZooming) {
  Viewport v = viewport();
  for (const double x : {100.0, 503.0, 900.0}) {
    const Nanos under = v.timeAt(x);
    v.zoomAbout(x, 1.7);
    EXPECT_NEAR(static_cast<double>(v.timeAt(x)), static_cast<double>(under), 2 * v.nanosPerPixel());
  }
}

TEST(Viewport, ZoomsNoCloserThanANanosecondAColumn) {
  Viewport v = viewport();
  for (int i = 0; i < 100; ++i) v.zoomAbout(500, 3);
  EXPECT_DOUBLE_EQ(v.nanosPerPixel(), 1);
  v.setArea(1000, 400, 2);
  EXPECT_DOUBLE_EQ(v.scale().nanosPerColumn, 1);
}

TEST(Viewport, ZoomsNoWiderThanTheWhole) {
  Viewport v = viewport();
  const double whole = v.nanosPerPixel();
  v.zoomAbout(500, 10);
  for (int i = 0; i < 20; ++i) v.zoomAbout(10, 0.5);
  EXPECT_DOUBLE_EQ(v.nanosPerPixel(), whole);
}

TEST(Viewport, KeepsItsMiddleInTheTrace) {
  Viewport v = viewport();
  v.zoomAbout(500, 10);
  v.panBy(1e9);
  EXPECT_LE(v.timeAt(499), 10'000'000);
  v.panBy(-1e9);
  EXPECT_GE(v.timeAt(501), 0);
}

TEST(Viewport, FitsARange) {
  Viewport v = viewport();
  v.fit({4'000'000, 5'000'000});
  EXPECT_NEAR(v.xOf(4'000'000), 20, 1);
  EXPECT_NEAR(v.xOf(5'000'000), 980, 1);
}

TEST(Viewport, FollowsTheEdgeUntilPanned) {
  Viewport v = viewport();
  v.fit({0, 1'000'000});
  v.setFollowing(true);
  v.setTraceEnd(20'000'000);
  const double x = v.xOf(20'000'000);
  EXPECT_GT(x, 900);
  EXPECT_LT(x, 1000);
  v.setTraceEnd(25'000'000);
  EXPECT_NEAR(v.xOf(25'000'000), x, 1);
  v.panBy(-10);
  EXPECT_FALSE(v.following());
  const TimeRange window = v.window();
  v.setTraceEnd(30'000'000);
  EXPECT_EQ(v.window(), window);
}

TEST(Viewport, UndoesAChangeOfTheLook) {
  Viewport v = viewport();
  v.fit({1'000'000, 2'000'000});
  const TimeRange window = v.window();
  v.remember();
  v.zoomAbout(200, 4);
  v.panBy(50);
  EXPECT_NE(v.window(), window);
  EXPECT_TRUE(v.undo());
  EXPECT_EQ(v.window(), window);
  EXPECT_FALSE(v.undo());
}

TEST(Viewport, ScrollsNoFurtherThanItsContent) {
  Viewport v = viewport();
  v.setContentHeight(1000);
  v.scrollBy(5000);
  EXPECT_EQ(v.scroll(), 600);
  v.scrollBy(-9999);
  EXPECT_EQ(v.scroll(), 0);
  v.setContentHeight(100);
  v.scrollBy(10);
  EXPECT_EQ(v.scroll(), 0);
}

TEST(Viewport, RevealsWhatIsOutOfSight) {
  Viewport v = viewport();
  v.fit({0, 1'000'000});
  v.reveal(7'000'000);
  EXPECT_NEAR(v.xOf(7'000'000), 500, 2);
  const TimeRange window = v.window();
  v.reveal(7'100'000);
  EXPECT_EQ(v.window(), window);
}

}  // namespace
}  // namespace gmpscope::app
