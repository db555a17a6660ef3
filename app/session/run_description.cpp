#include "app/session/run_description.h"

#include "app/session/json_fields.h"

namespace gmpscope::app {

namespace {

// Whoever reads the file without this program finds the meaning of each event in it.
Json::Value eventTable() {
  Json::Value table(Json::arrayValue);
  for (std::size_t kind = 1; kind < trace::kEventTable.size(); ++kind) {
    const trace::EventInfo& info = trace::kEventTable[kind];
    Json::Value row;
    row["kind"] = static_cast<Json::UInt>(kind);
    row["word"] = std::string(info.word);
    row["arguments"] = Json::arrayValue;
    for (const std::string_view argument : info.arguments) row["arguments"].append(std::string(argument));
    table.append(row);
  }
  return table;
}

constexpr std::uint32_t kMostCores = 65'536;

}  // namespace

std::string toJson(const RunDescription& description) {
  const analysis::RunInfo& run = description.run;
  Json::Value json;
  json["program"] = description.program;
  json["time"] = description.timeOfDay;
  json["preset"] = run.preset;
  json["settings"] = Json::objectValue;
  for (const auto& [name, value] : description.settings) json["settings"][name] = static_cast<Json::Int64>(value);
  json["seconds"] = description.seconds;
  json["gomaxprocs"] = run.gomaxprocs;
  json["cores"] = Json::arrayValue;
  for (const std::uint32_t core : run.coreIds) json["cores"].append(core);
  json["start_ticks"] = static_cast<Json::UInt64>(run.startTicks);
  json["nanos_per_tick"] = run.nanosPerTick;
  json["kernel"]["source"] = std::string(kernel::sourceWord(run.kernelSource));
  json["kernel"]["hint"] = run.kernelHint;
  json["events"] = eventTable();
  return compactText(json);
}

Result<RunDescription> parseRunDescription(std::string_view text) {
  const auto parsed = parseObject(text);
  if (!parsed) return Error{"", "the run's description", parsed.error().expected};
  const Json::Value& json = parsed.value();
  JsonFields fields(json);
  RunDescription description;
  analysis::RunInfo& run = description.run;
  description.program = fields.text("program");
  description.timeOfDay = fields.text("time");
  run.preset = fields.text("preset");
  const Json::Value& settings = fields.object("settings");
  for (const std::string& name : settings.getMemberNames()) {
    if (!settings[name].isInt64()) {
      fields.wrong("settings", "expected whole numbers");
      break;
    }
    description.settings[name] = settings[name].asInt64();
  }
  description.seconds = fields.real("seconds", 0, 1e9);
  run.gomaxprocs = static_cast<int>(fields.number("gomaxprocs", 1, trace::Event::kNoP - 1));
  for (const Json::Value& core : fields.array("cores", kMostCores)) {
    if (!core.isUInt() || core.asUInt() >= kMostCores) {
      fields.wrong("cores", "expected numbers of cores");
      break;
    }
    run.coreIds.push_back(core.asUInt());
  }
  run.cores = static_cast<int>(run.coreIds.size());
  run.startTicks = fields.number("start_ticks", 0, UINT64_MAX);
  run.nanosPerTick = fields.real("nanos_per_tick", 1e-3, 1e3);
  JsonFields kernelFields(fields.object("kernel"));
  const std::string source = fields.ok() ? kernelFields.text("source") : "";
  run.kernelHint = fields.ok() ? kernelFields.text("hint") : "";
  run.kernelSource = kernel::Source::None;
  for (const kernel::Source known : {kernel::Source::Perf, kernel::Source::Sampled}) {
    if (kernel::sourceWord(known) == source) run.kernelSource = known;
  }
  if (!kernelFields.ok()) fields.wrong("kernel", kernelFields.error());
  if (!fields.ok()) return Error{"", "the run's description", fields.error()};
  return description;
}

}  // namespace gmpscope::app
