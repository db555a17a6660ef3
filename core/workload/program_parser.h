#pragma once
// Turns the lists of operations in a preset's file into programs. Needs the preset's parameters, and knows channels
// and groups by name; what is wrong ends up in the checker.

#include <json/value.h>

#include <cstddef>
#include <string>

#include "core/workload/json_source.h"
#include "core/workload/operations.h"
#include "core/workload/program.h"

namespace gmpscope::workload {

class ProgramParser {
 public:
  // `preset` must have its parameters, and its channels and groups by name, before a program is parsed.
  ProgramParser(const Preset& preset, JsonChecker& checker) : preset_(preset), checker_(checker) {}

  // Only groups from `firstGroup` on may be spawned or waited for.
  [[nodiscard]] Program parse(const Json::Value& list, std::size_t firstGroup);

  // A number in the file or "$parameter", whose whole range must fit.
  [[nodiscard]] Quantity times(const Json::Value& value, std::int64_t least, std::int64_t most);
  [[nodiscard]] Quantity nanos(const Json::Value& value);

 private:
  [[nodiscard]] Program parseList(const Json::Value& list, int nesting);
  [[nodiscard]] Operation parseOperation(const Json::Value& value, int nesting);
  void parseArgument(const OperationInfo& info, const Json::Value& argument, Operation& operation);
  [[nodiscard]] Quantity reference(const Json::Value& value, ParameterType type, std::int64_t least, std::int64_t most);

  const Preset& preset_;
  JsonChecker& checker_;
  std::size_t firstGroup_ = 0;
};

}  // namespace gmpscope::workload
