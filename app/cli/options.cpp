#include "app/cli/options.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/cli/nearest.h"

namespace gmpscope::app {

Result<Options> Options::parse(const std::vector<std::string>& arguments, const std::vector<OptionSpec>& specs) {
  Options options;
  for (auto at = arguments.begin(); at != arguments.end(); ++at) {
    const std::string_view argument = *at;
    if (argument == "--") {
      options.operands_.insert(options.operands_.end(), at + 1, arguments.end());
      break;
    }
    if (!argument.starts_with("-") || argument == "-") {
      options.operands_.emplace_back(argument);
      continue;
    }
    const std::size_t equals = argument.find('=');
    const std::string_view name = argument.substr(0, equals);
    const auto spec = std::find_if(specs.begin(), specs.end(), [&](const OptionSpec& s) { return s.name == name; });
    if (spec == specs.end()) {
      std::vector<std::string> names;
      for (const OptionSpec& s : specs) names.emplace_back(s.name);
      return Error{std::string(name), "", "expected a known option" + suggestion(name, names)};
    }
    if (!spec->repeated && options.has(name)) return Error{std::string(name), "", "expected only once"};
    auto& values = options.values_[std::string(name)];
    if (spec->value.empty()) {
      if (equals != std::string_view::npos) return Error{std::string(name), "", "expected no value"};
      values.emplace_back();
    } else if (equals != std::string_view::npos) {
      values.emplace_back(argument.substr(equals + 1));
    } else if (at + 1 != arguments.end()) {
      values.push_back(*++at);
    } else {
      return Error{std::string(name), "", fmt::format("expected {} after it", spec->value)};
    }
  }
  return options;
}

std::string Options::value(std::string_view name, std::string_view otherwise) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::string(otherwise) : found->second.back();
}

const std::vector<std::string>& Options::all(std::string_view name) const {
  static const std::vector<std::string> kNone;
  const auto found = values_.find(name);
  return found == values_.end() ? kNone : found->second;
}

}  // namespace gmpscope::app
