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
#include "core/analysis/statistics.h"
#include "tests/session/session_run.h"

namespace gmpscope::app {
namespace {

using analysis::EndReason;
using namespace std::chrono_literals;

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
