// The window as people use it: offscreen, and with an X server.

#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>
#include <csignal>
#include <optional>
#include <utility>

#include "app/items/first_picture_item.h"
#include "core/analysis/reasons.h"
#include "tests/e2e/driver.h"
#include "tests/e2e/pump.h"

namespace gmpscope::app {
namespace {

using analysis::SpanState;

TEST(Window, RunsWhatIsPressedAndShowsItLive) {
  Driver driver;
  EXPECT_EQ(driver.bench().mode(), Workbench::Mode::Empty);
  EXPECT_NE(driver.item("noRun"), nullptr);

  driver.click("runButton");
  ASSERT_TRUE(driver.bench().run()->live());
  EXPECT_EQ(driver.text("modeWord"), QStringLiteral("LIVE"));
  EXPECT_TRUE(pumpUntil([&] { return driver.pixelsOf(SpanState::Executing) > 500; }, 20'000))
      << "nothing executing was drawn";

  driver.click("stopButton");
  ASSERT_TRUE(pumpUntil([&] { return !driver.bench().run()->live(); }, 20'000));
  EXPECT_EQ(driver.text("modeWord"), QStringLiteral("ENDED"));
  EXPECT_FALSE(driver.text("rateFigure").isEmpty());
}

TEST(Window, SelectsTheSpanThatIsClickedAndSaysWhatItIs) {
  Driver driver;
  ASSERT_TRUE(driver.runToTheEnd());
  ASSERT_TRUE(driver.bench().view()->showFirstSteal());
  driver.bench().view()->clearSelection();
  ASSERT_TRUE(pumpSettled(driver.window()));
  EXPECT_NE(driver.item("noSelection"), nullptr);

  const auto target = driver.wideSpan();
  ASSERT_TRUE(target);
  driver.clickAt(target->point);
  ASSERT_TRUE(driver.bench().view()->selection());
  EXPECT_EQ(*driver.bench().view()->selection(), target->key);
  EXPECT_EQ(driver.item("noSelection"), nullptr);

  const auto& model = driver.bench().run()->session()->model();
  const auto span = driver.bench().view()->selectedSpan();
  ASSERT_TRUE(span);
  EXPECT_GE(driver.bench().view()->moment(), span->start);
  EXPECT_LT(driver.bench().view()->moment(), span->end);
  EXPECT_FALSE(driver.text("whyTitle").isEmpty());
  EXPECT_NE(analysis::whyStarted(model, *span).id, analysis::ReasonId::Unknown);

  driver.click("detailsTab");
  pumpFor(50);
  EXPECT_EQ(driver.text("detailsTitle"), QStringLiteral("P%1").arg(target->key.lane.index));
}

TEST(Window, SelectsTheGoroutineWhoseChipIsClicked) {
  Driver driver;
  ASSERT_TRUE(driver.runToTheEnd());
  ASSERT_TRUE(driver.bench().view()->showFirstSteal());
  driver.bench().view()->clearSelection();
  ASSERT_TRUE(pumpSettled(driver.window()));
  const auto geometry = driver.board().geometry();
  ASSERT_NE(geometry, nullptr);
  for (const auto& chip : geometry->chips()) {
    if (chip.target.kind != BoardHit::Kind::Goroutine) continue;
    driver.clickAt(driver.board().mapToScene(chip.rect.center()));
    const auto selected = driver.bench().view()->selectedGoroutine();
    ASSERT_TRUE(selected);
    EXPECT_EQ(selected->value, chip.target.id);
    return;
  }
  FAIL() << "no goroutine stands on the board at the first steal";
}

// Writes a trace of so many events, with a checkpoint after each so many.
void record(const QString& file, std::uint64_t events, std::uint64_t checkpointEvery) {
  useBuiltWorker();
  RunRequest request{.preset = "ping-pong", .settings = {"work=5us"}, .gomaxprocs = 1, .seconds = 60};
  request.arenaBytes = std::size_t{1} << 30;  // a slow machine shall not drop any
  request.out = file.toStdString();
  request.checkpointEvery = checkpointEvery;
  auto session = Session::run(request);
  ASSERT_TRUE(session.ok()) << session.error().text();
  while (session.value()->live() && session.value()->model().counters().events < events) pumpFor(1);
  session.value()->stop();
  session.value()->wait();
  ASSERT_GE(session.value()->model().events().size(), events) << session.value()->model().end().text;
}

// A file of so many events takes a while; its first picture stands in it.
TEST(Window, ShowsALongTraceBeforeItsEventsAreRead) {
  constexpr std::uint64_t kEnough = 1'500'000;
  const QTemporaryDir folder;
  const QString file = folder.filePath(QStringLiteral("long.gmps"));
  record(file, kEnough, RunRequest().checkpointEvery);
  Driver driver;
  RunController& run = *driver.bench().run();
  run.open(QUrl::fromLocalFile(file));
  ASSERT_TRUE(pumpUntil([&] { return driver.item("firstPicture") != nullptr || run.present(); }));
  ASSERT_FALSE(run.present()) << "the events were there first";
  ASSERT_NE(driver.item("firstPicture"), nullptr);
  EXPECT_TRUE(run.loading());
  EXPECT_EQ(driver.item("noRun"), nullptr);
  ASSERT_NE(driver.item("modeWord"), nullptr);
  EXPECT_EQ(driver.item("modeWord")->property("text").toString(), QStringLiteral("READING"));
  const auto shown = [&] {
    const auto* picture = driver.item("firstPicture")->findChild<FirstPictureItem*>();
    return picture != nullptr && picture->settled() && !picture->picture().isNull();
  };
  ASSERT_TRUE(pumpUntil([&] { return run.present() || shown(); }));
  ASSERT_FALSE(run.present()) << "nothing was shown before";

  ASSERT_TRUE(pumpUntil([&] { return run.present(); }, 60'000));
  EXPECT_EQ(driver.item("firstPicture"), nullptr);
  EXPECT_FALSE(run.pictured());
  EXPECT_GE(run.session()->model().events().size(), kEnough);
}

// A file that would take long to read: what is looked at closely is read, the rest is what the file keeps of it.
class WindowOfALongFile : public ::testing::Test {
 protected:
  void SetUp() override {
    const QString file = folder_.filePath(QStringLiteral("long.gmps"));
    record(file, 1'200'000, 200);
    driver_.emplace();
    run().open(QUrl::fromLocalFile(file));
    ASSERT_TRUE(pumpUntil([&] { return run().present(); }));
    ASSERT_TRUE(run().parts());
    ASSERT_TRUE(pumpSettled(driver_->window()));
  }
  [[nodiscard]] RunController& run() { return *driver_->bench().run(); }
  [[nodiscard]] ViewController& view() { return *driver_->bench().view(); }
  [[nodiscard]] bool tells(Nanos t) { return t >= view().whole().exact.from && t <= view().whole().exact.to; }
  // So much of the lanes' area is drawn in the colour of what executes, left of the middle and right of it.
  [[nodiscard]] std::pair<int, int> executing() {
    pumpSettled(driver_->window());
    const QImage picture = driver_->timeline().picture();
    const QRgb green = palette(Theme::Dark).state.at(static_cast<std::size_t>(SpanState::Executing));
    const int left = TimelineGeometry::lanesArea(picture.size()).left();
    std::pair<int, int> found{0, 0};
    for (int y = 0; y < picture.height(); ++y)
      for (int x = left; x < picture.width(); ++x)
        if ((picture.pixel(x, y) & 0xffffff) == (green & 0xffffff))
          ++(x < (left + picture.width()) / 2 ? found.first : found.second);
    return found;
  }

  const QTemporaryDir folder_;
  std::optional<Driver> driver_;
};

TEST_F(WindowOfALongFile, ShowsTheWholeAndReadsWhatIsLookedAt) {
  const Nanos length = view().end();
  EXPECT_LT(view().edge(), length / 2) << "only the beginning has been read";
  const auto [early, late] = executing();
  EXPECT_GT(early, 300);
  EXPECT_GT(late, 300) << "what hasn't been read isn't drawn";
  EXPECT_TRUE(driver_->text("foldedFigure").contains(QStringLiteral("detail from")));

  // The whole again and again reads nothing.
  view().fitAll();
  pumpFor(300);
  EXPECT_LT(view().edge(), length / 2);

  view().showRange({length / 2, length / 2 + length / 200});
  ASSERT_TRUE(pumpUntil([&] { return tells(length / 2) && tells(length / 2 + length / 200); }));
  EXPECT_TRUE(tells(view().moment())) << "the board's moment isn't known any more";
  EXPECT_EQ(view().end(), length);
  // So close that each span can be clicked.
  view().showRange({length / 2, length / 2 + 100'000});
  ASSERT_TRUE(pumpSettled(driver_->window()));
  const auto target = driver_->wideSpan();
  ASSERT_TRUE(target) << "the spans of the part aren't there";
  driver_->clickAt(target->point);
  EXPECT_TRUE(view().selection());
}

TEST_F(WindowOfALongFile, MovesThePlayheadWhenItsPartHasBeenRead) {
  const Nanos asked = view().end() * 3 / 4;
  view().setPlayhead(asked);
  EXPECT_TRUE(tells(view().moment())) << "the board would show what isn't known";
  ASSERT_TRUE(pumpUntil([&] { return tells(asked); }));
  EXPECT_EQ(view().moment(), asked);
}

// From the last span of a part on, and back.
TEST_F(WindowOfALongFile, StepsFromPartToPart) {
  view().setPlayhead(view().edge());
  view().step(1);
  ASSERT_TRUE(view().selection());
  const Nanos edge = view().edge();
  for (int i = 0; i < 1000 && view().edge() == edge && !run().readingPart(); ++i) view().step(1);
  ASSERT_TRUE(run().readingPart());
  ASSERT_TRUE(pumpUntil([&] { return view().edge() > edge; }));
  EXPECT_TRUE(tells(edge + 1));
  EXPECT_EQ(view().moment(), edge + 1);
  EXPECT_FALSE(view().selection());
  const TimeRange window = view().viewport().window();
  EXPECT_TRUE(window.from <= edge && edge <= window.to);
}

TEST_F(WindowOfALongFile, SaysSoIfTheFileIsGone) {
  ASSERT_TRUE(QFile::remove(folder_.filePath(QStringLiteral("long.gmps"))));
  const Nanos before = view().moment();
  view().setPlayhead(view().end() / 2);
  ASSERT_TRUE(pumpUntil([&] { return driver_->bench().messageIsError(); }));
  EXPECT_EQ(view().moment(), before);
  EXPECT_TRUE(run().present());
  EXPECT_FALSE(run().readingPart());
}

TEST(Window, PointsOutTheFirstStealAfterTheTour) {
  Driver driver;
  driver.bench().runTour();
  ASSERT_TRUE(driver.bench().run()->live());
  ASSERT_TRUE(pumpUntil([&] { return !driver.bench().run()->live(); }, 60'000));
  pumpFor(100);
  const auto span = driver.bench().view()->selectedSpan();
  ASSERT_TRUE(span);
  const auto reason = analysis::whyStarted(driver.bench().run()->session()->model(), *span).id;
  EXPECT_TRUE(reason == analysis::ReasonId::StartedBySteal || reason == analysis::ReasonId::StartedByStealNext);
  EXPECT_EQ(driver.bench().view()->moment(), span->start);
  const auto& view = *driver.bench().view();
  EXPECT_EQ(view.group(LaneKind::Core), GroupMode::Open);
  EXPECT_EQ(view.group(LaneKind::Processor), GroupMode::Open);
  EXPECT_EQ(view.group(LaneKind::Thread), GroupMode::Collapsed);
  EXPECT_EQ(view.group(LaneKind::Goroutine), GroupMode::Collapsed);
}

TEST(Window, ExportsWhatItShows) {
  Driver driver;
  ASSERT_TRUE(driver.runToTheEnd());
  // From the very beginning, where the window shows room before the trace.
  driver.bench().view()->showRange({0, driver.bench().view()->edge() / 2});
  ASSERT_LT(driver.bench().view()->viewport().window().from, 0);
  const QTemporaryDir folder;
  const QString file = folder.filePath(QStringLiteral("view.png"));

  auto* dialog = driver.window().findChild<QObject*>(QStringLiteral("exportDialog"));
  ASSERT_NE(dialog, nullptr);
  auto* files = dialog->findChild<QObject*>(QStringLiteral("exportFile"));
  ASSERT_NE(files, nullptr);
  files->setProperty("currentFolder", QUrl::fromLocalFile(folder.path()));
  QStringList said;
  QObject::connect(&driver.bench(), &Workbench::messageChanged, &driver.window(),
                   [&] { said << driver.bench().message(); });
  const auto saved = [&] { return said.join(QLatin1Char(' ')).contains(file); };
  const auto asksForAFile = [&] { return files->property("visible").toBool(); };
  driver.press(Qt::Key_E, Qt::ControlModifier);
  ASSERT_TRUE(pumpUntil([&] { return dialog->property("opened").toBool(); }));
  driver.click("exportAccept");
  ASSERT_TRUE(pumpUntil(asksForAFile));
  pumpFor(200);
  driver.click("fileNameTextField");
  driver.press(Qt::Key_A, Qt::ControlModifier);
  driver.type("view.png");
  driver.press(Qt::Key_Tab);  // Qt 6.4 takes the name when the field is left
  driver.clickText("Export");
  ASSERT_TRUE(pumpUntil(saved)) << "it said: " << said.join(QStringLiteral(" | ")).toStdString();

  const QImage picture(file);
  ASSERT_FALSE(picture.isNull());
  EXPECT_EQ(picture.width(), 3200);
  const QRgb green = palette(Theme::Dark).state.at(static_cast<std::size_t>(SpanState::Executing));
  int found = 0;
  for (int y = 0; y < picture.height(); ++y) {
    for (int x = 0; x < picture.width(); ++x) found += (picture.pixel(x, y) & 0xffffff) == (green & 0xffffff);
  }
  EXPECT_GT(found, 5'000);
}

TEST(Window, HoldsTheViewWhileTheRunGoesOn) {
  Driver driver;
  driver.click("runButton");
  ASSERT_TRUE(pumpUntil([&] { return driver.bench().view()->edge() > 100'000'000; }, 20'000));
  driver.timeline().forceActiveFocus();
  driver.press(Qt::Key_H);
  EXPECT_EQ(driver.text("modeWord"), QStringLiteral("HELD"));
  const Nanos held = driver.bench().view()->edge();
  ASSERT_TRUE(pumpSettled(driver.window()));
  const QImage before = driver.timeline().picture();
  pumpFor(300);
  EXPECT_EQ(driver.bench().view()->edge(), held);
  EXPECT_GT(driver.bench().run()->session()->model().edge(), held);
  EXPECT_EQ(driver.timeline().picture(), before);
  EXPECT_FALSE(driver.text("aheadLabel").isEmpty());
  driver.press(Qt::Key_H);
  EXPECT_EQ(driver.text("modeWord"), QStringLiteral("LIVE"));
  EXPECT_TRUE(pumpUntil([&] { return driver.bench().view()->edge() > held; }));
}

TEST(Window, PausesTheRunAndLetsItGoOnByDecisions) {
  Driver driver;
  driver.click("runButton");
  const auto events = [&] { return driver.bench().run()->session()->model().counters().events; };
  const auto mode = [&driver](Workbench::Mode wanted) {
    return pumpUntil([&] { return driver.bench().mode() == wanted; }, 20'000);
  };
  ASSERT_TRUE(pumpUntil([&] { return driver.bench().view()->edge() > 50'000'000; }, 20'000));
  driver.timeline().forceActiveFocus();
  driver.press(Qt::Key_Space);
  ASSERT_TRUE(mode(Workbench::Mode::Paused));
  EXPECT_TRUE(pumpUntil([&] { return driver.text("modeWord") == QStringLiteral("PAUSED"); }));
  pumpFor(100);  // what an M did on its way to standing still
  ASSERT_TRUE(pumpSettled(driver.window()));
  const std::uint64_t paused = events();
  const Nanos edge = driver.bench().view()->edge();
  const QImage before = driver.timeline().picture();
  pumpFor(300);
  EXPECT_EQ(events(), paused);
  EXPECT_EQ(driver.bench().view()->edge(), edge);
  EXPECT_EQ(driver.timeline().picture(), before);

  driver.press(Qt::Key_N);
  EXPECT_TRUE(pumpUntil([&] { return events() > paused; }));
  driver.click("nextButton");
  pumpFor(100);
  EXPECT_EQ(driver.bench().mode(), Workbench::Mode::Paused);
  EXPECT_GT(driver.bench().view()->edge(), edge);

  driver.click("pauseButton");
  ASSERT_TRUE(mode(Workbench::Mode::Live));
  const std::uint64_t resumed = events();
  EXPECT_TRUE(pumpUntil([&] { return events() > resumed + 100; }, 20'000));
  driver.bench().control()->setSpeed(2);
  EXPECT_TRUE(mode(Workbench::Mode::Slow));
  driver.bench().control()->setSpeed(0);
  EXPECT_TRUE(mode(Workbench::Mode::Live));
}

// The run stands where what was asked for has just happened, by the trace's word.
TEST(Window, StepsUntilSomethingHappens) {
  Driver driver;
  driver.click("runButton");
  ASSERT_TRUE(pumpUntil([&] { return driver.bench().view()->edge() > 50'000'000; }, 20'000));
  RunControl& control = *driver.bench().control();
  const auto steals = [&driver] { return driver.bench().run()->controlled()->controlWatch().counts().steals; };
  ASSERT_EQ(control.farSteps().size(), 3);
  control.togglePause();
  ASSERT_TRUE(pumpUntil([&] { return driver.bench().mode() == Workbench::Mode::Paused; }, 20'000));
  pumpFor(100);
  const std::uint64_t before = steals();
  control.stepFar(0);
  EXPECT_TRUE(control.stepping());
  ASSERT_TRUE(pumpUntil([&] { return !control.stepping(); }, 60'000));
  EXPECT_EQ(steals(), before + 1);
  pumpFor(50);
  EXPECT_EQ(driver.bench().mode(), Workbench::Mode::Paused);

  driver.bench().view()->showFirstSteal();
  ASSERT_TRUE(driver.bench().view()->selectedGoroutine().has_value());
  EXPECT_EQ(control.farSteps().size(), 5) << "the goroutine, and its processor";
  control.stepFar(3);  // of a goroutine that may have ended: it is left off by whoever pauses
  control.togglePause();
  EXPECT_FALSE(control.stepping());
  EXPECT_TRUE(control.pauseAsked());
}

TEST(Window, ChangesTheProcessorsOfTheRunThatGoesOn) {
  Driver driver;
  driver.click("runButton");
  ASSERT_TRUE(driver.bench().run()->live());
  const int before = driver.bench().run()->gomaxprocs();
  driver.bench().control()->setProcs(before + 2);
  EXPECT_TRUE(pumpUntil(
      [&] { return driver.bench().run()->session()->model().processorCount() == static_cast<std::size_t>(before) + 2; },
      20'000));
}

TEST(Window, ZoomsPansScrollsAndUndoes) {
  Driver driver;
  ASSERT_TRUE(driver.runToTheEnd());
  const auto& viewport = driver.bench().view()->viewport();
  auto& timeline = driver.timeline();
  driver.bench().view()->fitAll();
  const double whole = viewport.nanosPerPixel();
  const QPointF middle(timeline.width() / 2, 100);
  const double laneX = middle.x() - TimelineGeometry::lanesArea(timeline.size().toSize()).left();
  const Nanos under = viewport.timeAt(laneX);
  driver.wheel(timeline, middle, 4, Qt::ControlModifier);
  EXPECT_LT(viewport.nanosPerPixel(), whole / 1.9);
  EXPECT_NEAR(static_cast<double>(viewport.timeAt(laneX)), static_cast<double>(under), 2 * whole);

  const double start = viewport.start();
  driver.wheel(timeline, middle, -1, Qt::ShiftModifier);
  EXPECT_GT(viewport.start(), start);

  timeline.forceActiveFocus();
  const double zoomed = viewport.nanosPerPixel();
  driver.press(Qt::Key_W);
  EXPECT_LT(viewport.nanosPerPixel(), zoomed);
  driver.press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_DOUBLE_EQ(viewport.nanosPerPixel(), zoomed);
  driver.press(Qt::Key_0);
  EXPECT_NEAR(viewport.nanosPerPixel(), whole, whole * 0.01);
}

TEST(Window, KeepsSingleKeysToThePictures) {
  Driver driver;
  ASSERT_TRUE(driver.runToTheEnd());
  auto* field = driver.item("gomaxprocs");
  ASSERT_NE(field, nullptr);
  driver.clickAt(field->mapToScene({field->width() / 2, field->height() / 2}));
  const double scale = driver.bench().view()->viewport().nanosPerPixel();
  driver.press(Qt::Key_W);
  EXPECT_DOUBLE_EQ(driver.bench().view()->viewport().nanosPerPixel(), scale);
}

TEST(Window, SwitchesItsLanguageWhileRunning) {
  Driver driver;
  EXPECT_EQ(driver.text("stopButton"), QStringLiteral("Stop"));
  driver.bench().language()->setCode(QStringLiteral("ru"));
  pumpFor(50);
  EXPECT_EQ(driver.text("stopButton"), QStringLiteral("Остановить"));
  driver.bench().language()->setCode(QStringLiteral("en"));
  pumpFor(50);
  EXPECT_EQ(driver.text("stopButton"), QStringLiteral("Stop"));
}

}  // namespace
}  // namespace gmpscope::app
