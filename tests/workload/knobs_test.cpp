#include "core/workload/knobs.h"

#include <gtest/gtest.h>

#include <chrono>
#include <vector>

namespace gmpscope::workload {
namespace {

using namespace std::chrono_literals;
using trace::Knob;

std::string errorOf(std::string_view text) {
  const auto knob = parseKnob(text);
  return knob.ok() ? "no error" : knob.error().text();
}

TEST(KnobTexts, AreReadAndWritten) {
  struct {
    const char* text;
    Knob knob;
    std::uint64_t value;
  } const cases[] = {{"stack_size=65536", Knob::StackSize, 65'536},
                     {"slice=1.5ms", Knob::Slice, 1'500'000},
                     {"steal=one", Knob::Steal, trace::kStealOne},
                     {"runnext=off", Knob::Runnext, 0},
                     {"async_preemption=on", Knob::AsyncPreemption, 1},
                     {"affinity=pin", Knob::Affinity, 1},
                     {"global_check_interval=0", Knob::GlobalCheckInterval, 0}};
  for (const auto& each : cases) {
    const auto knob = parseKnob(each.text);
    ASSERT_TRUE(knob.ok()) << knob.error().text();
    EXPECT_EQ(knob.value(), std::pair(each.knob, each.value));
    EXPECT_EQ(std::string(info(each.knob).name) + "=" + knobText(each.knob, each.value), each.text);
  }
}

TEST(KnobTexts, Errors) {
  EXPECT_EQ(errorOf("slice"), "--knob slice: expected NAME=VALUE");
  EXPECT_EQ(errorOf("queue_size=1"), "--knob queue_size=1: expected a whole number from 2 to 256");
  EXPECT_EQ(errorOf("queue_size=16x"), "--knob queue_size=16x: expected a whole number from 2 to 256");
  EXPECT_EQ(errorOf("stack_size=-1"), "--knob stack_size=-1: expected a number of bytes from 16384 to 1073741824");
  EXPECT_EQ(errorOf("sysmon_period=10"), "--knob sysmon_period=10: expected a time from 1us to 3600s");
  EXPECT_EQ(errorOf("steal=some"), "--knob steal=some: expected off, one or half");
  EXPECT_EQ(errorOf("runnext=1"), "--knob runnext=1: expected off or on");
  EXPECT_EQ(errorOf("nob=1").substr(0, 41), "--knob nob=1: expected a knob: stack_size");
}

// The table has Go's values, and so have the options.
TEST(KnobTexts, EachSetsItsOption) {
  gmp::Options options;
  const std::vector<std::string> all{
      "stack_size=65536", "async_preemption=off", "slice=1ms",    "max_threads=9",    "steal=off",
      "runnext=off",      "queue_size=16",        "spinning=off", "sysmon_period=1s", "global_check_interval=7",
      "affinity=pin",     "perturbation_seed=77"};
  ASSERT_EQ(all.size(), trace::kKnobs);
  const auto set = setKnobs(options, all);
  ASSERT_TRUE(set.ok()) << set.error().text();
  EXPECT_EQ(options.stack_size, 65'536U);
  EXPECT_FALSE(options.async_preemption);
  EXPECT_EQ(options.slice, 1ms);
  EXPECT_EQ(options.max_threads, 9);
  EXPECT_EQ(options.steal, gmp::Steal::off);
  EXPECT_FALSE(options.runnext);
  EXPECT_EQ(options.queue_size, 16);
  EXPECT_FALSE(options.spinning);
  EXPECT_EQ(options.sysmon_period, 1s);
  EXPECT_EQ(options.global_check_interval, 7);
  EXPECT_EQ(options.affinity, gmp::Affinity::pin);
  EXPECT_EQ(options.perturbation_seed, 77U);
  EXPECT_FALSE(setKnobs(options, std::vector<std::string>{"slice=1ms", "x=1"}).ok());
}

}  // namespace
}  // namespace gmpscope::workload
