#include <fmt/format.h>
#include <json/value.h>
#include <json/writer.h>

#include "app/cli/command.h"
#include "core/workload/preset_library.h"

namespace gmpscope::app {

namespace {

using workload::LocalText;
using workload::Parameter;
using workload::PresetInfo;

Json::Value bothLanguages(const LocalText& text) {
  Json::Value json;
  json["en"] = text.en;
  json["ru"] = text.ru;
  return json;
}

Json::Value parameterJson(const Parameter& parameter) {
  Json::Value json;
  json["name"] = parameter.name;
  json["title"] = bothLanguages(parameter.title);
  json["type"] = parameter.type == workload::ParameterType::Duration ? "duration" : "integer";
  json["default"] = static_cast<Json::Int64>(parameter.defaultValue);
  json["min"] = static_cast<Json::Int64>(parameter.min);
  json["max"] = static_cast<Json::Int64>(parameter.max);
  json["unit"] = parameter.unit;
  return json;
}

void printJson(const std::vector<workload::Preset>& presets) {
  Json::Value list(Json::arrayValue);
  for (const workload::Preset& preset : presets) {
    Json::Value json;
    json["id"] = preset.info.id;
    json["title"] = bothLanguages(preset.info.title);
    json["summary"] = bothLanguages(preset.info.summary);
    json["parameters"] = Json::arrayValue;
    for (const Parameter& parameter : preset.info.parameters) json["parameters"].append(parameterJson(parameter));
    list.append(json);
  }
  Json::StreamWriterBuilder builder;
  builder["indentation"] = "  ";
  builder["emitUTF8"] = true;
  fmt::print("{}\n", Json::writeString(builder, list));
}

void printText(const PresetInfo& preset) {
  fmt::print("{:<14} {}. {}\n", preset.id, preset.title.en, preset.summary.en);
  for (const Parameter& parameter : preset.parameters) {
    fmt::print("{:<14}   {:<24} {} to {}: {}\n", "",
               fmt::format("{}={}", parameter.name, valueText(parameter, parameter.defaultValue)),
               valueText(parameter, parameter.min), valueText(parameter, parameter.max), parameter.title.en);
  }
}

int execute(const Options& options, const Surroundings&) {
  if (!options.operands().empty())
    return wrongInput(kPresetsCommand, {options.operands().front(), "", "expected no operand"});
  const auto library = workload::loadLibrary();
  if (!library) return wrongInput(kPresetsCommand, library.error());
  if (options.has("--json")) {
    printJson(library.value());
  } else {
    for (const workload::Preset& preset : library.value()) printText(preset.info);
  }
  return kDone;
}

}  // namespace

const Command kPresetsCommand{
    .name = "presets",
    .operands = {},
    .summary = "List the workload presets with their parameters and defaults",
    .details = "Durations in the JSON are nanoseconds.",
    .options = {{"--json", "", "as JSON with stable keys"}},
    .execute = execute,
};

}  // namespace gmpscope::app
