// The JSON texts at the two ends of a trace file: what was written comes back, what can't be is refused by name.

#include <gtest/gtest.h>

#include "app/session/json_fields.h"
#include "app/session/run_description.h"
#include "app/session/run_ending.h"

namespace gmpscope::app {
namespace {

RunDescription someDescription() {
  RunDescription description;
  description.run = {.preset = "work-stealing",
                     .gomaxprocs = 3,
                     .cores = 2,
                     .coreIds = {1, 17},
                     .kernelSource = kernel::Source::Sampled,
                     .kernelHint = "perf is refused: \"why\"\n",
                     .startTicks = 0xfedc'ba98'7654'3210,
                     .nanosPerTick = 1.0 / 3};
  description.settings = {{"goroutines", 64}, {"work", 300'000}};
  description.seconds = 0.25;
  description.program = "gmpscope 0";
  description.timeOfDay = "2026-01-02T03:04:05Z";
  return description;
}

TEST(RunDescription, ComesBackExactly) {
  const RunDescription written = someDescription();
  const auto read = parseRunDescription(toJson(written));
  ASSERT_TRUE(read.ok()) << read.error().text();
  const RunDescription& back = read.value();
  EXPECT_EQ(back.run.preset, written.run.preset);
  EXPECT_EQ(back.run.gomaxprocs, 3);
  EXPECT_EQ(back.run.cores, 2);
  EXPECT_EQ(back.run.coreIds, written.run.coreIds);
  EXPECT_EQ(back.run.kernelSource, kernel::Source::Sampled);
  EXPECT_EQ(back.run.kernelHint, written.run.kernelHint);
  EXPECT_EQ(back.run.startTicks, written.run.startTicks);
  EXPECT_EQ(back.run.nanosPerTick, written.run.nanosPerTick);  // to the last bit: times must not move
  EXPECT_EQ(back.settings, written.settings);
  EXPECT_EQ(back.seconds, written.seconds);
  EXPECT_EQ(back.program, written.program);
  EXPECT_EQ(back.timeOfDay, written.timeOfDay);
}

TEST(RunDescription, TellsTheMeaningOfEveryEvent) {
  const auto json = parseObject(toJson(someDescription()));
  ASSERT_TRUE(json.ok());
  const Json::Value& events = json.value()["events"];
  ASSERT_EQ(events.size() + 1, static_cast<std::size_t>(trace::EventKind::kCount));
  EXPECT_EQ(events[0]["kind"].asInt(), 1);
  EXPECT_EQ(events[0]["word"].asString(), "run.start");
  EXPECT_EQ(events[0]["arguments"].size(), 5U);
}

TEST(RunDescription, RefusesByName) {
  const auto wrongAt = [](const char* key, const Json::Value& value) {
    auto json = parseObject(toJson(someDescription())).value();
    json[key] = value;
    const auto read = parseRunDescription(compactText(json));
    ASSERT_FALSE(read.ok()) << key;
    EXPECT_NE(read.error().text().find(key), std::string::npos) << read.error().text();
  };
  wrongAt("gomaxprocs", 0);
  wrongAt("gomaxprocs", 4095);
  wrongAt("gomaxprocs", "2");
  wrongAt("gomaxprocs", 1.5);
  wrongAt("nanos_per_tick", 0);
  wrongAt("nanos_per_tick", -1);
  wrongAt("start_ticks", -1);
  wrongAt("cores", 2);
  wrongAt("kernel", "perf");
  wrongAt("preset", Json::Value());
  wrongAt("settings", Json::arrayValue);
  Json::Value cores(Json::arrayValue);
  cores.append("0");
  wrongAt("cores", cores);
}

TEST(RunDescription, RefusesWhatIsNoObject) {
  const std::string deep(100'000, '[');
  for (const std::string_view text : {std::string_view(""), std::string_view("[]"), std::string_view("{"),
                                      std::string_view("{}x"), std::string_view("\"x\""), std::string_view(deep)}) {
    EXPECT_FALSE(parseRunDescription(text).ok());
    EXPECT_FALSE(parseRunEnding(text).ok());
  }
}

TEST(RunEnding, ComesBackExactly) {
  RunEnding written;
  written.end.reason = analysis::EndReason::Signal;
  written.end.code = 9;
  written.end.text = "line\nline \xff\n";
  written.odd = {{.m = 3, .since = 0xffff'ffff'ffff'fff0}, {.m = 10'239, .since = 1}};
  written.dropped = 1'234'567'890'123;
  written.end.clockErrorNs = 31.25;
  const auto read = parseRunEnding(toJson(written));
  ASSERT_TRUE(read.ok()) << read.error().text();
  EXPECT_EQ(read.value().end.reason, analysis::EndReason::Signal);
  EXPECT_EQ(read.value().end.code, 9);
  EXPECT_EQ(read.value().end.text.substr(0, 10), "line\nline ");  // what isn't UTF-8 is replaced
  ASSERT_EQ(read.value().odd.size(), 2U);
  EXPECT_EQ(read.value().odd[0].m, 3U);
  EXPECT_EQ(read.value().odd[0].since, 0xffff'ffff'ffff'fff0U);
  EXPECT_EQ(read.value().dropped, written.dropped);
  EXPECT_EQ(read.value().end.clockErrorNs, 31.25);
}

TEST(RunEnding, KnowsEachReasonByItsWord) {
  using analysis::EndReason;
  for (const EndReason reason : {EndReason::Running, EndReason::Finished, EndReason::Stopped, EndReason::Deadlock,
                                 EndReason::Panic, EndReason::Signal, EndReason::ExitCode, EndReason::Truncated}) {
    RunEnding ending;
    ending.end.reason = reason;
    const auto read = parseRunEnding(toJson(ending));
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read.value().end.reason, reason);
  }
}

TEST(RunEnding, RefusesByName) {
  const auto wrongAt = [](const char* key, const Json::Value& value) {
    auto json = parseObject(toJson(RunEnding{})).value();
    json[key] = value;
    const auto read = parseRunEnding(compactText(json));
    ASSERT_FALSE(read.ok()) << key;
    EXPECT_NE(read.error().text().find(key), std::string::npos) << read.error().text();
  };
  wrongAt("reason", "bored");
  wrongAt("code", 1000);
  wrongAt("dropped", "none");
  wrongAt("clock_error_ns", Json::objectValue);
  Json::Value odd(Json::arrayValue);
  odd.append(7);
  wrongAt("odd", odd);
  odd[0] = Json::objectValue;
  odd[0]["m"] = trace::kMaxMs;
  odd[0]["since"] = 1;
  wrongAt("odd", odd);
}

}  // namespace
}  // namespace gmpscope::app
