// What makes sessions with many events, or of long runs, bearable: the first picture in the file, the last seconds
// only, details that are folded, and what all of that costs.

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <string>
#include <thread>
#include <utility>

#include "app/session/recording.h"
#include "core/analysis/overview.h"
#include "core/analysis/reasons.h"
#include "core/analysis/statistics.h"
#include "tests/session/session_run.h"

namespace gmpscope::app {
namespace {

using analysis::EndReason;
using namespace std::chrono_literals;

class LongSession : public SessionTest {
 protected:
  // As fast as it goes.
  [[nodiscard]] RunRequest pingPong(double seconds) const {
    RunRequest asked = request(seconds);
    asked.preset = "ping-pong";
    asked.settings = {};
    return asked;
  }
};

// Who opens it needn't have read the events to show it.
TEST_F(LongSession, ALongTraceHasItsFirstPictureInTheFile) {
  RunRequest wanted = pingPong(60);
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

TEST_F(LongSession, AShortTraceHasNone) {
  const auto session = start(request(0.1));
  session->wait();
  ASSERT_LT(session->model().events().size(), Recording::kOverviewFrom);
  EXPECT_FALSE(trace::readStoredOverview(request().out));
}

TEST_F(LongSession, TellsWhatTracingCosts) {
  // A chunk of 64 KB for each of few Ms and hardly more: whatever the reader does, some events are dropped.
  RunRequest asked = pingPong(0.4);
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

TEST_F(LongSession, KeepsTheLastSeconds) {
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

TEST_F(LongSession, WhatIsKeptIsSavedHoweverTheRunEnds) {
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

TEST_F(LongSession, WhatIsKeptIsSavedWhileTheRunGoesOn) {
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

// As a window does: what is told of one instant agrees with itself, whatever is folded before and after.
void lookAround(const analysis::TraceModel& model) {
  const auto look = model.look();
  const Nanos from = model.foldedBefore();
  const Nanos edge = model.edge();
  if (edge <= from) return;
  EXPECT_TRUE(from == 0 || model.stateAt(from - 1).folded);
  for (const Nanos t : {from, from + (edge - from) / 2, edge - 1}) {
    const analysis::BoardState state = model.stateAt(t);
    EXPECT_FALSE(state.folded);
    for (const auto& p : state.processors) {
      if (p.runnext.valid()) {
        EXPECT_NE(model.goroutine(p.runnext).goid, 0U);
      }
      for (const LifeId g : p.queue) EXPECT_NE(model.goroutine(g).goid, 0U);
      if (!p.running.valid()) continue;
      const auto& lane = model.goroutine(p.running).lane;
      const auto span = lane.covering(t, edge);
      ASSERT_TRUE(span.has_value());
      EXPECT_NE(analysis::whyStarted(model, lane.at(*span, edge)).id, analysis::ReasonId::Unknown);
    }
  }
  const std::size_t first = model.eventAt(from);
  EXPECT_TRUE(first == model.events().size() || model.events()[first].time >= from);
}

TEST_F(LongSession, OldDetailsOfALongRunAreFolded) {
  RunRequest asked = pingPong(2.5);
  asked.detailBytes = std::size_t{64} << 10;
  const auto session = start(asked);
  const auto& model = session->model();
  std::atomic<bool> over{false};
  int looked = 0;
  std::thread looker([&] {
    for (; !over; ++looked) lookAround(model);
  });
  session->wait();
  over = true;
  looker.join();
  EXPECT_GT(looked, 10);
  EXPECT_EQ(session->warning(), "");
  EXPECT_GT(model.foldedBefore(), 0);
  EXPECT_LT(model.foldedBefore(), model.edge());
  EXPECT_EQ(analysis::computeStatistics(model).range.from, model.foldedBefore());
  expectSoundFile(*session, asked.out);
  EXPECT_EQ(Session::open(asked.out).value()->model().foldedBefore(), 0) << "a file is shown whole";
}

}  // namespace
}  // namespace gmpscope::app
