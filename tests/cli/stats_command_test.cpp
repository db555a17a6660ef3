// `stats` of real runs: its keys, that its numbers agree with each other, ranges, and the fallback without perf.

#include <gtest/gtest.h>
#include <json/reader.h>

#include <algorithm>
#include <sstream>
#include <thread>

#include "tests/cli/program.h"
#include "tests/session/scratch_folder.h"

namespace gmpscope {
namespace {

using test::gmpscope;
using test::Outcome;

class StatsCommand : public ::testing::Test {
 protected:
  void record(const std::string& source, const std::string& preset, int procs, const std::string& seconds) {
    test::Program program({"/usr/bin/env", "GMPSCOPE_KERNEL_SOURCE=" + source, test::builtProgram("gmpscope"), "run",
                           preset, "--gomaxprocs", std::to_string(procs), "--seconds", seconds, "--headless", "--out",
                           file_});
    const Outcome run = program.wait();
    ASSERT_EQ(run.code, 0) << run.errors;
  }
  [[nodiscard]] Json::Value stats(std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments{"stats", file_, "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Outcome outcome = gmpscope(arguments);
    EXPECT_EQ(outcome.code, 0) << outcome.errors;
    Json::Value value;
    std::istringstream(outcome.out) >> value;
    return value;
  }

  test::ScratchFolder folder_;
  std::string file_ = folder_.file("t.gmps");
};

std::int64_t sumOf(const Json::Value& list, const char* key) {
  std::int64_t sum = 0;
  for (const Json::Value& row : list) sum += row[key].asInt64();
  return sum;
}

std::int64_t waitingOf(const Json::Value& row) {
  std::int64_t sum = 0;
  for (const Json::Value& time : row["waiting_ns"]) sum += time.asInt64();
  return sum;
}

void expectDistribution(const Json::Value& lengths) {
  std::int64_t before = 0;
  for (const char* key : {"p50", "p90", "p99", "p999", "max"}) {
    ASSERT_TRUE(lengths[key].isInt64()) << key;
    EXPECT_GE(lengths[key].asInt64(), before) << key;
    before = lengths[key].asInt64();
  }
}

// What holds of every whole trace, by whatever source the kernel was watched.
void expectConsistent(const Json::Value& json) {
  const std::int64_t duration = json["duration_ns"].asInt64();
  EXPECT_EQ(json["range"]["to_ns"].asInt64() - json["range"]["from_ns"].asInt64(), duration);
  for (const Json::Value& p : json["per_p"]) {
    EXPECT_LE(p["running_ns"].asInt64(), duration);
    EXPECT_EQ(p["running_ns"].asInt64() + p["idle_ns"].asInt64() + p["spinning_ns"].asInt64() +
                  p["syscall_ns"].asInt64() + p["absent_ns"].asInt64(),
              duration);
    expectDistribution(p["latency_ns"]);
    expectDistribution(p["run_ns"]);
  }
  for (const Json::Value& g : json["per_g"]) {
    EXPECT_FALSE(g.isMember("unknown_ns")) << "G" << g["id"].asUInt64();
    EXPECT_EQ(g["running_ns"].asInt64() + g["runnable_ns"].asInt64() + g["syscall_ns"].asInt64() + waitingOf(g),
              g["life_ns"].asInt64());
  }
  for (const char* key : {"running_ns", "runnable_ns", "syscall_ns", "life_ns", "starts"})
    EXPECT_EQ(sumOf(json["per_g"], key), sumOf(json["per_name"], key)) << key;
  EXPECT_EQ(sumOf(json["per_g"], "running_ns"), sumOf(json["per_p"], "running_ns"));
  EXPECT_EQ(sumOf(json["per_g"], "starts"), sumOf(json["per_p"], "scheduled"));
  EXPECT_EQ(sumOf(json["per_p"], "scheduled"), sumOf(json["per_m"], "scheduled"));
  EXPECT_EQ(sumOf(json["per_p"], "steals_got"), json["steals"]["got"].asInt64());
  EXPECT_EQ(sumOf(json["per_p"], "steals_tried"), json["steals"]["tried"].asInt64());
  std::int64_t waiting = 0;
  for (const Json::Value& g : json["per_g"]) waiting += waitingOf(g);
  EXPECT_EQ(sumOf(json["per_wait_reason"], "waiting_ns"), waiting);

  EXPECT_EQ(json["latency_ns"]["count"].asInt64(), sumOf(json["per_g"], "starts"));
  std::int64_t counted = 0;
  for (const Json::Value& bucket : json["latency_ns"]["buckets"]) counted += bucket[2].asInt64();
  EXPECT_EQ(counted, json["latency_ns"]["count"].asInt64());
  EXPECT_LE(json["spins"]["wasted"].asInt64(), json["spins"]["ended"].asInt64());
  EXPECT_EQ(json["switches"]["exited"], json["goroutines"]["finished"]);
  EXPECT_GT(json["tracer_cost_share"].asDouble(), 0);
  EXPECT_LT(json["tracer_cost_share"].asDouble(), 1);
  EXPECT_GT(json["tracer"]["reader_cpu_ns"].asInt64(), 0);
  EXPECT_GT(json["tracer"]["worker_cpu_ns"].asInt64(), 0);
  EXPECT_EQ(json["tracer"]["dropped"], json["dropped"]);
  EXPECT_EQ(json["concurrency"]["over_time"].size(), 100U);
  EXPECT_EQ(json["concurrency"]["max"], json["goroutines"]["max_alive"]);
}

TEST_F(StatsCommand, NumbersOfARunAgreeWithEachOther) {
  record("perf", "fan-out", 4, "400ms");
  const Json::Value json = stats();
  expectConsistent(json);
  if (json["kernel"]["source"] != "perf") GTEST_SKIP() << "the kernel gives no switch records here";
  EXPECT_EQ(sumOf(json["per_core"], "stolen_ns"), json["stolen_ns"]["total"].asInt64());
  for (const char* list : {"per_p", "per_m", "per_g", "per_name"})
    EXPECT_EQ(sumOf(json[list], "stolen_ns"), json["stolen_ns"]["total"].asInt64()) << list;
  EXPECT_LE(json["stolen_ns"]["total"].asInt64(), sumOf(json["per_p"], "running_ns"));
  EXPECT_GE(json["stolen_ns"]["longest"]["length_ns"].asInt64(), 1);
  EXPECT_EQ(sumOf(json["per_core"], "scheduled"), sumOf(json["per_p"], "scheduled"));
  for (const char* key : {"voluntary", "involuntary", "migrations"})
    EXPECT_EQ(sumOf(json["per_m"], key), json["kernel"][key].asInt64()) << key;
  EXPECT_GT(json["kernel"]["clock_error_ns"].asDouble(), 0);
  std::int64_t degrees = 0, executing = 0;
  for (Json::ArrayIndex k = 0; k < json["parallelism"]["time_ns"].size(); ++k) {
    degrees += json["parallelism"]["time_ns"][k].asInt64();
    executing += k * json["parallelism"]["time_ns"][k].asInt64();
  }
  EXPECT_EQ(degrees, json["duration_ns"].asInt64());
  EXPECT_EQ(executing, sumOf(json["per_core"], "executing_ns"));
  for (const Json::Value& core : json["per_core"]) {
    EXPECT_LE(core["executing_ns"].asInt64() + core["other_threads_ns"].asInt64() + core["not_ours_ns"].asInt64(),
              json["duration_ns"].asInt64());
  }
  // What a thread did before it was an M is its own as well.
  for (const Json::Value& thread : json["per_thread"]) {
    if (thread.isMember("m")) {
      EXPECT_GE(thread["executing_ns"].asInt64(), json["per_m"][thread["m"].asUInt()]["executing_ns"].asInt64());
    }
  }
}

TEST_F(StatsCommand, PartsOfATraceAddUpToTheWhole) {
  record("perf", "fan-out", 2, "200ms");
  const Json::Value whole = stats();
  const std::int64_t end = whole["duration_ns"].asInt64();
  std::vector<Json::Value> parts;
  std::int64_t from = 0;
  for (const std::int64_t to : {end / 7, end / 3, end / 3 + 1, end}) {
    parts.push_back(stats({"--range", std::to_string(from) + "ns.." + std::to_string(to) + "ns"}));
    EXPECT_EQ(parts.back()["range"]["from_ns"].asInt64(), from);
    EXPECT_EQ(parts.back()["duration_ns"].asInt64(), to - from);
    from = to;
  }
  const auto expectSum = [&](const std::string& what, const auto& value) {
    std::int64_t sum = 0;
    for (const Json::Value& part : parts) sum += value(part);
    EXPECT_EQ(sum, value(whole)) << what;
  };
  for (const char* key : {"running_ns", "idle_ns", "spinning_ns", "scheduled", "steals_got", "stolen_ns", "preempted"})
    expectSum(key, [&](const Json::Value& json) { return sumOf(json["per_p"], key); });
  for (const char* key : {"life_ns", "running_ns", "runnable_ns", "starts"})
    expectSum(key, [&](const Json::Value& json) { return sumOf(json["per_g"], key); });
  for (const char* key : {"executing_ns", "runnable_ns", "voluntary", "involuntary", "migrations"})
    expectSum(key, [&](const Json::Value& json) { return sumOf(json["per_m"], key); });
  for (const char* key : {"latency_ns", "run_ns"}) {
    expectSum(key, [&](const Json::Value& json) { return json[key]["count"].asInt64(); });
    expectSum(key, [&](const Json::Value& json) { return json[key]["sum"].asInt64(); });
  }
  for (const char* key : {"created", "finished"})
    expectSum(key, [&](const Json::Value& json) { return json["goroutines"][key].asInt64(); });
  expectSum("events", [](const Json::Value& json) { return json["events"].asInt64(); });
}

TEST_F(StatsCommand, RangesAreChecked) {
  record("none", "ping-pong", 1, "50ms");
  for (const char* range : {"10ms", "3ms..2ms", "1..2", "100s..101s", "a..b"}) {
    const Outcome outcome = gmpscope({"stats", file_, "--range", range});
    EXPECT_EQ(outcome.code, 2) << range;
    EXPECT_EQ(outcome.out, "");
    EXPECT_NE(outcome.errors.find("--range"), std::string::npos) << outcome.errors;
    EXPECT_NE(outcome.errors.find(range), std::string::npos) << outcome.errors;
  }
  const Json::Value late = stats({"--range", "10ms..100s"});
  EXPECT_EQ(late["range"]["from_ns"].asInt64(), 10'000'000);
  EXPECT_EQ(late["range"]["to_ns"].asInt64(), stats()["duration_ns"].asInt64()) << "the trace's end";
  const std::string text = gmpscope({"stats", file_, "--range", "10ms..20ms"}).out;
  EXPECT_FALSE(stats({"--range", "1ns..2ns"}).isMember("tracer_cost_share")) << "no sample lies there";
  EXPECT_NE(text.find("10ms from 10ms on"), std::string::npos) << text;
}

// Without switch records it isn't known who executes, but how long threads waited for cores is.
TEST_F(StatsCommand, TheFallbackTellsHowLongThreadsWaitedForCores) {
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  if (cores > 16) GTEST_SKIP() << "so many cores can't be overcommitted here";
  record("sampled", "work-stealing", static_cast<int>(2 * cores), "1s");
  const Json::Value json = stats();
  if (json["kernel"]["source"] != "sampled") GTEST_SKIP() << "this kernel keeps no schedstat";
  expectConsistent(json);
  EXPECT_TRUE(json["kernel"].isMember("involuntary"));
  for (const char* key : {"voluntary", "migrations", "clock_error_ns", "lost"})
    EXPECT_FALSE(json["kernel"].isMember(key)) << key;
  for (const char* key : {"parallelism", "parallelism_mean", "stolen_ns", "per_core"})
    EXPECT_FALSE(json.isMember(key)) << key;
  for (const Json::Value& m : json["per_m"]) {
    EXPECT_FALSE(m.isMember("executing_ns"));
    EXPECT_TRUE(m.isMember("runnable_ns"));
  }
  EXPECT_EQ(sumOf(json["per_m"], "involuntary"), json["kernel"]["involuntary"].asInt64());
  // Twice as many threads as cores: half of their running is really waiting for a core.
  const std::int64_t running = sumOf(json["per_p"], "running_ns");
  EXPECT_GE(sumOf(json["per_m"], "runnable_ns"), running / 4);
  EXPECT_LE(sumOf(json["per_m"], "runnable_ns"), json["duration_ns"].asInt64() * 2 * cores);

  const std::string text = gmpscope({"stats", file_}).out;
  EXPECT_NE(text.find("kernel       sampled"), std::string::npos) << text;
  EXPECT_EQ(text.find("parallelism"), std::string::npos) << text;
}

TEST_F(StatsCommand, TheTextIsAScreenful) {
  record("perf", "fan-out", 2, "100ms");
  const std::string text = gmpscope({"stats", file_}).out;
  EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 50) << text;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 120U) << line;
  for (const char* word : {"latency", "run length", "p99.9", "P0", "P1", "worker", "spins in vain", "asked"})
    EXPECT_NE(text.find(word), std::string::npos) << word << " in\n" << text;
}

}  // namespace
}  // namespace gmpscope
