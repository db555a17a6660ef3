#include "core/workload/json_source.h"

#include <fmt/format.h>
#include <json/reader.h>
#include <json/writer.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>

#include "core/base/duration_text.h"

namespace gmpscope::workload {

namespace {

constexpr std::size_t kMaxBytes = 1U << 20;

// JsonCpp says "* Line 3, Column 5\n  Missing ',' or '}' ...\n", perhaps more than once; the first is the cause.
Error syntaxError(const std::string& file, const std::string& report) {
  std::size_t line = 0;
  std::size_t column = 0;
  if (std::sscanf(report.c_str(), "* Line %zu, Column %zu", &line, &column) != 2) return {file, "", report};
  const std::size_t begin = std::min(report.find('\n'), report.size() - 1) + 1;
  std::string what = report.substr(begin, report.find('\n', begin) - begin);
  what.erase(0, what.find_first_not_of(' '));
  return {file, fmt::format("line {}, column {}", line, column), "expected JSON: " + what};
}

// Not overlong, no surrogates, nothing above U+10FFFF.
bool validUtf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if ((lead >= 0x80 && lead < 0xc2) || lead > 0xf4 || i + length > text.size()) return false;
    char32_t code = length == 1 ? lead : lead & (0x7fU >> length);
    for (std::size_t k = 1; k < length; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      if ((next & 0xc0U) != 0x80) return false;
      code = code << 6 | (next & 0x3fU);
    }
    if ((length == 3 && code < 0x800) || (length == 4 && code < 0x10000)) return false;
    if ((code >= 0xd800 && code < 0xe000) || code > 0x10ffff) return false;
    i += length;
  }
  return true;
}

}  // namespace

Result<JsonSource> JsonSource::read(const std::string& file) {
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) return Error{file, "", "expected a file, not a folder"};
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return Error{file, "", fmt::format("expected a readable file: {}", std::strerror(errno))};
  std::string text(kMaxBytes + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (text.size() > kMaxBytes) return Error{file, "", "expected a preset of at most 1 MiB"};
  return parse(file, std::move(text));
}

Result<JsonSource> JsonSource::parse(std::string file, std::string text) {
  JsonSource source(std::move(file), std::move(text));
  Json::CharReaderBuilder builder;
  Json::CharReaderBuilder::strictMode(&builder.settings_);
  builder["stackLimit"] = 100;
  const std::unique_ptr<Json::CharReader> reader(builder.newCharReader());
  std::string report;
  try {
    const std::string& t = source.text_;
    if (!reader->parse(t.data(), t.data() + t.size(), &source.root_, &report)) return syntaxError(source.file_, report);
  } catch (const Json::Exception& exception) {  // nested too deeply
    return Error{source.file_, "", std::string("expected JSON: ") + exception.what()};
  }
  return source;
}

std::size_t JsonSource::lineOf(const Json::Value& value) const {
  const auto offset = std::clamp<std::ptrdiff_t>(value.getOffsetStart(), 0, static_cast<std::ptrdiff_t>(text_.size()));
  return 1 + static_cast<std::size_t>(std::count(text_.begin(), text_.begin() + offset, '\n'));
}

void JsonChecker::wrong(const Json::Value& at, std::string expected) {
  if (error_) return;
  error_ = Error{source_.file(), fmt::format("line {}", source_.lineOf(at)), "expected " + std::move(expected)};
}

void JsonChecker::onlyKeys(const Json::Value& object, std::initializer_list<std::string_view> keys) {
  if (!object.isObject()) {
    wrong(object, "an object");
    return;
  }
  for (const std::string& key : object.getMemberNames()) {
    if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
    wrong(object[key],
          fmt::format("one of the keys {}, not {}", fmt::join(keys, ", "), Json::valueToQuotedString(key.c_str())));
  }
}

const Json::Value& JsonChecker::member(const Json::Value& object, const char* key, bool required) {
  if (!object.isObject() || !object.isMember(key)) {
    if (required) wrong(object, fmt::format("an object with \"{}\"", key));
    return Json::Value::nullSingleton();
  }
  return object[key];
}

const Json::Value& JsonChecker::array(const Json::Value& object, const char* key, bool required) {
  const Json::Value& value = member(object, key, required);
  if (value.isNull() && !(object.isObject() && object.isMember(key))) return value;
  if (value.isArray()) return value;
  wrong(value, fmt::format("a list for \"{}\"", key));
  return Json::Value::nullSingleton();
}

std::string JsonChecker::text(const Json::Value& value, std::string_view what, std::size_t maxBytes) {
  if (!value.isString()) {
    wrong(value, fmt::format("a text for {}", what));
    return {};
  }
  std::string text = value.asString();
  if (text.empty() || text.size() > maxBytes || !validUtf8(text)) {
    wrong(value, fmt::format("a text of 1 to {} bytes of UTF-8 for {}", maxBytes, what));
    return {};
  }
  return text;
}

std::string JsonChecker::name(const Json::Value& value, std::string_view what) {
  constexpr std::size_t kMaxName = 64;
  std::string name = text(value, what, kMaxName);
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto allowed = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '-'; };
  if (!name.empty() && letter(name.front()) && std::all_of(name.begin(), name.end(), allowed)) return name;
  wrong(value, fmt::format("small letters, digits and hyphens, a letter first, for {}", what));
  return {};
}

std::int64_t JsonChecker::integer(const Json::Value& value, std::int64_t least, std::int64_t most) {
  if (value.isInt64() && value.asInt64() >= least && value.asInt64() <= most) return value.asInt64();
  wrong(value, fmt::format("a whole number from {} to {}", least, most));
  return least;
}

std::int64_t JsonChecker::duration(const Json::Value& value, std::int64_t least, std::int64_t most) {
  const auto nanos = value.isString() ? parseDuration(value.asString()) : std::nullopt;
  if (nanos && *nanos >= least && *nanos <= most) return *nanos;
  wrong(value, fmt::format("{} in quotes, from {} to {}", kDurationForm, durationText(least), durationText(most)));
  return least;
}

}  // namespace gmpscope::workload
