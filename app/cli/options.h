#pragma once
// The options of one command: declared as a table, from which parsing, help and error messages come.
// Understands `--name VALUE`, `--name=VALUE`, `--` and what isn't an option.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace gmpscope::app {

struct OptionSpec {
  std::string_view name;   // with its dashes
  std::string_view value;  // what stands for the value in the help; empty: a switch
  std::string_view help;
  bool repeated = false;
};

class Options {
 public:
  static Result<Options> parse(const std::vector<std::string>& arguments, const std::vector<OptionSpec>& specs);

  [[nodiscard]] bool has(std::string_view name) const { return values_.contains(name); }
  // The option's value, or `otherwise`; of a repeated one the last.
  [[nodiscard]] std::string value(std::string_view name, std::string_view otherwise = "") const;
  [[nodiscard]] const std::vector<std::string>& all(std::string_view name) const;
  [[nodiscard]] const std::vector<std::string>& operands() const { return operands_; }

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
  std::vector<std::string> operands_;
};

}  // namespace gmpscope::app
