#include "core/workload/program_parser.h"

#include <fmt/format.h>

#include <algorithm>

namespace gmpscope::workload {

namespace {

bool isReference(const Json::Value& value) { return value.isString() && value.asString().starts_with('$'); }

// The operation whose word is a key of the object, or which the text names.
const OperationInfo* operationOf(const Json::Value& value) {
  const auto names = [&](const OperationInfo& info) {
    const std::string word(info.word);
    if (info.argument == Argument::None) return value.isString() && value.asString() == word;
    return value.isObject() && value.isMember(word);
  };
  const auto found = std::find_if(kOperations.begin(), kOperations.end(), names);
  return found == kOperations.end() ? nullptr : &*found;
}

// An operation as one writes it, for messages.
std::string form(const OperationInfo& info) {
  if (info.argument == Argument::None) return fmt::format("\"{}\"", info.word);
  return fmt::format("{{\"{}\": …}}", info.word);
}

std::string allForms() {
  std::string forms;
  for (const OperationInfo& info : kOperations) forms += (forms.empty() ? "" : ", ") + form(info);
  return forms;
}

// The index of the named one from `first` on, or `all.size()`.
template <class Named>
std::size_t indexOf(const std::vector<Named>& all, const std::string& name, std::size_t first) {
  const auto found = std::find_if(all.begin() + static_cast<std::ptrdiff_t>(first), all.end(),
                                  [&](const Named& named) { return named.name == name; });
  return static_cast<std::size_t>(found - all.begin());
}

template <class Named>
std::string namesFrom(const std::vector<Named>& all, std::size_t first) {
  std::string names;
  for (std::size_t i = first; i < all.size(); ++i) names += (names.empty() ? "" : ", ") + all[i].name;
  return names.empty() ? "(there is none)" : names;
}

}  // namespace

Program ProgramParser::parse(const Json::Value& list, std::size_t firstGroup) {
  firstGroup_ = firstGroup;
  return parseList(list, 0);
}

Program ProgramParser::parseList(const Json::Value& list, int nesting) {
  Program program;
  if (nesting > kMaxNesting) {
    checker_.wrong(list, fmt::format("at most {} lists within one another", kMaxNesting));
    return program;
  }
  for (const Json::Value& value : list) program.push_back(parseOperation(value, nesting));
  return program;
}

Operation ProgramParser::parseOperation(const Json::Value& value, int nesting) {
  const OperationInfo* info = operationOf(value);
  if (info == nullptr) {
    checker_.wrong(value, "an operation: " + allForms());
    return {};
  }
  Operation operation;
  operation.action = info->action;
  if (info->argument == Argument::None) return operation;

  const std::string word(info->word);
  if (info->hasBody) {
    checker_.onlyKeys(value, {word, "do"});
    operation.body = parseList(checker_.array(value, "do"), nesting + 1);
  } else if (info->hasCount) {
    checker_.onlyKeys(value, {word, "count"});
    operation.amount = {.fixed = 1};
    if (value.isMember("count")) operation.amount = times(value["count"], 0, kMaxGoroutines);
  } else {
    checker_.onlyKeys(value, {word});
  }
  parseArgument(*info, value[word], operation);
  return operation;
}

void ProgramParser::parseArgument(const OperationInfo& info, const Json::Value& argument, Operation& operation) {
  const auto named = [&](const auto& all, std::size_t first, const char* what) {
    const std::string name = checker_.name(argument, what);
    const std::size_t index = indexOf(all, name, first);
    if (index == all.size()) checker_.wrong(argument, fmt::format("{}: {}", what, namesFrom(all, first)));
    return index;
  };
  switch (info.argument) {
    case Argument::None:
      break;
    case Argument::Duration:
      operation.amount = nanos(argument);
      break;
    case Argument::Times:
      operation.amount = times(argument, 0, kMaxTimes);
      break;
    case Argument::Channel:
      operation.target = named(preset_.channels, 0, "a channel");
      break;
    case Argument::Group:
      operation.target = named(preset_.groups, firstGroup_, "a group after this one");
      break;
  }
}

Quantity ProgramParser::times(const Json::Value& value, std::int64_t least, std::int64_t most) {
  if (isReference(value)) return reference(value, ParameterType::Integer, least, most);
  return {.fixed = checker_.integer(value, least, most)};
}

Quantity ProgramParser::nanos(const Json::Value& value) {
  if (isReference(value)) return reference(value, ParameterType::Duration, 0, kMaxNanos);
  return {.fixed = checker_.duration(value, 0, kMaxNanos)};
}

Quantity ProgramParser::reference(const Json::Value& value, ParameterType type, std::int64_t least, std::int64_t most) {
  const std::string name = value.asString().substr(1);
  const std::size_t index = indexOf(preset_.info.parameters, name, 0);
  if (index == preset_.info.parameters.size()) {
    checker_.wrong(value, fmt::format("a parameter: {}", namesFrom(preset_.info.parameters, 0)));
    return {.fixed = least};
  }
  const Parameter& parameter = preset_.info.parameters[index];
  if (parameter.type != type) {
    checker_.wrong(value, type == ParameterType::Duration ? "a parameter that is a duration, or a time"
                                                          : "a parameter that is an integer, or a whole number");
  } else if (parameter.min < least || parameter.max > most) {
    checker_.wrong(value,
                   fmt::format("a parameter from {} to {}", valueText(parameter, least), valueText(parameter, most)));
  }
  return {.parameter = static_cast<int>(index)};
}

}  // namespace gmpscope::workload
