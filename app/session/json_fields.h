#pragma once
// Takes the fields of a JSON object one by one, each checked for type and range: the texts come out of files. The
// first field that isn't as it should be is remembered; what was asked after it gives the least value.

#include <json/value.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace gmpscope::app {

// The text as one JSON object.
[[nodiscard]] Result<Json::Value> parseObject(std::string_view json);
// On one line, doubles with all their digits.
[[nodiscard]] std::string compactText(const Json::Value& value);

class JsonFields {
 public:
  explicit JsonFields(const Json::Value& object) : object_(object) {}

  [[nodiscard]] std::uint64_t number(const char* key, std::uint64_t least, std::uint64_t most);
  [[nodiscard]] double real(const char* key, double least, double most);
  [[nodiscard]] std::string text(const char* key);
  [[nodiscard]] const Json::Value& array(const char* key, std::size_t most);
  [[nodiscard]] const Json::Value& object(const char* key);

  void wrong(const char* key, std::string expected);
  [[nodiscard]] bool ok() const { return error_.empty(); }
  [[nodiscard]] const std::string& error() const { return error_; }  // "key: what was expected"

 private:
  const Json::Value& object_;
  std::string error_;
};

}  // namespace gmpscope::app
