#include "app/cli/options.h"

#include <gtest/gtest.h>

#include "app/cli/nearest.h"
#include "app/cli/values.h"

namespace gmpscope::app {
namespace {

const std::vector<OptionSpec> kSpecs{{"--out", "FILE", ""}, {"--set", "NAME=VALUE", "", true}, {"--json", "", ""}};

std::string errorOf(const std::vector<std::string>& arguments) {
  const auto options = Options::parse(arguments, kSpecs);
  return options.ok() ? "" : options.error().text();
}

TEST(Options, TakesBothFormsSwitchesRepeatedOnesAndOperands) {
  const auto parsed =
      Options::parse({"a", "--out", "f", "--set", "x=1", "--set=y=2", "--json", "b", "--", "--out", "-"}, kSpecs);
  ASSERT_TRUE(parsed.ok());
  const Options& options = parsed.value();
  EXPECT_EQ(options.value("--out"), "f");
  EXPECT_EQ(options.all("--set"), (std::vector<std::string>{"x=1", "y=2"}));
  EXPECT_TRUE(options.has("--json"));
  EXPECT_EQ(options.operands(), (std::vector<std::string>{"a", "b", "--out", "-"}));
  EXPECT_EQ(Options::parse({}, kSpecs).value().value("--out", "none"), "none");
  EXPECT_TRUE(Options::parse({}, kSpecs).value().all("--set").empty());
}

TEST(Options, NamesWhatIsWrong) {
  EXPECT_EQ(errorOf({"--ouf", "x"}), "--ouf: expected a known option (did you mean --out?)");
  EXPECT_EQ(errorOf({"--colour=red"}), "--colour: expected a known option");
  EXPECT_EQ(errorOf({"--out"}), "--out: expected FILE after it");
  EXPECT_EQ(errorOf({"--out", "a", "--out", "b"}), "--out: expected only once");
  EXPECT_EQ(errorOf({"--json=yes"}), "--json: expected no value");
  EXPECT_EQ(errorOf({"-x"}), "-x: expected a known option");
}

TEST(Nearest, CountsInsertedDeletedReplacedAndSwappedLetters) {
  EXPECT_EQ(editDistance("", ""), 0U);
  EXPECT_EQ(editDistance("", "abc"), 3U);
  EXPECT_EQ(editDistance("abc", ""), 3U);
  EXPECT_EQ(editDistance("steal", "steel"), 1U);
  EXPECT_EQ(editDistance("ping", "pign"), 1U);
  EXPECT_EQ(editDistance("kitten", "sitting"), 3U);
}

TEST(Nearest, SuggestsOnlyWhatIsNear) {
  const std::vector<std::string> known{"work-stealing", "ping-pong", "fan-out"};
  EXPECT_EQ(suggestion("work-steeling", known), " (did you mean work-stealing?)");
  EXPECT_EQ(suggestion("pingpong", known), " (did you mean ping-pong?)");
  EXPECT_EQ(suggestion("zebra", known), "");
  EXPECT_EQ(suggestion("x", {}), "");
}

TEST(Values, OfTime) {
  EXPECT_EQ(parseTime("--at", "1.5ms").value(), 1'500'000);
  EXPECT_EQ(parseTime("--at", "200us").value(), 200'000);
  EXPECT_EQ(parseTime("--at", "1.5").error().text(), "--at: '1.5': expected a time such as 200us, 1.5ms or 2s");
  EXPECT_EQ(parseSeconds("--seconds", "2").value(), 2);
  EXPECT_EQ(parseSeconds("--seconds", "0.25").value(), 0.25);
  EXPECT_EQ(parseSeconds("--seconds", "500ms").value(), 0.5);
  for (const char* wrong : {"", "0", "-1", "two", "1h", "nan", "inf", "1e9", "2 s"}) {
    EXPECT_FALSE(parseSeconds("--seconds", wrong).ok()) << wrong;
  }
}

TEST(Values, OfRanges) {
  EXPECT_EQ(parseRange("--range", "1ms..2.5ms").value(), std::pair(Nanos{1'000'000}, Nanos{2'500'000}));
  EXPECT_EQ(parseRange("--range", "0..1s").value(), std::pair(Nanos{0}, Nanos{1'000'000'000}));
  for (const char* wrong : {"", "1ms", "..", "1ms..", "..1ms", "2ms..1ms", "1ms..1ms", "1..2", "a..b"}) {
    EXPECT_FALSE(parseRange("--range", wrong).ok()) << wrong;
  }
}

TEST(Values, OfSizesAndNumbers) {
  EXPECT_EQ(parseSize("--size", "1600x900", 10'000).value(), std::pair(1600, 900));
  for (const char* wrong :
       {"", "1600", "x", "1600x", "x900", "0x900", "-1x5", "1600x900x2", "1600X900", "20000x10", "1e3x10", " 1x1"}) {
    EXPECT_FALSE(parseSize("--size", wrong, 10'000).ok()) << wrong;
  }
  EXPECT_EQ(parseWhole("--gomaxprocs", "8", 1, 10).value(), 8);
  for (const char* wrong : {"", "0", "11", "2.5", "two", "8 ", "99999999999999999999"}) {
    EXPECT_FALSE(parseWhole("--gomaxprocs", wrong, 1, 10).ok()) << wrong;
  }
  EXPECT_EQ(parseReal("--scale", "2.5", 0.25, 8).value(), 2.5);
  for (const char* wrong : {"", "0", "9", "nan", "2x"})
    EXPECT_FALSE(parseReal("--scale", wrong, 0.25, 8).ok()) << wrong;
}

}  // namespace
}  // namespace gmpscope::app
