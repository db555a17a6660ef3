#include "core/workload/preset_file.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace gmpscope::workload {
namespace {

// A preset that uses everything; tests replace a part of it by something wrong.
const std::string kGood = R"({
"format": 1,
"id": "all",
"order": 7,
"title": {"en": "All", "ru": "Всё"},
"summary": {"en": "s"},
"description": {"en": "d"},
"seconds": 3,
"gomaxprocs": 4,
"parameters": [
{"name": "n", "title": {"en": "N"}, "type": "integer", "default": 2, "min": 1, "max": 8},
{"name": "t", "title": {"en": "T"}, "type": "duration", "default": "2us", "min": "0ns", "max": "1ms"}
],
"channels": [
{"name": "c", "capacity": "$n", "count": 3}
],
"groups": [
{"name": "first", "do": [{"spawn": "second", "count": "$n"}, {"wait": "second"}]},
{"name": "second", "do": [{"compute": "$t"}, {"send": "c"}]}
],
"round": [
{"spawn": "first"},
{"repeat": 2, "do": [{"receive": "c"}, {"sleep": "5us"}, "yield"]},
{"close": "c"},
{"each": "c", "do": []},
{"wait": "first"}
]
})";

Result<Preset> parse(const std::string& text) {
  auto source = JsonSource::parse("all.json", text);
  if (!source.ok()) return source.error();
  return parsePreset(source.value());
}

// kGood with `from` (which must be there) replaced: the error that it gives.
std::string errorOf(const std::string& from, const std::string& to) {
  std::string text = kGood;
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
  const auto preset = parse(text);
  return preset.ok() ? "no error" : preset.error().text();
}

TEST(PresetFile, ReadsEverything) {
  const auto result = parse(kGood);
  ASSERT_TRUE(result.ok()) << result.error().text();
  const Preset& preset = result.value();
  EXPECT_EQ(preset.info.id, "all");
  EXPECT_EQ(preset.info.order, 7);
  EXPECT_EQ(preset.info.title.ru, "Всё");
  EXPECT_EQ(preset.info.summary.ru, "s") << "without a translation the English text serves";
  EXPECT_EQ(preset.info.defaultSeconds, 3);
  EXPECT_EQ(preset.info.defaultGomaxprocs, 4);
  EXPECT_EQ(preset.file, "all.json");

  ASSERT_EQ(preset.info.parameters.size(), 2U);
  EXPECT_EQ(preset.info.parameters[0].type, ParameterType::Integer);
  EXPECT_EQ(preset.info.parameters[0].unit, "");
  EXPECT_EQ(preset.info.parameters[1].type, ParameterType::Duration);
  EXPECT_EQ(preset.info.parameters[1].unit, "ns");
  EXPECT_EQ(preset.info.parameters[1].defaultValue, 2'000);
  EXPECT_EQ(preset.info.parameters[1].max, 1'000'000);

  ASSERT_EQ(preset.channels.size(), 1U);
  EXPECT_EQ(preset.channels[0].capacity.parameter, 0);
  EXPECT_EQ(preset.channels[0].count.fixed, 3);

  ASSERT_EQ(preset.groups.size(), 2U);
  const Program& first = preset.groups[0].program;
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(first[0].action, Action::Spawn);
  EXPECT_EQ(first[0].target, 1U);
  EXPECT_EQ(first[0].amount.parameter, 0);
  const Program& second = preset.groups[1].program;
  EXPECT_EQ(second[0].action, Action::Compute);
  EXPECT_EQ(second[0].amount.parameter, 1);
  EXPECT_EQ(second[1].action, Action::Send);

  ASSERT_EQ(preset.round.size(), 5U);
  EXPECT_EQ(preset.round[0].amount.fixed, 1);
  ASSERT_EQ(preset.round[1].body.size(), 3U);
  EXPECT_EQ(preset.round[1].amount.fixed, 2);
  EXPECT_EQ(preset.round[1].body[0].action, Action::Receive);
  EXPECT_EQ(preset.round[1].body[1].action, Action::Sleep);
  EXPECT_EQ(preset.round[1].body[1].amount.fixed, 5'000);
  EXPECT_EQ(preset.round[1].body[2].action, Action::Yield);
  EXPECT_EQ(preset.round[2].action, Action::Close);
  EXPECT_EQ(preset.round[3].action, Action::Each);
  EXPECT_EQ(preset.round[4].action, Action::Wait);
}

TEST(PresetFile, ErrorsNameFileLineAndWhatWasExpected) {
  EXPECT_EQ(errorOf("\"format\": 1", "\"format\": 2"), "all.json: line 2: expected a whole number from 1 to 1");
  EXPECT_EQ(errorOf("\"id\": \"all\",", ""), "all.json: line 1: expected an object with \"id\"");
  EXPECT_EQ(errorOf("\"id\": \"all\"", "\"id\": \"All\""),
            "all.json: line 3: expected small letters, digits and hyphens, a letter first, for the id");
  EXPECT_EQ(errorOf("{\"en\": \"All\", \"ru\": \"Всё\"}", "\"All\""), "all.json: line 5: expected an object");
  EXPECT_EQ(errorOf("\"en\": \"All\", ", ""), "all.json: line 5: expected an object with \"en\"");
  EXPECT_EQ(errorOf("\"seconds\": 3", "\"seconds\": 0"), "all.json: line 8: expected a whole number from 1 to 86400");
  EXPECT_EQ(errorOf("\"gomaxprocs\"", "\"gomaxproc\""),
            "all.json: line 9: expected one of the keys format, id, order, title, summary, description, seconds, "
            "gomaxprocs, parameters, channels, groups, round, not \"gomaxproc\"");
  EXPECT_EQ(errorOf("\"type\": \"integer\"", "\"type\": \"float\""),
            "all.json: line 11: expected \"integer\" or \"duration\"");
  EXPECT_EQ(errorOf("\"default\": 2,", "\"default\": 9,"), "all.json: line 11: expected a whole number from 1 to 8");
  EXPECT_EQ(errorOf("\"max\": 8", "\"max\": 0"), "all.json: line 11: expected a whole number from 1 to 1000000000000");
  EXPECT_EQ(errorOf("\"2us\"", "2"),
            "all.json: line 12: expected a time such as 200us, 1.5ms or 2s in quotes, from 0ns to 1ms");
  EXPECT_EQ(errorOf("\"name\": \"t\"", "\"name\": \"n\""),
            "all.json: line 12: expected a name of a parameter that isn't there yet");
  EXPECT_EQ(errorOf("\"channels\": [", "\"channels\": {\"a\": [").find("all.json: line"), 0U);
  EXPECT_EQ(errorOf("\"capacity\": \"$n\"", "\"capacity\": \"$t\""),
            "all.json: line 15: expected a parameter that is an integer, or a whole number");
  EXPECT_EQ(errorOf("\"count\": 3", "\"count\": 0"), "all.json: line 15: expected a whole number from 1 to 100000");
}

TEST(PresetFile, ErrorsInPrograms) {
  EXPECT_EQ(errorOf("{\"spawn\": \"first\"}", "{\"start\": \"first\"}"),
            "all.json: line 22: expected an operation: {\"compute\": …}, {\"sleep\": …}, \"yield\", {\"send\": …}, "
            "{\"receive\": …}, {\"close\": …}, {\"each\": …}, {\"repeat\": …}, {\"spawn\": …}, {\"wait\": …}");
  EXPECT_EQ(errorOf("{\"spawn\": \"first\"}", "{\"spawn\": \"third\"}"),
            "all.json: line 22: expected a group after this one: first, second");
  EXPECT_EQ(errorOf("{\"compute\": \"$t\"}", "{\"spawn\": \"first\"}"),
            "all.json: line 19: expected a group after this one: (there is none)")
      << "no group may spawn itself, or one that spawns it";
  EXPECT_EQ(errorOf("{\"compute\": \"$t\"}", "{\"compute\": \"$n\"}"),
            "all.json: line 19: expected a parameter that is a duration, or a time");
  EXPECT_EQ(errorOf("{\"compute\": \"$t\"}", "{\"compute\": \"$x\"}"), "all.json: line 19: expected a parameter: n, t");
  EXPECT_EQ(errorOf("{\"compute\": \"$t\"}", "{\"compute\": \"2h\"}"),
            "all.json: line 19: expected a time such as 200us, 1.5ms or 2s in quotes, from 0ns to 60s");
  EXPECT_EQ(errorOf("{\"send\": \"c\"}", "{\"send\": \"d\"}"), "all.json: line 19: expected a channel: c");
  EXPECT_EQ(errorOf("{\"close\": \"c\"}", "{\"close\": \"c\", \"do\": []}"),
            "all.json: line 24: expected one of the keys close, not \"do\"");
  EXPECT_EQ(errorOf("{\"each\": \"c\", \"do\": []}", "{\"each\": \"c\"}"),
            "all.json: line 25: expected an object with \"do\"");
  EXPECT_EQ(errorOf("\"repeat\": 2", "\"repeat\": -1"),
            "all.json: line 23: expected a whole number from 0 to 1000000000");
  EXPECT_EQ(errorOf("\"yield\"", "\"pause\"").find("all.json: line 23: expected an operation"), 0U);
}

TEST(PresetFile, AParameterMustFitWhereItIsUsed) {
  EXPECT_EQ(errorOf("\"max\": 8", "\"max\": 2000000"), "all.json: line 15: expected a parameter from 0 to 1000000");
}

TEST(PresetFile, ARoundMustDoSomething) {
  const std::string round = kGood.substr(kGood.find("\"round\""));
  EXPECT_EQ(errorOf(round, "\"round\": []}"), "all.json: line 21: expected at least one operation in \"round\"");
}

TEST(PresetFile, ListsWithinListsAreLimited) {
  std::string deep = "\"yield\"";
  for (int i = 0; i < 20; ++i) deep = "{\"repeat\": 1, \"do\": [" + deep + "]}";
  EXPECT_EQ(errorOf("{\"close\": \"c\"}", deep), "all.json: line 24: expected at most 16 lists within one another");
}

// Whatever happens to a file, the answer is a preset or one line.
TEST(PresetFile, DamagedFilesNeverCrash) {
  std::mt19937 random(5);
  int bad = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string text = kGood;
    for (auto changes = 1 + random() % 3; changes > 0; --changes) {
      const std::size_t at = random() % text.size();
      switch (random() % 3) {
        case 0:
          text[at] = static_cast<char>(random());
          break;
        case 1:
          text.erase(at, random() % 20);
          break;
        default:
          text.insert(at, 1, "[]{},:\"$0"[random() % 9]);
      }
    }
    const auto preset = parse(text);
    if (preset.ok()) continue;
    ++bad;
    ASSERT_EQ(preset.error().text().find('\n'), std::string::npos) << preset.error().text();
    ASSERT_FALSE(preset.error().expected.empty());
  }
  EXPECT_GT(bad, 10'000);
}

}  // namespace
}  // namespace gmpscope::workload
