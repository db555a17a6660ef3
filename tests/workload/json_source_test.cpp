#include "core/workload/json_source.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace gmpscope::workload {
namespace {

JsonSource parsed(std::string text) {
  auto source = JsonSource::parse("a.json", std::move(text));
  EXPECT_TRUE(source.ok());
  return std::move(source).value();
}

TEST(JsonSource, KnowsTheLineOfEachValue) {
  const JsonSource source = parsed("{\n \"a\": 1,\n\n \"b\": [\n2,\n3]\n}");
  EXPECT_EQ(source.lineOf(source.root()), 1U);
  EXPECT_EQ(source.lineOf(source.root()["a"]), 2U);
  EXPECT_EQ(source.lineOf(source.root()["b"]), 4U);
  EXPECT_EQ(source.lineOf(source.root()["b"][1]), 6U);
}

TEST(JsonSource, SyntaxErrorsHaveTheirPlace) {
  const auto source = JsonSource::parse("a.json", "{\n \"a\": 1\n \"b\": 2\n}");
  ASSERT_FALSE(source.ok());
  EXPECT_EQ(source.error().file, "a.json");
  EXPECT_EQ(source.error().place, "line 3, column 2");
  EXPECT_EQ(source.error().expected.find("expected JSON: "), 0U);
}

TEST(JsonSource, WhatIsNotJsonIsOneLineOfError) {
  const std::string deep(200'000, '[');
  for (const std::string& text :
       {std::string(), std::string("\0\1\2", 3), std::string("{\"a\":1,\"a\":2}"), std::string("// comment\n{}"),
        std::string("{} {}"), deep, std::string("{\"a\": nul}")}) {
    const auto source = JsonSource::parse("a.json", text);
    ASSERT_FALSE(source.ok()) << text.substr(0, 20);
    EXPECT_EQ(source.error().text().find('\n'), std::string::npos) << source.error().text();
  }
}

TEST(JsonSource, UnreadableFiles) {
  const auto missing = JsonSource::read("/nonexistent/a.json");
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().text(), "/nonexistent/a.json: expected a readable file: No such file or directory");
  ASSERT_FALSE(JsonSource::read("/").ok());
  EXPECT_EQ(JsonSource::read("/").error().text(), "/: expected a file, not a folder");
}

TEST(JsonSource, FilesAreLimited) {
  const std::string file = testing::TempDir() + "gmpscope_large.json";
  std::ofstream(file) << '"' << std::string(1 << 20, 'x') << '"';
  const auto source = JsonSource::read(file);
  std::filesystem::remove(file);
  ASSERT_FALSE(source.ok());
  EXPECT_EQ(source.error().expected, "expected a preset of at most 1 MiB");
}

TEST(JsonChecker, KeepsTheFirstError) {
  const JsonSource source = parsed("{\n\"a\": \"x\",\n\"b\": \"y\"}");
  JsonChecker check(source);
  EXPECT_EQ(check.integer(source.root()["a"], 3, 9), 3);
  EXPECT_EQ(check.integer(source.root()["b"], 4, 9), 4);
  ASSERT_TRUE(check.error());
  EXPECT_EQ(check.error()->text(), "a.json: line 2: expected a whole number from 3 to 9");
}

TEST(JsonChecker, Texts) {
  const JsonSource source =
      parsed(R"({"good": "кража", "empty": "", "number": 3, "long": ")" + std::string(5000, 'x') + "\"}");
  JsonChecker good(source);
  EXPECT_EQ(good.text(source.root()["good"], "the title"), "кража");
  EXPECT_FALSE(good.error());
  for (const char* key : {"empty", "number", "long"}) {
    JsonChecker check(source);
    EXPECT_EQ(check.text(source.root()[key], "the title"), "");
    EXPECT_TRUE(check.error()) << key;
  }
}

TEST(JsonChecker, TextsAreUtf8) {
  for (const char* bytes : {"\xff", "\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82"}) {
    const JsonSource source = parsed(std::string("[\"") + bytes + "\"]");
    JsonChecker check(source);
    EXPECT_EQ(check.text(source.root()[0], "the title"), "");
    EXPECT_TRUE(check.error());
  }
}

TEST(JsonChecker, Names) {
  const JsonSource source = parsed(R"(["a", "work-2", "", "A", "2a", "a b", "a_b", "é"])");
  for (const Json::Value& value : source.root()) {
    JsonChecker check(source);
    const bool good = value == "a" || value == "work-2";
    EXPECT_EQ(check.name(value, "the id"), good ? value.asString() : "");
    EXPECT_EQ(check.error().has_value(), !good) << value.asString();
  }
}

TEST(JsonChecker, UnknownKeysAreNamed) {
  const JsonSource source = parsed("{\"a\": 1,\n \"typo\": 2}");
  JsonChecker check(source);
  check.onlyKeys(source.root(), {"a", "b"});
  ASSERT_TRUE(check.error());
  EXPECT_EQ(check.error()->text(), "a.json: line 2: expected one of the keys a, b, not \"typo\"");
}

}  // namespace
}  // namespace gmpscope::workload
