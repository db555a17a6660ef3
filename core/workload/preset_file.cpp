#include "core/workload/preset_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/workload/program_parser.h"

namespace gmpscope::workload {

namespace {

constexpr std::int64_t kFormat = 1;
constexpr std::int64_t kMaxSeconds = 86'400;
constexpr std::int64_t kMaxGomaxprocs = 4'000;
constexpr std::int64_t kMaxInteger = 1'000'000'000'000;

class PresetParser {
 public:
  explicit PresetParser(const JsonSource& source) : root_(source.root()), check_(source) {
    preset_.file = source.file();
  }

  Result<Preset> parse() {
    check_.onlyKeys(root_, {"format", "id", "order", "title", "summary", "description", "seconds", "gomaxprocs",
                            "parameters", "channels", "groups", "round"});
    (void)check_.integer(check_.member(root_, "format"), kFormat, kFormat);
    info_.id = check_.name(check_.member(root_, "id"), "the id");
    info_.title = localText(check_.member(root_, "title"), "the title");
    info_.summary = localText(check_.member(root_, "summary"), "the summary");
    info_.description = localText(check_.member(root_, "description"), "the description");
    info_.order = integerOr("order", 0, 1'000'000, 0);
    info_.defaultSeconds = integerOr("seconds", 1, kMaxSeconds, info_.defaultSeconds);
    info_.defaultGomaxprocs = static_cast<int>(integerOr("gomaxprocs", 0, kMaxGomaxprocs, 0));

    for (const Json::Value& value : check_.array(root_, "parameters", false)) parseParameter(value);
    for (const Json::Value& value : check_.array(root_, "channels", false)) parseChannel(value);
    parseGroups(check_.array(root_, "groups"));
    preset_.round = programs_.parse(check_.array(root_, "round"), 0);
    if (preset_.round.empty()) check_.wrong(check_.member(root_, "round"), "at least one operation in \"round\"");

    if (check_.error()) return *check_.error();
    return std::move(preset_);
  }

 private:
  std::int64_t integerOr(const char* key, std::int64_t least, std::int64_t most, std::int64_t otherwise) {
    return root_.isObject() && root_.isMember(key) ? check_.integer(root_[key], least, most) : otherwise;
  }

  LocalText localText(const Json::Value& value, const char* what) {
    check_.onlyKeys(value, {"en", "ru"});
    LocalText text;
    text.en = check_.text(check_.member(value, "en"), what);
    // A user's own preset needs no translation.
    const bool translated = value.isObject() && value.isMember("ru");
    text.ru = translated ? check_.text(value["ru"], what) : text.en;
    return text;
  }

  template <class Named>
  void nameOnce(const Json::Value& value, const std::vector<Named>& before, std::string& name, const char* what) {
    const Json::Value& at = check_.member(value, "name");
    name = check_.name(at, what);
    if (std::any_of(before.begin(), before.end(), [&](const Named& named) { return named.name == name; })) {
      check_.wrong(at, fmt::format("{} that isn't there yet", what));
    }
  }

  void parseParameter(const Json::Value& value) {
    Parameter parameter;
    check_.onlyKeys(value, {"name", "title", "type", "default", "min", "max"});
    nameOnce(value, info_.parameters, parameter.name, "a name of a parameter");
    parameter.title = localText(check_.member(value, "title"), "the title");

    const Json::Value& type = check_.member(value, "type");
    if (type == "duration") {
      parameter.type = ParameterType::Duration;
      parameter.unit = "ns";
    } else if (type != "integer") {
      check_.wrong(type, "\"integer\" or \"duration\"");
    }
    const auto number = [&](const char* key, std::int64_t least, std::int64_t most) {
      const Json::Value& at = check_.member(value, key);
      return parameter.type == ParameterType::Duration ? check_.duration(at, least, most)
                                                       : check_.integer(at, least, most);
    };
    const bool duration = parameter.type == ParameterType::Duration;
    parameter.min = number("min", 0, duration ? kMaxNanos : kMaxInteger);
    parameter.max = number("max", parameter.min, duration ? kMaxNanos : kMaxInteger);
    parameter.defaultValue = number("default", parameter.min, parameter.max);
    info_.parameters.push_back(std::move(parameter));
  }

  void parseChannel(const Json::Value& value) {
    ChannelSpec channel;
    check_.onlyKeys(value, {"name", "capacity", "count"});
    nameOnce(value, preset_.channels, channel.name, "a name of a channel");
    channel.capacity = programs_.times(check_.member(value, "capacity"), 0, kMaxCapacity);
    if (value.isObject() && value.isMember("count")) channel.count = programs_.times(value["count"], 1, kMaxChannels);
    preset_.channels.push_back(std::move(channel));
  }

  // Names first: a program may spawn groups that come later.
  void parseGroups(const Json::Value& list) {
    for (const Json::Value& value : list) {
      Group group;
      check_.onlyKeys(value, {"name", "do"});
      nameOnce(value, preset_.groups, group.name, "a name of a group");
      preset_.groups.push_back(std::move(group));
    }
    for (std::size_t i = 0; i < preset_.groups.size(); ++i) {
      const Json::Value& value = list[static_cast<Json::ArrayIndex>(i)];
      preset_.groups[i].program = programs_.parse(check_.array(value, "do"), i + 1);
    }
  }

  const Json::Value& root_;
  Preset preset_;
  PresetInfo& info_ = preset_.info;
  JsonChecker check_;
  ProgramParser programs_{preset_, check_};
};

}  // namespace

Result<Preset> parsePreset(const JsonSource& source) { return PresetParser(source).parse(); }

Result<Preset> loadPreset(const std::string& file) {
  auto source = JsonSource::read(file);
  if (!source.ok()) return source.error();
  return parsePreset(source.value());
}

}  // namespace gmpscope::workload
