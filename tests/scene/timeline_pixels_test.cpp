#include <gtest/gtest.h>

#include "app/scene/raster.h"
#include "app/scene/render.h"
#include "tests/scene/demo_model.h"
#include "tests/scene/model_filler.h"
#include "tests/scene/pixel_check.h"

namespace gmpscope::app {
namespace {

using analysis::SpanState;

ExportOptions everything(TimeRange range) {
  ExportOptions options;
  options.range = range;
  options.groups.fill(GroupMode::Open);
  return options;
}

TEST(TimelinePixels, HaveTheColourOfTheirState) {
  analysis::TraceModel model;
  fillDemo(model, {});
  std::mt19937_64 random(1);
  for (const Theme theme : {Theme::Dark, Theme::Light, Theme::Print}) {
    for (const double scale : {1.0, 1.25, 2.0}) {
      for (const TimeRange range :
           {TimeRange{0, model.edge()}, TimeRange{8'000'000, 9'000'000}, TimeRange{8'400'000, 8'440'000}}) {
        ExportOptions options = everything(range);
        options.theme = theme;
        options.scale = scale;
        const auto page = timelinePage(model, options);
        ASSERT_TRUE(page.ok());
        const PixelReport report = checkPixels(model, page.value(), random, 200);
        EXPECT_EQ(report.checked, 200);
        EXPECT_TRUE(report.wrong.empty()) << report.wrong.size() << " wrong, first: " << report.wrong.front();
      }
    }
  }
}

// The check itself must be able to fail.
TEST(TimelinePixels, AreFoundWrongInAnotherTheme) {
  analysis::TraceModel model;
  fillDemo(model, {});
  std::mt19937_64 random(1);
  auto page = timelinePage(model, everything({8'000'000, 9'000'000}));
  ASSERT_TRUE(page.ok());
  page.value().view.theme = Theme::Dark;
  EXPECT_GT(checkPixels(model, page.value(), random, 200).wrong.size(), 150U);
}

QImage lanesOnly(const analysis::TraceModel& model, const TimeScale& scale, int width, Theme theme, double ratio) {
  QImage image(width, 600, QImage::Format_RGB32);
  image.fill(palette(theme).ground);
  Raster raster(image, theme, ratio, scale, 0, 0, model.edge());
  int y = 0;
  const auto lane = [&](const analysis::SpanLane& spans, LaneKind kind) {
    raster.drawLane(spans, kind, y, 20);
    y += 24;
  };
  for (std::size_t c = 0; c < model.coreCount(); ++c) lane(model.core(c), LaneKind::Core);
  for (std::size_t p = 0; p < model.processorCount(); ++p) {
    lane(model.processor(p), LaneKind::Processor);
    raster.drawBand(model.queueLength(p), 64, y, 10);
    y += 12;
  }
  for (std::size_t t = 0; t < model.threadCount(); ++t) lane(model.thread(t).lane, LaneKind::Thread);
  for (std::uint32_t g = 0; g < 10; ++g) lane(model.goroutine(LifeId(g)).lane, LaneKind::Goroutine);
  return image;
}

TEST(TimelinePixels, DontChangeWhenPannedByWholePixels) {
  analysis::TraceModel model;
  fillDemo(model, {});
  constexpr int kWidth = 700;
  for (const double nanos : {1.0, 3.3, 47.7, 333.3, 2500.1, 25000.0 / 3}) {
    for (const double ratio : {1.0, 2.0}) {
      const TimeScale scale = TimeScale::at(8'300'000, nanos);
      const QImage still = lanesOnly(model, scale, kWidth, Theme::Dark, ratio);
      for (const int by : {1, 7, 64, 301}) {
        TimeScale moved = scale;
        moved.first += by;
        const QImage image = lanesOnly(model, moved, kWidth, Theme::Dark, ratio);
        EXPECT_EQ(still.copy(by, 0, kWidth - by, 600), image.copy(0, 0, kWidth - by, 600))
            << nanos << " ns a column, moved by " << by;
      }
    }
  }
}

// Three spans with one state each, at exact columns, so that every kind of row can be named.
class OneLane : public testing::Test {
 protected:
  void draw(SpanState state, LaneKind kind, trace::WaitReason reason = trace::WaitReason::None, Nanos edge = 10'000) {
    lane_ = std::make_unique<analysis::SpanLane>();
    analysis::SpanDetail detail;
    detail.reason = reason;
    lane_->append({1000, 5000, state, detail});
    lane_->publish();
    image_ = QImage(60, 20, QImage::Format_RGB32);
    image_.fill(palette(Theme::Dark).ground);
    Raster(image_, Theme::Dark, 1, TimeScale{0, 100}, 0, 0, edge).drawLane(*lane_, kind, 0, 20);
  }
  [[nodiscard]] QRgb at(int x, int y) const { return image_.pixel(x, y); }
  const Palette& p_ = palette(Theme::Dark);
  std::unique_ptr<analysis::SpanLane> lane_;
  QImage image_;
};

TEST_F(OneLane, IsBlankWhereThereIsNoSpan) {
  draw(SpanState::Executing, LaneKind::Processor);
  for (int y = 0; y < 20; ++y) {
    EXPECT_EQ(at(9, y), p_.ground);
    EXPECT_EQ(at(50, y), p_.ground);
  }
}

TEST_F(OneLane, EndsAtTheEdgeWhateverIsThereAlready) {
  draw(SpanState::Executing, LaneKind::Processor, trace::WaitReason::None, 2990);
  for (int y = 0; y < 20; ++y) {
    EXPECT_EQ(at(28, y), p_.state[0]);
    for (int x = 30; x < 60; ++x) EXPECT_EQ(at(x, y), p_.ground);
  }
  draw(SpanState::Executing, LaneKind::Processor, trace::WaitReason::None, -1);
  for (int x = 0; x < 60; ++x) EXPECT_EQ(at(x, 10), p_.ground);
}

TEST_F(OneLane, ExecutingIsSolid) {
  draw(SpanState::Executing, LaneKind::Processor);
  for (int y = 0; y < 20; ++y) EXPECT_EQ(at(30, y), p_.state[0]);
}

TEST_F(OneLane, RunnableHasHalfTheHeight) {
  draw(SpanState::Runnable, LaneKind::Goroutine);
  int rows = 0;
  for (int y = 0; y < 20; ++y) rows += at(30, y) == p_.state[1] ? 1 : 0;
  EXPECT_EQ(rows, 10);
  EXPECT_EQ(at(30, 10), p_.state[1]);
  EXPECT_EQ(at(30, 2), p_.ground);
}

TEST_F(OneLane, OffCoreIsHollow) {
  draw(SpanState::OffCore, LaneKind::Processor);
  const QRgb frame = p_.state[static_cast<std::size_t>(SpanState::OffCore)];
  EXPECT_EQ(at(30, 0), frame);
  EXPECT_EQ(at(30, 19), frame);
  EXPECT_EQ(at(10, 10), frame);
  EXPECT_EQ(at(49, 10), frame);
  for (int y = 1; y < 19; ++y) EXPECT_EQ(at(30, y), p_.hollow);
}

TEST_F(OneLane, WaitingHasItsReasonsTexture) {
  using trace::WaitReason;
  std::vector<QImage> pictures;
  for (const WaitReason reason :
       {WaitReason::None, WaitReason::ChanSend, WaitReason::MutexLock, WaitReason::Sleep, WaitReason::Network}) {
    draw(SpanState::Waiting, LaneKind::Goroutine, reason);
    int marks = 0;
    for (int y = 0; y < 20; ++y) {
      for (int x = 12; x < 48; ++x) {
        EXPECT_TRUE(at(x, y) == p_.texture || at(x, y) == p_.state[3]);
        marks += at(x, y) == p_.texture ? 1 : 0;
      }
    }
    EXPECT_EQ(marks > 0, reason != WaitReason::None);
    for (const QImage& other : pictures) EXPECT_NE(other, image_);
    pictures.push_back(image_);
  }
}

TEST_F(OneLane, AThreadAsleepIsAThinBar) {
  draw(SpanState::Waiting, LaneKind::Thread);
  int rows = 0;
  for (int y = 0; y < 20; ++y) rows += at(30, y) == p_.state[3] ? 1 : 0;
  EXPECT_EQ(rows, 4);
}

// Spans narrower than a column blend by their share of time, in linear light.
TEST(TimelineBlending, MixesByTimeInLinearLight) {
  analysis::SpanLane lane;
  for (Nanos t = 0; t < 10'000; t += 10) lane.append({t, t + 5, SpanState::Executing, {}});
  lane.publish();
  QImage image(10, 20, QImage::Format_RGB32);
  const Palette& p = palette(Theme::Light);
  image.fill(p.ground);
  Raster(image, Theme::Light, 1, TimeScale{0, 1000}, 0, 0, 10'000).drawLane(lane, LaneKind::Processor, 0, 20);
  const QRgb half = mixed(p.ground, p.state[0], 0.5F);
  for (int x = 0; x < 10; ++x) EXPECT_EQ(image.pixel(x, 10), half);
}

}  // namespace
}  // namespace gmpscope::app
