// The program as a script sees it: words, exit codes, one clear line for what is wrong.

#include <gtest/gtest.h>
#include <json/reader.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <random>
#include <sstream>

#include "tests/cli/program.h"
#include "tests/session/scratch_folder.h"

namespace gmpscope {
namespace {

using test::gmpscope;
using test::Outcome;

Json::Value parsed(const std::string& text) {
  Json::Value value;
  std::istringstream(text) >> value;
  return value;
}

// Wrong input: exit code 2, nothing on stdout, and one line that holds each of the words.
void expectRefused(const std::vector<std::string>& arguments, const std::vector<std::string>& words) {
  const Outcome outcome = gmpscope(arguments);
  SCOPED_TRACE(::testing::PrintToString(arguments) + " said: " + outcome.errors);
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(std::count(outcome.errors.begin(), outcome.errors.end(), '\n'), 1);
  EXPECT_TRUE(outcome.errors.starts_with("gmpscope: "));
  for (const std::string& word : words) EXPECT_NE(outcome.errors.find(word), std::string::npos) << word;
}

class CommandLine : public ::testing::Test {
 protected:
  // One short trace for all cases; ctest runs each case in a process of its own, so it is made when first needed.
  const std::string& trace(const char* length = "100ms") {
    if (trace_.empty()) {
      trace_ = folder_.file("t.gmps");
      const Outcome made =
          gmpscope({"run", "fan-out", "--gomaxprocs", "2", "--seconds", length, "--headless", "--out", trace_});
      EXPECT_EQ(made.code, 0) << made.errors;
    }
    return trace_;
  }

  test::ScratchFolder folder_;

 private:
  std::string trace_;
};

TEST_F(CommandLine, TellsVersionAndHelp) {
  const Outcome version = gmpscope({"--version"});
  EXPECT_EQ(version.code, 0);
  EXPECT_TRUE(version.out.starts_with("gmpscope ")) << version.out;
  const Outcome help = gmpscope({"--help"});
  EXPECT_EQ(help.code, 0);
  EXPECT_EQ(help.errors, "");
  for (const char* command : {"presets", "run", "export", "stats", "check"}) {
    EXPECT_NE(help.out.find(command), std::string::npos) << command;
    const Outcome own = gmpscope({command, "--help"});
    EXPECT_EQ(own.code, 0) << command;
    EXPECT_TRUE(own.out.starts_with(std::string("usage: gmpscope ") + command)) << own.out;
  }
  const Outcome run = gmpscope({"run", "--help"});
  for (const char* option : {"--set", "--gomaxprocs", "--knob", "--seconds", "--out", "--window", "--headless"}) {
    EXPECT_NE(run.out.find(option), std::string::npos) << option;
  }
}

TEST_F(CommandLine, ListsPresets) {
  const Outcome text = gmpscope({"presets"});
  EXPECT_EQ(text.code, 0);
  const Outcome json = gmpscope({"presets", "--json"});
  EXPECT_EQ(json.code, 0);
  const Json::Value list = parsed(json.out);
  ASSERT_GE(list.size(), 4U);
  for (const Json::Value& preset : list) {
    EXPECT_NE(text.out.find(preset["id"].asString()), std::string::npos);
    for (const char* key : {"title", "summary"}) {
      for (const char* language : {"en", "ru"})
        EXPECT_NE(preset[key][language].asString(), "") << preset["id"].asString();
    }
    for (const Json::Value& parameter : preset["parameters"]) {
      for (const char* key : {"name", "type", "default", "min", "max", "unit"})
        EXPECT_TRUE(parameter.isMember(key)) << key;
      EXPECT_LE(parameter["min"].asInt64(), parameter["default"].asInt64());
      EXPECT_GE(parameter["max"].asInt64(), parameter["default"].asInt64());
    }
  }
}

TEST_F(CommandLine, RefusesWrongUsage) {
  expectRefused({"shw"}, {"shw", "command"});
  expectRefused({"chek", "x"}, {"chek", "did you mean check?"});
  expectRefused({"--colour"}, {"--colour"});
  expectRefused({"presets", "all"}, {"all"});
  expectRefused({"check"}, {"TRACE"});
  expectRefused({"check", "a", "b"}, {"b", "only one"});
  expectRefused({"stats", trace(), "--jsn"}, {"--jsn", "did you mean --json?"});
  expectRefused({"run"}, {"PRESET"});
}

TEST_F(CommandLine, RefusesWrongRuns) {
  expectRefused({"run", "work-steeling", "--headless"}, {"work-steeling", "did you mean work-stealing?"});
  expectRefused({"run", folder_.file("absent.json"), "--headless"}, {"absent.json"});
  test::writeBytes(folder_.file("bad.json"), "{\"id\": 3");
  expectRefused({"run", folder_.file("bad.json"), "--headless"}, {"bad.json"});
  for (const char* setting : {"goroutines", "goroutines=", "goroutines=many", "goroutines=0", "colour=red", "work=3"}) {
    expectRefused({"run", "work-stealing", "--headless", "--set", setting}, {setting});
  }
  for (const char* count : {"0", "-1", "two", "5000"}) {
    expectRefused({"run", "work-stealing", "--headless", "--gomaxprocs", count}, {"--gomaxprocs", count});
  }
  for (const char* seconds : {"0", "-1", "long"}) {
    expectRefused({"run", "work-stealing", "--headless", "--seconds", seconds}, {"--seconds", seconds});
  }
  expectRefused({"run", "work-stealing", "--headless", "--window"}, {"--window"});
  const std::string unwritable = folder_.file("absent/t.gmps");
  expectRefused({"run", "work-stealing", "--headless", "--out", unwritable}, {unwritable});
  expectRefused({"run", "work-stealing", "--headless", "--out", "/dev/full"}, {"/dev/full"});
}

TEST_F(CommandLine, SaysThatTheWindowNeedsADisplay) {
  expectRefused({}, {"display", "--headless"});
  expectRefused({trace()}, {"display", "--headless"});
  expectRefused({"run", "work-stealing", "--window"}, {"display", "--headless"});
}

TEST_F(CommandLine, RefusesWhatIsNoTrace) {
  const std::string empty = folder_.file("empty.gmps");
  const std::string random = folder_.file("random.gmps");
  test::writeBytes(empty, "");
  std::mt19937_64 engine(1);
  std::string bytes(10'000, '\0');
  for (char& byte : bytes) byte = static_cast<char>(engine());
  test::writeBytes(random, bytes);
  for (const char* command : {"check", "stats"}) {
    expectRefused({command, empty}, {empty, "byte 0", "empty"});
    expectRefused({command, random}, {random, "byte 0", "expected a gmpscope trace"});
    expectRefused({command, folder_.file("absent.gmps")}, {"absent.gmps", "No such file"});
    expectRefused({command, folder_.path().string()}, {"directory"});
  }
  expectRefused({"export", random, "--out", folder_.file("p.png")}, {random});
  EXPECT_FALSE(std::filesystem::exists(folder_.file("p.png")));
}

TEST_F(CommandLine, RefusesWrongPictures) {
  const std::string out = folder_.file("p.png");
  expectRefused({"export", trace()}, {"--out"});
  expectRefused({"export", trace(), "--out", folder_.file("p.gif")}, {"p.gif", ".png"});
  for (const char* size : {"big", "0x100", "1600", "99999x100"}) {
    expectRefused({"export", trace(), "--out", out, "--size", size}, {"--size", size});
  }
  expectRefused({"export", trace(), "--out", out, "--scale", "0"}, {"--scale"});
  expectRefused({"export", trace(), "--out", out, "--range", "2ms..1ms"}, {"--range"});
  expectRefused({"export", trace(), "--out", out, "--at", "5"}, {"--at"});
  expectRefused({"export", trace(), "--out", out, "--theme", "pink"}, {"--theme", "light, dark, print"});
  expectRefused({"export", trace(), "--out", out, "--view", "list"}, {"--view", "timeline, board"});
  expectRefused({"export", trace(), "--out", out, "--group", "cores,shoes"}, {"--group", "shoes"});
  expectRefused({"export", trace(), "--out", out, "--lang", "fr"}, {"--lang"});
  expectRefused({"export", trace(), "--out", out, "--lanes", "Q*"}, {"--lanes", "Q*"});
  expectRefused({"export", trace(), "--out", out, "--lanes", ","}, {"--lanes"});
  expectRefused({"export", trace(), "--out", out, "--size", "300x20"}, {"--size", "300x20"});
  EXPECT_FALSE(std::filesystem::exists(out));
  const std::string unwritable = folder_.file("absent/p.png");
  expectRefused({"export", trace(), "--out", unwritable}, {unwritable});
}

TEST_F(CommandLine, KnobsAreCheckedBeforeTheRun) {
  const auto refused = [](const char* knob, const std::vector<std::string>& words) {
    expectRefused({"run", "work-stealing", "--headless", "--knob", knob}, words);
  };
  refused("x=1", {"--knob x=1", "queue_size", "perturbation_seed"});
  refused("slice", {"--knob slice", "NAME=VALUE"});
  refused("slice=fast", {"--knob slice=fast", "time", "3600s"});
  refused("queue_size=257", {"--knob queue_size=257", "from 2 to 256"});
  refused("steal=all", {"--knob steal=all", "off, one or half"});
  refused("gomaxprocs=0", {"--knob gomaxprocs", "1"});
}

TEST_F(CommandLine, SaysWhatComesLater) {
  const std::string later = "not yet in this version";
  expectRefused({"watch", "--", "true"}, {"watch", later});
  expectRefused({"convert", "a", "b"}, {"convert", later});
  expectRefused({"export", trace(), "--out", folder_.file("p.svg")}, {"p.svg", later});
  expectRefused({"export", trace(), "--out", folder_.file("p.pdf")}, {"p.pdf", later});
}

std::pair<std::uint32_t, std::uint32_t> pngSize(const std::string& file) {
  const std::string bytes = test::readBytes(file);
  if (bytes.size() < 24 || bytes.substr(0, 8) != "\x89PNG\r\n\x1a\n") return {0, 0};
  const auto number = [&](std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<std::uint8_t>(bytes[at + i]);
    return value;
  };
  return {number(16), number(20)};
}

TEST_F(CommandLine, DrawsPicturesOfTheSizeAskedFor) {
  const std::string out = folder_.file("p.png");
  const auto draw = [&](std::vector<std::string> options) {
    std::filesystem::remove(out);
    std::vector<std::string> arguments{"export", trace(), "--out", out};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const Outcome outcome = gmpscope(arguments);
    EXPECT_EQ(outcome.code, 0) << outcome.errors;
    EXPECT_EQ(outcome.errors, "");
    return pngSize(out);
  };
  const auto usual = draw({});
  EXPECT_EQ(usual.first, 1600U);
  EXPECT_GT(usual.second, 100U);
  EXPECT_EQ(draw({"--size", "800x600"}), std::pair(800U, 600U));
  EXPECT_EQ(draw({"--size", "800x600", "--scale", "2", "--theme", "dark"}), std::pair(1600U, 1200U));
  EXPECT_EQ(draw({"--view", "board", "--size", "900x500", "--at", "20ms"}), std::pair(900U, 500U));
  const std::string before = test::readBytes(out);
  EXPECT_EQ(draw({"--view", "board", "--size", "900x500", "--at", "20ms", "--lang", "ru"}), std::pair(900U, 500U));
  EXPECT_NE(test::readBytes(out), before);
  const auto processors = draw({"--group", "processors"});
  const auto both = draw({"--group", "processors,cores"});
  EXPECT_LT(processors.second, both.second);
  EXPECT_EQ(draw({"--lanes", "p0,P1"}), processors);
  EXPECT_LT(draw({"--lanes", "P0"}).second, processors.second);
  EXPECT_GT(draw({"--lanes", "P?,G1 *,cpu*"}).second, processors.second);
  EXPECT_EQ(draw({"--range", "10ms..20ms", "--title", "Ten", "--size", "640x480"}), std::pair(640U, 480U));
}

TEST_F(CommandLine, ShowsTheSoundPrefixOfATruncatedTrace) {
  // Long enough to be written in several parts, each of them complete up to its end.
  const std::string whole = test::readBytes(trace("600ms"));
  const std::string file = folder_.file("cut.gmps");
  test::writeBytes(file, whole.substr(0, whole.size() * 2 / 3));
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"check", file},
                                                    {"stats", file, "--json"},
                                                    {"export", file, "--out", folder_.file("p.png")}}) {
    const Outcome outcome = gmpscope(arguments);
    EXPECT_EQ(outcome.code, 0) << outcome.errors;
    EXPECT_NE(outcome.errors.find(file + ": byte "), std::string::npos) << outcome.errors;
    EXPECT_EQ(std::count(outcome.errors.begin(), outcome.errors.end(), '\n'), 1) << outcome.errors;
  }
  const Json::Value cut = parsed(gmpscope({"stats", file, "--json"}).out);
  const Json::Value all = parsed(gmpscope({"stats", trace(), "--json"}).out);
  EXPECT_EQ(cut["end"]["reason"], "truncated");
  EXPECT_FALSE(cut["exact"].asBool());
  EXPECT_GT(cut["events"].asUInt64(), 0U);
  EXPECT_LT(cut["events"].asUInt64(), all["events"].asUInt64());
}

}  // namespace
}  // namespace gmpscope
