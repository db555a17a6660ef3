#include "app/scene/export_picture.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include "app/scene/render.h"
#include "tests/scene/demo_model.h"
#include "tests/scene/model_filler.h"

namespace gmpscope::app {
namespace {

class Export : public testing::Test {
 protected:
  Export() { fillDemo(model_, {}); }
  [[nodiscard]] QString path(const char* name) const { return folder_.filePath(name); }
  analysis::TraceModel model_;
  QTemporaryDir folder_;
};

TEST_F(Export, WritesAPngOfTheAskedSize) {
  ExportOptions options;
  options.size = QSize(800, 600);
  options.scale = 2;
  ASSERT_TRUE(exportTimeline(model_, options, path("t.png")).ok());
  const QImage image(path("t.png"), "PNG");
  EXPECT_EQ(image.size(), QSize(1600, 1200));
}

TEST_F(Export, IsAsHighAsItsLanesWhenNoHeightIsAsked) {
  ExportOptions options;
  options.groups.fill(GroupMode::Open);
  const auto page = timelinePage(model_, options);
  ASSERT_TRUE(page.ok());
  const TimelineGeometry geometry(model_, page.value().view);
  EXPECT_EQ(geometry.contentHeight(), geometry.lanes().height());
  EXPECT_EQ(page.value().image.width(), 1600);
}

TEST_F(Export, KeepsTheAskedSizeHoweverSmall) {
  ExportOptions options;
  options.size = QSize(240, 240);
  const auto page = timelinePage(model_, options);
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page.value().image.size(), QSize(240, 240));
}

TEST_F(Export, ShowsExactlyTheRange) {
  ExportOptions options;
  options.range = TimeRange{3'000'000, 4'000'000};
  const auto page = timelinePage(model_, options);
  ASSERT_TRUE(page.ok());
  const TimeRange window = page.value().view.viewport.window();
  const auto pixel = static_cast<Nanos>(page.value().view.viewport.nanosPerPixel()) + 1;
  EXPECT_NEAR(static_cast<double>(window.from), 3'000'000, static_cast<double>(pixel));
  EXPECT_NEAR(static_cast<double>(window.to), 4'000'000, static_cast<double>(pixel));
}

TEST_F(Export, HasTheSamePixelsAsTheScreen) {
  ExportOptions options;
  options.theme = Theme::Dark;
  const auto page = timelinePage(model_, options);
  ASSERT_TRUE(page.ok());
  QImage screen;
  renderTimeline(model_, page.value().view, screen);
  const QImage part = page.value().image.copy(QRect(page.value().origin, screen.size()));
  EXPECT_EQ(part.convertToFormat(QImage::Format_RGB32), screen);
}

TEST_F(Export, WritesTheBoard) {
  ASSERT_TRUE(exportBoard(model_, 8'000'000, {}, path("b.png")).ok());
  EXPECT_EQ(QImage(path("b.png")).width(), 1600);
}

TEST_F(Export, LeavesNothingBehindWhenItCantWrite) {
  const auto status = exportTimeline(model_, {}, path("no/such/folder.png"));
  ASSERT_FALSE(status.ok());
  EXPECT_NE(status.error().text().find("no/such/folder.png"), std::string::npos);
  EXPECT_TRUE(QDir(folder_.path()).isEmpty());
}

TEST_F(Export, KeepsTheOldFileWhenTheNewOneFails) {
  QFile old(path("t.png"));
  ASSERT_TRUE(old.open(QIODevice::WriteOnly));
  old.write("old");
  old.close();
  ExportOptions options;
  options.size = QSize(10, 10);
  EXPECT_FALSE(exportTimeline(model_, options, path("t.png")).ok());
  ASSERT_TRUE(old.open(QIODevice::ReadOnly));
  EXPECT_EQ(old.readAll(), "old");
}

TEST_F(Export, RefusesWhatCantBeDrawn) {
  const auto refused = [&](auto change) {
    ExportOptions options;
    change(options);
    return !timelinePage(model_, options).ok();
  };
  EXPECT_TRUE(refused([](ExportOptions& o) { o.size = QSize(100, 100); }));
  EXPECT_TRUE(refused([](ExportOptions& o) { o.size = QSize(40'000, 500); }));
  EXPECT_TRUE(refused([](ExportOptions& o) { o.scale = 0; }));
  EXPECT_TRUE(refused([](ExportOptions& o) { o.scale = std::nan(""); }));
  EXPECT_TRUE(refused([](ExportOptions& o) { o.range = TimeRange{5, 5}; }));
  EXPECT_TRUE(refused([](ExportOptions& o) { o.range = TimeRange{-5, 50}; }));
  EXPECT_FALSE(refused([](ExportOptions&) {}));
}

TEST(ExportEmpty, RefusesATraceWithoutEvents) {
  const analysis::TraceModel model;
  EXPECT_FALSE(timelinePage(model, {}).ok());
}

}  // namespace
}  // namespace gmpscope::app
