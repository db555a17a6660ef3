#include "app/session/json_fields.h"

#include <fmt/format.h>
#include <json/reader.h>
#include <json/writer.h>

#include <cmath>
#include <memory>

namespace gmpscope::app {

Result<Json::Value> parseObject(std::string_view json) {
  Json::CharReaderBuilder builder;
  Json::CharReaderBuilder::strictMode(&builder.settings_);
  builder["stackLimit"] = 32;
  const std::unique_ptr<Json::CharReader> reader(builder.newCharReader());
  Json::Value value;
  std::string errors;
  try {
    // An exception tells of a text nested too deep.
    if (reader->parse(json.data(), json.data() + json.size(), &value, &errors) && value.isObject()) return value;
  } catch (const Json::Exception&) {
  }
  return Error{"", "", "expected a JSON object"};
}

std::string compactText(const Json::Value& value) {
  Json::StreamWriterBuilder builder;
  builder["indentation"] = "";
  builder["precision"] = 17;
  return Json::writeString(builder, value);
}

void JsonFields::wrong(const char* key, std::string expected) {
  if (error_.empty()) error_ = fmt::format("\"{}\": {}", key, expected);
}

std::uint64_t JsonFields::number(const char* key, std::uint64_t least, std::uint64_t most) {
  const Json::Value& value = object_[key];
  if (value.isUInt64() && value.asUInt64() >= least && value.asUInt64() <= most) return value.asUInt64();
  wrong(key, fmt::format("expected a whole number from {} to {}", least, most));
  return least;
}

double JsonFields::real(const char* key, double least, double most) {
  const Json::Value& value = object_[key];
  if (value.isNumeric() && std::isfinite(value.asDouble()) && value.asDouble() >= least && value.asDouble() <= most) {
    return value.asDouble();
  }
  wrong(key, fmt::format("expected a number from {} to {}", least, most));
  return least;
}

std::string JsonFields::text(const char* key) {
  const Json::Value& value = object_[key];
  if (value.isString()) return value.asString();
  wrong(key, "expected a text");
  return {};
}

const Json::Value& JsonFields::array(const char* key, std::size_t most) {
  const Json::Value& value = object_[key];
  if (value.isArray() && value.size() <= most) return value;
  wrong(key, fmt::format("expected a list of at most {}", most));
  return Json::Value::nullSingleton();
}

const Json::Value& JsonFields::object(const char* key) {
  const Json::Value& value = object_[key];
  if (value.isObject()) return value;
  wrong(key, "expected an object");
  return Json::Value::nullSingleton();
}

}  // namespace gmpscope::app
