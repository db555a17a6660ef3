#include "core/workload/run_preset.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <ctime>
#include <functional>
#include <gmp/gmp.hpp>
#include <thread>

#include "core/workload/preset_file.h"
#include "core/workload/preset_library.h"

namespace gmpscope::workload {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

#ifdef __SANITIZE_THREAD__
constexpr int kSlower = 20;
#else
constexpr int kSlower = 1;
#endif

const Compute& compute() {
  static const Compute calibrated = Compute::calibrate();
  return calibrated;
}

Preset presetOf(const std::string& rest) {
  const std::string text =
      R"({"format": 1, "id": "test", "title": {"en": "t"}, "summary": {"en": "s"}, "description": {"en": "d"},)" +
      rest + "}";
  auto source = JsonSource::parse("test.json", text);
  EXPECT_TRUE(source.ok());
  auto preset = parsePreset(source.value());
  EXPECT_TRUE(preset.ok()) << preset.error().text();
  return std::move(preset).value();
}

// Asked in main. A goroutine says that it is done a moment before it has ended.
int leftGoroutines() {
  for (int i = 0; i < 1000 && gmp::num_goroutine() > 1; ++i) gmp::sleep_for(1ms);
  return gmp::num_goroutine();
}

// Runs it for `length`; gmp::run's result.
int runFor(
    const Preset& preset, const ParameterValues& values, std::chrono::milliseconds length, int gomaxprocs,
    const std::function<void()>& after = [] {}) {
  const Compute& measured = compute();  // before the time begins
  StopFlag stop;
  std::thread timer([&] {
    std::this_thread::sleep_for(length);
    stop.request();
  });
  const int result = gmp::run({.gomaxprocs = gomaxprocs}, [&] {
    runPreset(preset, values, measured, stop);
    after();
    // One that was preempted after its last word to main would be abandoned with all that it holds.
    leftGoroutines();
  });
  timer.join();
  return result;
}

class RunLibrary : public testing::TestWithParam<int> {};

TEST_P(RunLibrary, EachPresetEndsCleanlySoonAfterStop) {
  const auto library = loadLibrary();
  ASSERT_TRUE(library.ok());
  for (const Preset& preset : library.value()) {
    const auto begun = Clock::now();
    int left = 0;
    EXPECT_EQ(runFor(preset, {}, 150ms, GetParam(), [&] { left = leftGoroutines(); }), 0) << preset.info.id;
    EXPECT_EQ(left, 1) << preset.info.id << ": all goroutines but main have ended";
    const auto took = Clock::now() - begun;
    EXPECT_GE(took, 150ms);
    EXPECT_LT(took, 2s) << preset.info.id;
  }
}

TEST_P(RunLibrary, EachPresetStandsTheEndsOfItsRanges) {
  const auto library = loadLibrary();
  ASSERT_TRUE(library.ok());
  for (const Preset& preset : library.value()) {
    for (const bool most : {false, true}) {
      ParameterValues values;
      for (const Parameter& parameter : preset.info.parameters) {
        values[parameter.name] = most ? parameter.max : parameter.min;
      }
      const auto begun = Clock::now();
      EXPECT_EQ(runFor(preset, values, 50ms, GetParam()), 0) << preset.info.id;
      EXPECT_LT(Clock::now() - begun, kSlower * 5s) << preset.info.id;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Ps, RunLibrary, testing::Values(1, 2, 4), testing::PrintToStringParamName());

TEST(RunPreset, DoesNothingOnceStopIsRequested) {
  const Preset preset = presetOf(R"("groups": [], "round": [{"sleep": "60s"}])");
  StopFlag stop;
  stop.request();
  EXPECT_EQ(gmp::run({.gomaxprocs = 1}, [&] { runPreset(preset, {}, compute(), stop); }), 0);
}

TEST(RunPreset, LongWorkAndSleepEndEarly) {
  const Preset preset =
      presetOf(R"("groups": [{"name": "a", "do": [{"compute": "60s"}]}, {"name": "b", "do": [{"sleep": "60s"}]}],
    "round": [{"spawn": "a"}, {"spawn": "b"}])");
  const auto begun = Clock::now();
  EXPECT_EQ(runFor(preset, {}, 30ms, 2), 0);
  EXPECT_LT(Clock::now() - begun, 5s);
}

// Core time of the whole process during a run of so long.
std::chrono::nanoseconds coreTimeOf(const Preset& preset, const ParameterValues& values,
                                    std::chrono::milliseconds length = 1s) {
  const auto now = [] {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
  };
  const auto before = now();
  EXPECT_EQ(runFor(preset, values, length, 1), 0);
  return now() - before;
}

TEST(RunPreset, ParametersSetTheAmountOfWork) {
  // One round: then main sleeps until it is stopped.
  const Preset preset = presetOf(R"("parameters": [
      {"name": "n", "title": {"en": "n"}, "type": "integer", "default": 1, "min": 1, "max": 100},
      {"name": "w", "title": {"en": "w"}, "type": "duration", "default": "120ms", "min": "0ns", "max": "1s"}],
    "groups": [{"name": "a", "do": [{"compute": "$w"}]}],
    "round": [{"spawn": "a", "count": "$n"}, {"wait": "a"}, {"sleep": "60s"}])");
  compute();
  // Seven tenths: the calibration may have been made on a slower moment of the core. What the process does besides
  // takes 35 ms of it under a sanitizer, and more where others use the cores: so the least of three.
  auto without = coreTimeOf(preset, {{"w", 0}});
  for (int i = 0; i < 2 && without >= 84ms; ++i) without = std::min(without, coreTimeOf(preset, {{"w", 0}}));
  EXPECT_LT(without, 84ms);
  EXPECT_GE(coreTimeOf(preset, {}), 84ms);
  EXPECT_GE(coreTimeOf(preset, {{"n", 4}}, 2s), 336ms);
  EXPECT_GE(coreTimeOf(preset, {{"w", 240'000'000}}), 168ms);
}

TEST(RunPreset, GroupsMaySpawnGroups) {
  const Preset preset = presetOf(R"("channels": [{"name": "c", "capacity": 100}],
    "groups": [{"name": "outer", "do": [{"spawn": "inner", "count": 3}]}, {"name": "inner", "do": [{"send": "c"}]}],
    "round": [{"spawn": "outer", "count": 4}, {"wait": "outer"}, {"repeat": 12, "do": [{"receive": "c"}]}])");
  EXPECT_EQ(runFor(preset, {}, 30ms, 2), 0) << "with fewer than 12 values main would wait for ever";
}

TEST(RunPreset, ChannelsOfOneNameAreToldApartByNumber) {
  // Each of three pairs could end with another's partner only if the channels were one.
  const Preset preset =
      presetOf(R"("channels": [{"name": "c", "capacity": 0, "count": 3}, {"name": "one", "capacity": 9}],
    "groups": [{"name": "s", "do": [{"repeat": 5, "do": [{"send": "c"}]}, {"close": "c"}]},
               {"name": "r", "do": [{"each": "c", "do": [{"send": "one"}, {"receive": "one"}]}]}],
    "round": [{"spawn": "s", "count": 3}, {"spawn": "r", "count": 3}, {"wait": "r"}, {"wait": "s"}])");
  EXPECT_EQ(runFor(preset, {}, 30ms, 2), 0) << "one channel for all would be closed three times";
}

int runUnstopped(const Preset& preset) {
  const StopFlag never;
  return gmp::run({.gomaxprocs = 2}, [&] { runPreset(preset, {}, compute(), never); });
}

// In processes of their own: what goroutines hold that never run again is not given back.
TEST(RunPresetDeathTest, FaultsOfAProgramAreReportedAsGoDoes) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const Preset deadlock =
      presetOf(R"("channels": [{"name": "c", "capacity": 0}], "groups": [], "round": [{"receive": "c"}])");
  EXPECT_EXIT(_exit(runUnstopped(deadlock)), testing::ExitedWithCode(2), "all goroutines are asleep - deadlock!");

  const Preset panic = presetOf(
      R"("channels": [{"name": "c", "capacity": 0}], "groups": [{"name": "late", "do": [{"send": "c"}]}],
    "round": [{"close": "c"}, {"spawn": "late"}, {"wait": "late"}])");
  EXPECT_EXIT(_exit(runUnstopped(panic)), testing::ExitedWithCode(2), "send on closed channel");
  EXPECT_EXIT(_exit(runUnstopped(panic)), testing::ExitedWithCode(2), "late");
}

}  // namespace
}  // namespace gmpscope::workload
