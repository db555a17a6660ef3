#pragma once
// A JSON file whose values can be asked where they stand, and a checker that takes it apart: the first thing that
// isn't as it should be is kept as an error with file, line and what was expected; what is asked for afterwards
// gives harmless values. So a parser reads straight on and looks at error() once, at its end.

#include <json/value.h>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace gmpscope::workload {

class JsonSource {
 public:
  // A whole file, at most a megabyte.
  static Result<JsonSource> read(const std::string& file);
  // `file` is only what messages call it.
  static Result<JsonSource> parse(std::string file, std::string text);

  [[nodiscard]] const Json::Value& root() const { return root_; }
  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] std::size_t lineOf(const Json::Value& value) const;

 private:
  JsonSource(std::string file, std::string text) : file_(std::move(file)), text_(std::move(text)) {}

  std::string file_;
  std::string text_;
  Json::Value root_;
};

class JsonChecker {
 public:
  explicit JsonChecker(const JsonSource& source) : source_(source) {}

  [[nodiscard]] const std::optional<Error>& error() const { return error_; }
  // Keeps an error at a value, unless there is one already.
  void wrong(const Json::Value& at, std::string expected);

  // The value must be an object with no keys but these.
  void onlyKeys(const Json::Value& object, std::initializer_list<std::string_view> keys);

  // A key of an object. Missing ones give null, and an error if `required`.
  [[nodiscard]] const Json::Value& member(const Json::Value& object, const char* key, bool required = true);
  [[nodiscard]] const Json::Value& array(const Json::Value& object, const char* key, bool required = true);
  // Not empty, valid UTF-8, at most `maxBytes`.
  [[nodiscard]] std::string text(const Json::Value& value, std::string_view what, std::size_t maxBytes = 4096);
  // Small letters, digits and hyphens, beginning with a letter: what ids and names consist of.
  [[nodiscard]] std::string name(const Json::Value& value, std::string_view what);
  [[nodiscard]] std::int64_t integer(const Json::Value& value, std::int64_t least, std::int64_t most);
  // A text such as "300us", in nanoseconds.
  [[nodiscard]] std::int64_t duration(const Json::Value& value, std::int64_t least, std::int64_t most);

 private:
  const JsonSource& source_;
  std::optional<Error> error_;
};

}  // namespace gmpscope::workload
