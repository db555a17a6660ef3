#include <gtest/gtest.h>

#include "core/workload/preset.h"

namespace gmpscope::workload {
namespace {

PresetInfo example() {
  PresetInfo info;
  info.id = "demo";
  info.parameters = {
      {.name = "n", .title = {}, .type = ParameterType::Integer, .defaultValue = 4, .min = 1, .max = 64, .unit = ""},
      {.name = "work",
       .title = {},
       .type = ParameterType::Duration,
       .defaultValue = 20'000,
       .min = 1'000,
       .max = 2'000'000,
       .unit = "ns"},
  };
  return info;
}

std::string errorOf(const char* text) {
  const auto setting = parseSetting(example(), text);
  return setting.ok() ? "no error" : setting.error().text();
}

TEST(Setting, NumbersAndTimes) {
  EXPECT_EQ(parseSetting(example(), "n=64").value(), (std::pair<std::string, std::int64_t>("n", 64)));
  EXPECT_EQ(parseSetting(example(), "work=1.5ms").value().second, 1'500'000);
}

TEST(Setting, ErrorsNameTheOptionAndWhatIsExpected) {
  EXPECT_EQ(errorOf("n"), "--set n: expected NAME=VALUE");
  EXPECT_EQ(errorOf("m=3"), "--set m=3: expected a parameter of demo: n, work");
  EXPECT_EQ(errorOf("n=0"), "--set n=0: expected a whole number from 1 to 64");
  EXPECT_EQ(errorOf("n=65"), "--set n=65: expected a whole number from 1 to 64");
  EXPECT_EQ(errorOf("n=3x"), "--set n=3x: expected a whole number from 1 to 64");
  EXPECT_EQ(errorOf("n="), "--set n=: expected a whole number from 1 to 64");
  EXPECT_EQ(errorOf("n=99999999999999999999"), "--set n=99999999999999999999: expected a whole number from 1 to 64");
  EXPECT_EQ(errorOf("work=20"), "--set work=20: expected a time from 1us to 2ms");
  EXPECT_EQ(errorOf("work=3ms"), "--set work=3ms: expected a time from 1us to 2ms");
  EXPECT_EQ(errorOf("=3"), "--set =3: expected a parameter of demo: n, work");
}

TEST(Settings, DefaultsAndTheLastOneCounts) {
  const std::vector<std::string> texts{"n=2", "n=3"};
  const auto values = parseSettings(example(), texts);
  ASSERT_TRUE(values.ok());
  EXPECT_EQ(values.value(), (ParameterValues{{"n", 3}, {"work", 20'000}}));
  const std::vector<std::string> bad{"n=2", "x=3"};
  EXPECT_FALSE(parseSettings(example(), bad).ok());
}

TEST(ValueText, IsWhatASettingTakes) {
  const PresetInfo info = example();
  EXPECT_EQ(valueText(info.parameters[0], 12), "12");
  EXPECT_EQ(valueText(info.parameters[1], 1'500'000), "1.5ms");
}

}  // namespace
}  // namespace gmpscope::workload
