// `run --headless` with everything that can become of a run, and what `check` and `stats` say of it afterwards.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <json/reader.h>
#include <sys/resource.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <thread>

#include "tests/cli/program.h"
#include "tests/session/scratch_folder.h"

namespace gmpscope {
namespace {

using test::gmpscope;
using test::Outcome;

class RunCommand : public ::testing::Test {
 protected:
  [[nodiscard]] Json::Value stats() const {
    const Outcome outcome = gmpscope({"stats", file_, "--json"});
    EXPECT_EQ(outcome.code, 0) << outcome.errors;
    Json::Value value;
    std::istringstream(outcome.out) >> value;
    return value;
  }
  void expectChecked() const {
    const Outcome outcome = gmpscope({"check", file_});
    EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.errors;
    EXPECT_TRUE(outcome.out.starts_with("ok: ")) << outcome.out;
  }

  test::ScratchFolder folder_;
  std::string file_ = folder_.file("t.gmps");
};

// The command by which this storey of the house is judged.
TEST_F(RunCommand, StealsWorkDropsNothingAndUsesBothPs) {
  const Outcome run =
      gmpscope({"run", "work-stealing", "--gomaxprocs", "2", "--seconds", "2", "--headless", "--out", file_});
  ASSERT_EQ(run.code, 0) << run.errors;
  EXPECT_EQ(std::count(run.out.begin(), run.out.end(), '\n'), 1) << run.out;
  for (const char* word : {"work-stealing: finished", "events", "goroutines", "steals", "0 dropped"}) {
    EXPECT_NE(run.out.find(word), std::string::npos) << word << " in " << run.out;
  }
  expectChecked();
  const Json::Value json = stats();
  EXPECT_EQ(json["preset"], "work-stealing");
  EXPECT_EQ(json["gomaxprocs"], 2);
  EXPECT_GT(json["steals"]["got"].asUInt64(), 0U);
  EXPECT_GE(json["steals"]["goroutines"].asUInt64(), json["steals"]["got"].asUInt64());
  EXPECT_EQ(json["dropped"].asUInt64(), 0U);
  EXPECT_TRUE(json["exact"].asBool());
  ASSERT_EQ(json["per_p"].size(), 2U);
  for (const Json::Value& p : json["per_p"]) {
    EXPECT_GT(p["running_ns"].asInt64(), 0);
    EXPECT_GT(p["scheduled"].asUInt64(), 0U);
    EXPECT_LE(p["running_ns"].asInt64() + p["idle_ns"].asInt64() + p["spinning_ns"].asInt64(),
              json["duration_ns"].asInt64());
  }
  EXPECT_GE(json["duration_ns"].asInt64(), 1'900'000'000);
  // Of each P one may be preempted after its last word to main, which then is the first to go on.
  EXPECT_LE(json["goroutines"]["created"].asUInt64(), json["goroutines"]["finished"].asUInt64() + 2);
  const Json::Value& preemptions = json["preemptions"];
  EXPECT_LE(preemptions["taken"].asUInt64(), preemptions["asked"].asUInt64());
  EXPECT_EQ(json["per_g"].size(), json["goroutines"]["created"].asUInt());
  EXPECT_EQ(json["events_by_kind"]["g.create"], json["goroutines"]["created"]);
  std::cout << "kernel records by " << json["kernel"]["source"].asString() << '\n';
}

TEST_F(RunCommand, KeepsTheEndOfARunAndSavesItOnASignal) {
  test::Program program({test::builtProgram("gmpscope"), "run", "fan-out", "--gomaxprocs", "2", "--seconds", "3",
                         "--headless", "--keep", "300ms", "--out", file_});
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  EXPECT_FALSE(std::filesystem::exists(file_));
  ASSERT_EQ(::kill(program.pid(), SIGUSR1), 0);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!std::filesystem::exists(file_) && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  expectChecked();
  EXPECT_EQ(stats()["end"]["reason"], "truncated") << "it goes on";
  const Outcome run = program.wait();
  ASSERT_EQ(run.code, 0) << run.errors;
  EXPECT_NE(run.errors.find("saved to " + file_), std::string::npos) << run.errors;
  EXPECT_NE(run.out.find("the last 0.300 s are kept"), std::string::npos) << run.out;
  expectChecked();
  const Json::Value json = stats();
  EXPECT_EQ(json["end"]["reason"], "finished");
  EXPECT_GT(json["range"]["from_ns"].asInt64(), 2'000'000'000) << "the numbers are of what was kept";
  EXPECT_GE(json["duration_ns"].asInt64(), 290'000'000);
  EXPECT_GT(json["tracer_cost_share"].asDouble(), 0);

  const Outcome nowhere = gmpscope({"run", "fan-out", "--headless", "--keep", "1s"});
  EXPECT_EQ(nowhere.code, 2);
  EXPECT_NE(nowhere.errors.find("--out"), std::string::npos) << nowhere.errors;
  EXPECT_EQ(gmpscope({"run", "fan-out", "--headless", "--keep", "soon", "--out", file_}).code, 2);
}

TEST_F(RunCommand, KnobsReachTheRunAndStandInItsTrace) {
  const Outcome run =
      gmpscope({"run", "work-stealing", "--knob", "gomaxprocs=2", "--knob", "steal=off", "--knob", "slice=1ms",
                "--knob", "queue_size=16", "--seconds", "300ms", "--headless", "--out", file_});
  ASSERT_EQ(run.code, 0) << run.errors;
  expectChecked();
  const Json::Value json = stats();
  EXPECT_EQ(json["gomaxprocs"], 2);
  EXPECT_EQ(json["knobs"]["steal"], "off");
  EXPECT_EQ(json["knobs"]["slice"], 1'000'000);
  EXPECT_EQ(json["knobs"]["queue_size"], 16);
  EXPECT_EQ(json["knobs"]["runnext"], "on");
  EXPECT_EQ(json["steals"]["got"].asUInt64(), 0U);
  EXPECT_TRUE(json["stack_guard"] == "madvise" || json["stack_guard"] == "mprotect") << json["stack_guard"].asString();
  const std::string text = gmpscope({"stats", file_}).out;
  EXPECT_NE(text.find("slice=1ms, steal=off, queue_size=16"), std::string::npos) << text;
  EXPECT_NE(text.find("guarded by"), std::string::npos) << text;
}

TEST_F(RunCommand, LeavesOutWhatCannotBeKnownWithoutKernelRecords) {
  test::Program program({"/usr/bin/env", "GMPSCOPE_KERNEL_SOURCE=none", test::builtProgram("gmpscope"), "run",
                         "work-stealing", "--seconds", "100ms", "--headless", "--out", file_});
  const Outcome run = program.wait();
  EXPECT_EQ(run.code, 0) << run.errors;
  EXPECT_NE(run.errors.find("kernel records: none: "), std::string::npos) << run.errors;
  const Json::Value json = stats();
  EXPECT_EQ(json["kernel"]["source"], "none");
  EXPECT_FALSE(json.isMember("parallelism_mean"));
  for (const char* key : {"voluntary", "involuntary", "migrations"}) EXPECT_FALSE(json["kernel"].isMember(key)) << key;
  EXPECT_TRUE(json.isMember("latency_ns"));
  for (const Json::Value& m : json["per_m"]) {
    EXPECT_FALSE(m.isMember("executing_ns"));
    EXPECT_TRUE(m.isMember("tid"));
  }
  expectChecked();
}

TEST_F(RunCommand, HasExitCode1WhenTheWorkloadFails) {
  for (const auto& [fault, words] : {std::pair("deadlock", "deadlock"), std::pair("panic", "panic"),
                                     std::pair("abort", "signal 6"), std::pair("segv", "signal 11")}) {
    const Outcome run =
        gmpscope({"run", "work-stealing", "--seconds", "20", "--headless", "--out", file_, "--fault", fault});
    EXPECT_EQ(run.code, 1) << fault;
    EXPECT_NE(run.out.find(words), std::string::npos) << run.out;
    EXPECT_NE(run.errors.find(words), std::string::npos) << run.errors;
    expectChecked();
  }
  const Outcome run = gmpscope({"run", "work-stealing", "--seconds", "20", "--headless", "--fault", "deadlock"});
  EXPECT_EQ(run.code, 1);
  EXPECT_NE(run.errors.find("fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:"),
            std::string::npos)
      << "the worker's own report is passed on: " << run.errors;
}

TEST_F(RunCommand, EndsInOrderWhenInterrupted) {
  for (const int signal : {SIGINT, SIGTERM}) {
    test::Program program(
        {test::builtProgram("gmpscope"), "run", "work-stealing", "--seconds", "60", "--headless", "--out", file_});
    ASSERT_GT(program.waitForChild(), 0);
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    ::kill(program.pid(), signal);
    const Outcome run = program.wait();
    EXPECT_EQ(run.code, 0) << run.errors;
    EXPECT_NE(run.out.find("stopped"), std::string::npos) << run.out;
    expectChecked();
    EXPECT_EQ(stats()["end"]["reason"], "stopped");
  }
}

bool gone(pid_t pid) {
  std::ifstream stat(fmt::format("/proc/{}/stat", pid));
  std::string text;
  // Who inherits the dead may be slow to reap them.
  return !std::getline(stat, text) || text.find(") Z ") != std::string::npos;
}

TEST_F(RunCommand, TraceIsReadableAtEveryMomentEvenIfGmpscopeIsKilled) {
  test::Program program(
      {test::builtProgram("gmpscope"), "run", "work-stealing", "--seconds", "60", "--headless", "--out", file_});
  const pid_t worker = program.waitForChild();
  ASSERT_GT(worker, 0);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  const auto wait = [&](auto until) {
    while (!until() && std::chrono::steady_clock::now() < deadline)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    EXPECT_TRUE(until());
  };
  wait([&] { return test::readBytes(file_).size() > 100; });  // the header is there
  for (int i = 0; i < 5; ++i) {
    const Outcome outcome = gmpscope({"check", file_});
    EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.errors;
  }
  ::kill(program.pid(), SIGKILL);
  EXPECT_EQ(program.wait().code, 1000 + SIGKILL);
  const Outcome outcome = gmpscope({"stats", file_});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_NE(outcome.errors.find("ends before its end block"), std::string::npos) << outcome.errors;
  // The worker has lost its starter: it goes too.
  wait([&] { return gone(worker); });
}

TEST_F(RunCommand, GoesOnWhenTheFileCannotGrowAndSaysSo) {
  test::Program program(
      {test::builtProgram("gmpscope"), "run", "work-stealing", "--seconds", "1", "--headless", "--out", file_});
  ASSERT_GT(program.waitForChild(), 0);
  // As if the disk were full; the arena has its size already.
  const rlimit limit{40'000, 40'000};
  ASSERT_EQ(::prlimit(program.pid(), RLIMIT_FSIZE, &limit, nullptr), 0);
  const Outcome run = program.wait();
  EXPECT_EQ(run.code, 2) << run.errors;
  EXPECT_NE(run.out.find("finished"), std::string::npos) << run.out;
  EXPECT_NE(run.errors.find(file_ + ": byte "), std::string::npos) << run.errors;
  EXPECT_NE(run.errors.find("cannot be written: File too large"), std::string::npos) << run.errors;
  EXPECT_LE(test::readBytes(file_).size(), 40'000U);
  expectChecked();
}

TEST_F(RunCommand, TakesAPresetFromAFile) {
  const char* source = std::getenv("GMPSCOPE_SOURCE");
  ASSERT_NE(source, nullptr);
  const std::string copy = folder_.file("mine.json");
  test::writeBytes(copy, test::readBytes(fmt::format("{}/resources/presets/ping-pong.json", source)));
  const Outcome run = gmpscope({"run", copy, "--set", "hops=20", "--seconds", "100ms", "--headless", "--out", file_});
  EXPECT_EQ(run.code, 0) << run.errors;
  expectChecked();
  EXPECT_GT(stats()["events_by_kind"]["g.start.runnext"].asUInt64(), 0U);
}

}  // namespace
}  // namespace gmpscope
