// Pictures of real runs: every preset is run, and what is drawn is what the analysis says.

#include <gtest/gtest.h>

#include <QDir>
#include <cstdlib>
#include <string>

#include "app/session/session.h"
#include "tests/scene/pixel_check.h"

namespace gmpscope::app {
namespace {

class EveryPreset : public testing::TestWithParam<const char*> {
 protected:
  // ctest says where the programs are; a test started by hand takes the worker that the environment names.
  void SetUp() override {
    if (const char* programs = std::getenv("GMPSCOPE_BIN"))
      ::setenv("GMPSCOPE_WORKER", (std::string(programs) + "/gmp-worker").c_str(), 1);
  }
};

// The stretch of the trace around its middle in which spans are wide enough to be looked at.
TimeRange closeUp(Nanos edge, Nanos length) { return {edge / 2, edge / 2 + length}; }

TEST_P(EveryPreset, IsDrawnAsTheAnalysisSays) {
  RunRequest request;
  request.preset = GetParam();
  request.seconds = 0.3;
  auto session = Session::run(request);
  ASSERT_TRUE(session.ok()) << session.error().text();
  session.value()->wait();
  const analysis::TraceModel& model = session.value()->model();
  ASSERT_GT(model.edge(), 0);

  std::mt19937_64 random(1);
  ExportOptions options;
  options.groups.fill(GroupMode::Open);
  int checked = 0;
  for (const Theme theme : {Theme::Dark, Theme::Light}) {
    options.theme = theme;
    for (const Nanos length : {20'000'000, 2'000'000, 200'000}) {
      options.range = closeUp(model.edge(), length);
      const auto page = timelinePage(model, options);
      ASSERT_TRUE(page.ok()) << page.error().text();
      const PixelReport report = checkPixels(model, page.value(), random, 200);
      checked += report.checked;
      EXPECT_TRUE(report.wrong.empty()) << report.wrong.size() << " of " << report.checked
                                        << " wrong, first: " << report.wrong.front();
    }
  }
  EXPECT_GE(checked, 200);

  // GMPSCOPE_PICTURES keeps the pictures, to be looked at.
  if (const QString folder = qEnvironmentVariable("GMPSCOPE_PICTURES"); !folder.isEmpty()) {
    options.range = closeUp(model.edge(), 5'000'000);
    EXPECT_TRUE(exportTimeline(model, options, QDir(folder).filePath(QStringLiteral("%1.png").arg(GetParam()))).ok());
    EXPECT_TRUE(exportBoard(model, model.edge() / 2, options,
                            QDir(folder).filePath(QStringLiteral("%1-board.png").arg(GetParam())))
                    .ok());
  }
}

std::string nameOf(const testing::TestParamInfo<const char*>& preset) {
  std::string name = preset.param;
  std::erase(name, '-');
  return name;
}
INSTANTIATE_TEST_SUITE_P(Presets, EveryPreset, testing::Values("work-stealing", "ping-pong", "fan-out", "unequal"),
                         nameOf);

}  // namespace
}  // namespace gmpscope::app
