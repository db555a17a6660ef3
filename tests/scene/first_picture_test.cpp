#include "app/scene/first_picture.h"

#include <gtest/gtest.h>

#include "app/scene/metrics.h"
#include "core/analysis/overview.h"
#include "tests/scene/model_filler.h"

namespace gmpscope::app {
namespace {

// P0 executes in the first half of the trace, P1 in the second; M0 all the time.
void fill(analysis::TraceModel& model) {
  analysis::ModelFiller filler(model);
  const analysis::SpanDetail detail;
  filler.addProcessor().lane.append({0, 500'000, analysis::SpanState::Executing, detail});
  filler.addProcessor().lane.append({500'000, 1'000'000, analysis::SpanState::Executing, detail});
  filler.addThread(7).lane.append({0, 1'000'000, analysis::SpanState::Executing, detail});
  filler.publish(1'000'000);
}

TEST(FirstPicture, ShowsEachLaneWhereItExecutes) {
  analysis::TraceModel model;
  fill(model);
  const auto overview = analysis::overviewOf(model);
  ASSERT_TRUE(overview);
  for (const double ratio : {1.0, 1.5, 2.0}) {
    for (const Theme theme : {Theme::Dark, Theme::Light}) {
      QImage image;
      renderFirstPicture(*overview, {.size = QSize(496, 200), .devicePixelRatio = ratio, .theme = theme}, image);
      EXPECT_EQ(image.size(), QSize(qRound(496 * ratio), qRound(200 * ratio)));
      const Palette& p = palette(theme);
      const QRgb executing = p.state[static_cast<std::size_t>(analysis::SpanState::Executing)];
      const auto at = [&](double share, int y) {
        return image.pixel(static_cast<int>((metrics::kLabelWidth + share * 400) * ratio), static_cast<int>(y * ratio));
      };
      const int p0 = metrics::kRulerHeight + metrics::kWideLane / 2;
      const int p1 = p0 + metrics::kWideLane + metrics::kLaneGap;
      const int m0 = metrics::kRulerHeight + 2 * (metrics::kWideLane + metrics::kLaneGap) + metrics::kGroupGap + 4;
      EXPECT_EQ(at(0.25, p0), executing);
      EXPECT_EQ(at(0.75, p0), p.ground);
      EXPECT_EQ(at(0.25, p1), p.ground);
      EXPECT_EQ(at(0.75, p1), executing);
      EXPECT_NE(at(0.25, m0), p.ground);
      EXPECT_EQ(at(0.5, 10), p.ground) << "the caption's place";
    }
  }
}

TEST(FirstPicture, OfNothingIsTheGround) {
  QImage image;
  renderFirstPicture({.length = 5, .columns = 1, .lanes = {}}, {.size = QSize(20, 20)}, image);
  EXPECT_EQ(image.pixel(10, 10), palette(Theme::Dark).ground);
}

}  // namespace
}  // namespace gmpscope::app
