// Sessions with the real worker: every way in which a run can end.

#include "app/session/session.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

#include "app/session/check_trace.h"
#include "app/session/recording.h"
#include "app/session/run_ending.h"
#include "core/analysis/overview.h"
#include "core/analysis/statistics.h"
#include "tests/session/scratch_folder.h"

namespace gmpscope::app {
namespace {

using analysis::EndReason;
using namespace std::chrono_literals;

class SessionTest : public ::testing::Test {
 protected:
  void SetUp() override { ::setenv("GMPSCOPE_WORKER", test::builtProgram("gmp-worker").c_str(), 1); }
  void TearDown() override { expectNoChildren(); }

  static void expectNoChildren() {
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "a worker was left behind";
    EXPECT_EQ(errno, ECHILD);
  }

  [[nodiscard]] RunRequest request(double seconds = 0.1) const {
    return {.preset = "work-stealing",
            .settings = {"work=100us"},
            .gomaxprocs = 2,
            .seconds = seconds,
            .out = folder_.file("t.gmps")};
  }
  static std::unique_ptr<Session> start(const RunRequest& request) {
    auto started = Session::run(request);
    if (!started.ok()) throw std::runtime_error(started.error().text());
    return std::move(started).value();
  }

  // What was seen live must be what the file tells; and it must hold to the rules.
  static void expectSoundFile(const Session& session, const std::string& file) {
    const auto checked = checkTrace(file);
    ASSERT_TRUE(checked.ok()) << checked.error().text();
    EXPECT_EQ(checked.value().warning, "");
    EXPECT_EQ(checked.value().violationCount, 0U) << checked.value().violations.front().what;
    EXPECT_EQ(checked.value().events, session.model().counters().events);
    const auto opened = Session::open(file);
    ASSERT_TRUE(opened.ok());
    const auto& again = opened.value()->model();
    EXPECT_EQ(again.end().reason, session.model().end().reason);
    EXPECT_EQ(again.end().code, session.model().end().code);
    EXPECT_EQ(again.end().text, session.model().end().text);
    EXPECT_EQ(again.counters().created, session.model().counters().created);
    EXPECT_EQ(again.counters().stealsGot, session.model().counters().stealsGot);
    EXPECT_EQ(again.run().preset, session.model().run().preset);
    EXPECT_EQ(again.run().startTicks, session.model().run().startTicks);
    EXPECT_FALSE(opened.value()->live());
    EXPECT_EQ(opened.value()->workerPid(), 0);
  }

  test::ScratchFolder folder_;
};

TEST_F(SessionTest, FinishesWhenItsTimeIsOver) {
  const auto session = start(request(0.2));
  EXPECT_TRUE(session->live());
  EXPECT_GT(session->workerPid(), 0);
  EXPECT_EQ(session->plannedSeconds(), 0.2);
  session->wait();
  EXPECT_FALSE(session->live());
  const auto& model = session->model();
  EXPECT_EQ(model.end().reason, EndReason::Finished);
  EXPECT_EQ(model.end().code, 0);
  EXPECT_EQ(model.run().gomaxprocs, 2);
  EXPECT_EQ(model.processorCount(), 2U);
  EXPECT_GT(model.counters().created, 64U);
  // Who is preempted after its last word to main never runs again.
  EXPECT_LE(model.counters().created, model.counters().finished + 2);
  EXPECT_EQ(model.counters().dropped, 0U);
  EXPECT_GE(model.edge(), 180'000'000);
  EXPECT_EQ(session->warning(), "");
  expectSoundFile(*session, request().out);
}

// Who opens it needn't have read the events to show it.
TEST_F(SessionTest, ALongTraceHasItsFirstPictureInTheFile) {
  RunRequest wanted = request(60);
  wanted.preset = "ping-pong";
  wanted.settings = {"work=2us"};  // slowly enough that nothing is dropped
  const auto session = start(wanted);
  while (session->live() && session->model().counters().events < Recording::kOverviewFrom)
    std::this_thread::sleep_for(1ms);
  session->stop();
  session->wait();
  const auto& model = session->model();
  ASSERT_GE(model.events().size(), Recording::kOverviewFrom);
  ASSERT_EQ(model.counters().dropped, 0U);
  const std::string copy = folder_.file("copy.gmps");
  ASSERT_TRUE(session->save(copy).ok());
  const auto exact = analysis::overviewOf(model);
  ASSERT_TRUE(exact);
  for (const std::string& file : {wanted.out, copy}) {
    const auto stored = trace::readStoredOverview(file);
    ASSERT_TRUE(stored) << file;
    EXPECT_EQ(stored->length, model.edge());
    EXPECT_EQ(Session::open(file).value()->model().edge(), model.edge())
        << "the exact picture would be of another length";
    EXPECT_TRUE(trace::packOverview(*stored) == trace::packOverview(*exact)) << file;
  }
}

TEST_F(SessionTest, AShortTraceHasNone) {
  const auto session = start(request(0.1));
  session->wait();
  ASSERT_LT(session->model().events().size(), Recording::kOverviewFrom);
  EXPECT_FALSE(trace::readStoredOverview(request().out));
}

TEST_F(SessionTest, GrowsWhileItRuns) {
  const auto session = start(request(30));
  const auto deadline = std::chrono::steady_clock::now() + 20s;
  // The counters grow within a batch of events; the edge moves at the batch's end.
  const auto grown = [&session] { return session->model().counters().events >= 100 && session->model().edge() > 0; };
  while (!grown() && std::chrono::steady_clock::now() < deadline) std::this_thread::sleep_for(1ms);
  EXPECT_TRUE(session->live());
  EXPECT_GE(session->model().counters().events, 100U);
  EXPECT_GT(session->model().edge(), 0);
  EXPECT_EQ(session->model().end().reason, EndReason::Running);

  const std::string copy = folder_.file("copy.gmps");
  const auto saved = session->save(copy);
  ASSERT_TRUE(saved.ok()) << saved.error().text();
  const auto opened = Session::open(copy);
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(opened.value()->warning(), "");
  EXPECT_EQ(opened.value()->model().end().reason, EndReason::Truncated);
  EXPECT_GE(opened.value()->model().counters().events, 100U);
  EXPECT_EQ(checkTrace(copy).value().violationCount, 0U);

  session->stop();
  session->wait();
  EXPECT_EQ(session->model().end().reason, EndReason::Stopped);
  EXPECT_EQ(session->model().end().code, 0);
  expectSoundFile(*session, request().out);
}

TEST_F(SessionTest, WithoutAFileCanBeSavedAfterwards) {
  RunRequest unnamed = request();
  unnamed.out.clear();
  const auto session = start(unnamed);
  session->wait();
  const std::string file = folder_.file("saved.gmps");
  ASSERT_TRUE(session->save(file).ok());
  expectSoundFile(*session, file);
  ASSERT_TRUE(Session::open(file).value()->save(folder_.file("again.gmps")).ok());
  EXPECT_EQ(test::readBytes(folder_.file("again.gmps")), test::readBytes(file));

  const auto refused = session->save(folder_.file("absent/t.gmps"));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().file, folder_.file("absent/t.gmps"));
  EXPECT_FALSE(session->save("/dev/null").ok());
}

TEST_F(SessionTest, TellsWhatTracingCosts) {
  // A chunk of 64 KB for each of few Ms and hardly more: whatever the reader does, some events are dropped.
  RunRequest asked = request(0.4);
  asked.preset = "ping-pong";
  asked.settings = {};
  asked.arenaBytes = std::size_t{1} << 20;
  const auto session = start(asked);
  session->wait();
  const auto& model = session->model();
  const auto statistics = analysis::computeStatistics(model);
  ASSERT_TRUE(statistics.tracer.has_value());
  ASSERT_TRUE(statistics.tracer->workerCpu.has_value());
  EXPECT_GT(statistics.tracer->readerCpu, 0U);
  EXPECT_GT(*statistics.tracer->workerCpu, 0U);
  EXPECT_GT(statistics.tracer->costShare(), 0);
  EXPECT_LT(statistics.tracer->costShare(), 1);
  EXPECT_GT(statistics.tracer->worstLagNanos, 0U);
  EXPECT_GT(statistics.tracer->worstLagEvents, 0U);
  EXPECT_EQ(statistics.tracer->dropped, model.counters().dropped);
  std::uint64_t dropped = 0;
  const Nanos late = 60'000'000'000;
  for (std::size_t m = 0; m < model.tracer().threads(); ++m) dropped += model.tracer().dropped(m).at(late);
  EXPECT_EQ(dropped, model.counters().dropped);
  EXPECT_EQ(model.tracer().dropped().at(late), dropped);
  expectSoundFile(*session, asked.out);

  const auto opened = Session::open(asked.out);
  ASSERT_TRUE(opened.ok());
  const auto again = analysis::computeStatistics(opened.value()->model());
  ASSERT_TRUE(again.tracer.has_value());
  EXPECT_EQ(again.tracer->readerCpu, statistics.tracer->readerCpu);
  EXPECT_EQ(again.tracer->workerCpu, statistics.tracer->workerCpu);
  EXPECT_EQ(again.tracer->worstLagNanos, statistics.tracer->worstLagNanos);
  EXPECT_EQ(again.tracer->dropped, statistics.tracer->dropped);
}

// A flight recorder's file: sound, and begins where nothing was known.
void expectKept(const std::string& file, Nanos least) {
  const auto checked = checkTrace(file);
  ASSERT_TRUE(checked.ok()) << checked.error().text();
  EXPECT_EQ(checked.value().warning, "");
  EXPECT_EQ(checked.value().violationCount, 0U) << checked.value().violations.front().what;
  const auto opened = Session::open(file);
  ASSERT_TRUE(opened.ok());
  const auto& model = opened.value()->model();
  ASSERT_FALSE(model.gaps().empty());
  EXPECT_EQ(model.gaps().front().from, 0);
  const Nanos first = model.gaps().front().to;
  EXPECT_GT(first, 0);
  EXPECT_GE(model.edge() - first, least);
  EXPECT_LE(model.edge() - first, 2 * least + 500'000'000) << "more than what was to be kept";
}

TEST_F(SessionTest, KeepsTheLastSeconds) {
  for (const char* preset : {"work-stealing", "ping-pong", "fan-out", "unequal"}) {
    RunRequest asked = request(1);
    asked.preset = preset;
    asked.settings = {};
    asked.knobs = {"steal=off"};
    asked.keep = 0.3;
    asked.shown = false;
    const auto session = start(asked);
    session->wait();
    EXPECT_EQ(session->warning(), "") << preset;
    EXPECT_EQ(session->model().counters().events, 0U) << "nobody wants to see it";
    EXPECT_EQ(session->model().end().reason, EndReason::Finished);
    expectKept(asked.out, 290'000'000);
    const auto opened = Session::open(asked.out);
    ASSERT_TRUE(opened.ok());
    const auto& model = opened.value()->model();
    EXPECT_EQ(model.end().reason, EndReason::Finished) << preset;
    EXPECT_EQ(model.gaps().size(), 1U) << preset << ": the beginning, and none where a part begins";
    EXPECT_GT(model.keptFrom(), 500'000'000) << preset;
    EXPECT_EQ(analysis::computeStatistics(model).range.from, model.keptFrom());
    for (const auto& p : model.stateAt(model.edge() - 100'000'000).processors) EXPECT_TRUE(p.queueKnown) << preset;
    EXPECT_EQ(model.setup().knobs[static_cast<std::size_t>(trace::Knob::Steal)], 0U) << preset;
    for (std::size_t m = 0; m < model.threadCount(); ++m) EXPECT_NE(model.thread(m).tid.load(), 0U) << preset;
    for (std::size_t p = 0; p < model.processorCount(); ++p) {
      const auto running = model.processor(p).totals(0, model.edge(), model.edge());
      EXPECT_GT(running.inState[static_cast<std::size_t>(analysis::SpanState::Lost)], 500'000'000);
    }
    // Whoever did something has told its number, and its name is known.
    std::size_t nameless = 0;
    for (std::uint32_t g = 0; g < model.goroutineCount(); ++g)
      if (model.goroutine(LifeId{g}).lane.size() > 0 && model.goroutine(LifeId{g}).goid == 0) ++nameless;
    EXPECT_EQ(nameless, 0U) << preset << " of " << model.goroutineCount();
  }
}

TEST_F(SessionTest, WhatIsKeptIsSavedHoweverTheRunEnds) {
  for (const auto& [fault, reason] : {std::pair("deadlock", EndReason::Deadlock), std::pair("panic", EndReason::Panic),
                                      std::pair("segv", EndReason::Signal)}) {
    RunRequest asked = request(20);
    asked.workerFault = fault;
    asked.keep = 10;
    asked.shown = false;
    const auto session = start(asked);
    session->wait();
    const auto checked = checkTrace(asked.out);
    ASSERT_TRUE(checked.ok()) << checked.error().text();
    EXPECT_EQ(checked.value().violationCount, 0U) << checked.value().violations.front().what;
    EXPECT_GT(checked.value().events, 0U);
    const auto opened = Session::open(asked.out);
    ASSERT_TRUE(opened.ok());
    EXPECT_EQ(opened.value()->model().end().reason, reason) << fault;
    EXPECT_TRUE(opened.value()->model().gaps().empty()) << "nothing is missing yet, also where a part begins";
  }
}

TEST_F(SessionTest, WhatIsKeptIsSavedWhileTheRunGoesOn) {
  RunRequest asked = request(30);
  asked.keep = 0.2;
  const auto session = start(asked);
  std::this_thread::sleep_for(1s);
  const std::string file = folder_.file("now.gmps");
  for (int i = 0; i < 5; ++i) {
    std::this_thread::sleep_for(60ms);
    const auto saved = session->save(file);
    ASSERT_TRUE(saved.ok()) << saved.error().text();
    expectKept(file, 150'000'000);
  }
  EXPECT_FALSE(std::filesystem::exists(asked.out)) << "it is written at the end";
  session->stop();
  session->wait();
  expectKept(asked.out, 190'000'000);
}

TEST_F(SessionTest, OldDetailsOfALongRunAreFolded) {
  RunRequest asked = request(2.5);
  asked.preset = "ping-pong";
  asked.settings = {};
  asked.detailBytes = std::size_t{64} << 10;
  const auto session = start(asked);
  session->wait();
  const auto& model = session->model();
  EXPECT_EQ(session->warning(), "");
  EXPECT_GT(model.foldedBefore(), 0);
  EXPECT_LT(model.foldedBefore(), model.edge());
  EXPECT_EQ(analysis::computeStatistics(model).range.from, model.foldedBefore());
  expectSoundFile(*session, asked.out);
  EXPECT_EQ(Session::open(asked.out).value()->model().foldedBefore(), 0) << "a file is shown whole";
}

TEST_F(SessionTest, IsControlledWhileItRuns) {
  const auto session = start(request(30));
  const auto until = [&](const auto& condition) {
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (!condition(session->controlWatch().counts()) && std::chrono::steady_clock::now() < deadline)
      std::this_thread::sleep_for(1ms);
    EXPECT_TRUE(condition(session->controlWatch().counts()));
  };
  session->pause();
  until([](const ControlCounts& counts) { return counts.held == 1; });
  session->step(3);
  session->step(2, 1);
  until([](const ControlCounts& counts) { return counts.steps == 5; });
  session->slow(1'000'000);
  until([](const ControlCounts& counts) { return counts.steps > 8; });
  session->setKnob(trace::Knob::Runnext, 0);
  session->setProcs(3);
  session->resume();
  until([&](const ControlCounts&) { return session->model().processorCount() == 3; });
  // Held again: it ends when it is asked to all the same.
  session->pause();
  session->stop();
  session->wait();
  EXPECT_EQ(session->model().end().reason, EndReason::Stopped);
  EXPECT_EQ(session->model().end().code, 0);
  expectSoundFile(*session, request().out);
}

TEST_F(SessionTest, TellsADeadlock) {
  RunRequest asked = request(20);
  asked.workerFault = "deadlock";
  const auto session = start(asked);
  session->wait();
  EXPECT_EQ(session->model().end().reason, EndReason::Deadlock);
  EXPECT_EQ(session->model().end().code, 2);
  EXPECT_NE(session->model().end().text.find("all goroutines are asleep - deadlock!"), std::string::npos);
  expectSoundFile(*session, asked.out);
}

TEST_F(SessionTest, TellsAPanic) {
  RunRequest asked = request(20);
  asked.workerFault = "panic";
  const auto session = start(asked);
  session->wait();
  EXPECT_EQ(session->model().end().reason, EndReason::Panic);
  EXPECT_EQ(session->model().end().code, 2);
  EXPECT_NE(session->model().end().text.find("panic: "), std::string::npos);
  expectSoundFile(*session, asked.out);
}

TEST_F(SessionTest, TellsAbortAndSegmentationFault) {
  for (const auto& [fault, signal] : {std::pair("abort", SIGABRT), std::pair("segv", SIGSEGV)}) {
    RunRequest asked = request(20);
    asked.workerFault = fault;
    const auto session = start(asked);
    session->wait();
    EXPECT_EQ(session->model().end().reason, EndReason::Signal) << fault;
    EXPECT_EQ(session->model().end().code, signal) << fault;
    EXPECT_GT(session->model().counters().events, 0U) << fault;
    expectSoundFile(*session, asked.out);
  }
}

TEST_F(SessionTest, KillsAWorkerThatDoesNotStop) {
  RunRequest asked = request(30);
  asked.workerFault = "hang";
  const auto session = start(asked);
  std::this_thread::sleep_for(100ms);
  const auto asking = std::chrono::steady_clock::now();
  session->stop();
  session->wait();
  EXPECT_GE(std::chrono::steady_clock::now() - asking, 1900ms);
  EXPECT_LT(std::chrono::steady_clock::now() - asking, 15s);
  EXPECT_EQ(session->model().end().reason, EndReason::Stopped);
  EXPECT_EQ(session->model().end().code, SIGKILL);
  expectSoundFile(*session, asked.out);
}

TEST_F(SessionTest, EndsItsWorkerWithItself) {
  int pid = 0;
  {
    const auto session = start(request(30));
    pid = session->workerPid();
    std::this_thread::sleep_for(30ms);
  }
  EXPECT_EQ(::kill(pid, 0), -1);
  EXPECT_EQ(errno, ESRCH);
  EXPECT_EQ(checkTrace(request().out).value().violationCount, 0U);
}

TEST_F(SessionTest, RefusesWhatIsWrongBeforeAnyProcessStarts) {
  const auto refused = [&](const RunRequest& wrong, const std::string& expected) {
    const auto started = Session::run(wrong);
    ASSERT_FALSE(started.ok()) << expected;
    EXPECT_NE(started.error().text().find(expected), std::string::npos) << started.error().text();
    expectNoChildren();
  };
  RunRequest wrong = request();
  wrong.preset = "work-steeling";
  refused(wrong, "work-steeling");
  wrong = request();
  wrong.settings = {"goroutines=many"};
  refused(wrong, "goroutines=many");
  wrong.settings = {"colour=red"};
  refused(wrong, "colour=red");
  wrong = request();
  wrong.gomaxprocs = 4095;
  refused(wrong, "4095");
  wrong = request();
  wrong.out = folder_.file("absent/t.gmps");
  refused(wrong, wrong.out);
  EXPECT_FALSE(std::filesystem::exists(request().out));
  ::setenv("GMPSCOPE_WORKER", "/nonexistent/worker", 1);
  refused(request(), "/nonexistent/worker");
  EXPECT_FALSE(std::filesystem::exists(request().out));
}

TEST_F(SessionTest, RunsOneAfterAnotherAndSeveralAtOnce) {
  std::vector<std::unique_ptr<Session>> sessions;
  for (const char* preset : {"work-stealing", "ping-pong", "fan-out", "unequal"}) {
    RunRequest asked{.preset = preset, .settings = {}, .gomaxprocs = 2, .seconds = 0.15, .out = folder_.file(preset)};
    sessions.push_back(start(asked));
  }
  for (const auto& session : sessions) {
    session->wait();
    EXPECT_EQ(session->model().end().reason, EndReason::Finished);
    expectSoundFile(*session, folder_.file(session->model().run().preset));
  }
}

}  // namespace
}  // namespace gmpscope::app
