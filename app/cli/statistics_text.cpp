#include "app/cli/statistics_text.h"

#include <fmt/format.h>
#include <json/value.h>
#include <json/writer.h>

#include "app/session/run_ending.h"
#include "core/base/duration_text.h"
#include "core/workload/knobs.h"

namespace gmpscope::app {

namespace {

using analysis::StateAtEnd;
using analysis::Statistics;
using analysis::TraceModel;

Json::Value number(std::uint64_t value) { return {static_cast<Json::UInt64>(value)}; }
Json::Value nanos(Nanos value) { return {static_cast<Json::Int64>(value)}; }

std::string_view word(StateAtEnd state) {
  switch (state) {
    case StateAtEnd::Unknown:
      return "unknown";
    case StateAtEnd::Running:
      return "running";
    case StateAtEnd::Runnable:
      return "runnable";
    case StateAtEnd::Waiting:
      return "waiting";
    case StateAtEnd::Calling:
      return "syscall";
    case StateAtEnd::Finished:
      return "finished";
  }
  return "unknown";
}

Json::Value perP(const Statistics& statistics) {
  Json::Value list(Json::arrayValue);
  for (std::size_t p = 0; p < statistics.processors.size(); ++p) {
    const auto& processor = statistics.processors[p];
    Json::Value row;
    row["id"] = number(p);
    row["running_ns"] = nanos(processor.running);
    row["idle_ns"] = nanos(processor.idle);
    row["spinning_ns"] = nanos(processor.spinning);
    row["syscall_ns"] = nanos(processor.calling);
    row["scheduled"] = number(processor.scheduled);
    row["steals_got"] = number(processor.stealsGot);
    list.append(row);
  }
  return list;
}

Json::Value perM(const Statistics& statistics) {
  Json::Value list(Json::arrayValue);
  for (std::size_t m = 0; m < statistics.threads.size(); ++m) {
    const auto& thread = statistics.threads[m];
    Json::Value row;
    row["id"] = number(m);
    row["tid"] = thread.tid;
    if (statistics.executionKnown) {
      row["executing_ns"] = nanos(thread.executing);
      row["runnable_ns"] = nanos(thread.runnable);
    }
    row["waiting_ns"] = nanos(thread.waiting);
    list.append(row);
  }
  return list;
}

Json::Value perG(const TraceModel& model, const Statistics& statistics) {
  Json::Value list(Json::arrayValue);
  for (std::size_t g = 0; g < statistics.goroutines.size(); ++g) {
    const auto& sums = statistics.goroutines[g];
    const auto& goroutine = model.goroutine(LifeId(static_cast<std::uint32_t>(g)));
    Json::Value row;
    row["id"] = number(goroutine.goid);
    row["name"] = model.name(goroutine.name.load(std::memory_order_relaxed));
    row["running_ns"] = nanos(sums.running);
    row["runnable_ns"] = nanos(sums.runnable);
    Json::Value waiting(Json::objectValue);
    for (std::size_t reason = 0; reason < sums.waiting.size(); ++reason) {
      if (sums.waiting[reason] == 0) continue;
      waiting[std::string(trace::words(static_cast<trace::WaitReason>(reason)))] = nanos(sums.waiting[reason]);
    }
    row["waiting_ns"] = waiting;
    row["syscall_ns"] = nanos(sums.calling);
    row["starts"] = number(sums.starts);
    row["state_at_end"] = std::string(word(sums.atEnd));
    list.append(row);
  }
  return list;
}

Json::Value kernelPart(const TraceModel& model) {
  const auto counters = model.counters();
  const kernel::Source source = model.run().kernelSource;
  Json::Value json;
  json["source"] = std::string(kernel::sourceWord(source));
  if (source != kernel::Source::None) json["involuntary"] = number(counters.switchesInvoluntary);
  if (source == kernel::Source::Perf) {
    json["voluntary"] = number(counters.switchesVoluntary);
    json["migrations"] = number(counters.migrations);
  }
  return json;
}

Json::Value latencyPart(const analysis::Distribution& latency) {
  Json::Value json;
  json["count"] = number(latency.count);
  json["p50"] = nanos(latency.p50);
  json["p90"] = nanos(latency.p90);
  json["p99"] = nanos(latency.p99);
  json["p999"] = nanos(latency.p999);
  json["max"] = nanos(latency.max);
  return json;
}

Json::Value eventsByKind(const Statistics& statistics) {
  Json::Value json(Json::objectValue);
  for (std::size_t kind = 1; kind < statistics.eventsByKind.size(); ++kind) {
    if (statistics.eventsByKind[kind] == 0) continue;
    json[std::string(trace::kEventTable[kind].word)] = number(statistics.eventsByKind[kind]);
  }
  return json;
}

// Numbers in nanoseconds and bytes; what the run didn't say is left out.
Json::Value knobsPart(const analysis::RunSetup& setup) {
  Json::Value json(Json::objectValue);
  for (std::size_t i = 0; i < trace::kKnobs; ++i) {
    if (!setup.knobs[i]) continue;
    const auto knob = static_cast<trace::Knob>(i);
    const trace::KnobInfo& row = trace::info(knob);
    Json::Value& value = json[std::string(row.name)];
    if (row.unit == trace::KnobUnit::Words)
      value = workload::knobText(knob, *setup.knobs[i]);
    else
      value = number(*setup.knobs[i]);
  }
  return json;
}

// Those that aren't as in Go.
std::string knobsText(const analysis::RunSetup& setup) {
  std::string text;
  bool known = false;
  for (std::size_t i = 0; i < trace::kKnobs; ++i) {
    const auto knob = static_cast<trace::Knob>(i);
    known = known || setup.knobs[i];
    if (!setup.knobs[i] || *setup.knobs[i] == trace::info(knob).usual) continue;
    text += fmt::format("{}{}={}", text.empty() ? "" : ", ", trace::info(knob).name,
                        workload::knobText(knob, *setup.knobs[i]));
  }
  if (!known) return "";
  return fmt::format("knobs        {}\n", text.empty() ? "as in Go" : text);
}

std::string percent(Nanos part, Nanos whole) {
  return whole > 0 ? fmt::format("{:.1f} %", 100 * static_cast<double>(part) / static_cast<double>(whole)) : "-";
}

// Readable beats exact here: the JSON has every digit.
std::string roughly(Nanos value) {
  for (const Nanos unit : {Nanos{1'000'000'000}, Nanos{1'000'000}, Nanos{1'000}}) {
    if (value >= unit) return durationText(value / (unit / 1000) * (unit / 1000));
  }
  return durationText(value);
}

}  // namespace

std::string statisticsJson(const TraceModel& model, const Statistics& statistics) {
  const auto counters = model.counters();
  const analysis::RunEnd end = model.end();
  Json::Value json;
  json["preset"] = model.run().preset;
  json["duration_ns"] = nanos(statistics.duration);
  json["gomaxprocs"] = model.run().gomaxprocs;
  json["cores"] = model.run().cores;
  json["end"]["reason"] = std::string(word(end.reason));
  json["end"]["code"] = end.code;
  const analysis::RunSetup setup = model.setup();
  if (const Json::Value knobs = knobsPart(setup); !knobs.empty()) json["knobs"] = knobs;
  if (setup.guard) json["stack_guard"] = std::string(trace::kGuardWords[static_cast<std::size_t>(*setup.guard)]);
  json["events"] = number(counters.events);
  json["dropped"] = number(counters.dropped);
  json["gaps"] = number(counters.gaps);
  json["exact"] = counters.dropped == 0 && counters.gaps == 0;
  json["goroutines"]["created"] = number(counters.created);
  json["goroutines"]["finished"] = number(counters.finished);
  json["goroutines"]["max_alive"] = number(statistics.maxAlive);
  json["steals"]["tried"] = number(counters.stealsTried);
  json["steals"]["got"] = number(counters.stealsGot);
  json["steals"]["goroutines"] = number(counters.goroutinesStolen);
  json["handoffs"] = number(statistics.handOffs);
  json["preemptions"]["asked"] = number(statistics.preemptionsAsked);
  json["preemptions"]["taken"] = number(statistics.preemptionsTaken);
  json["preemptions"]["refused"] = number(statistics.preemptionsRefused);
  json["kernel"] = kernelPart(model);
  json["latency_ns"] = latencyPart(statistics.latency);
  if (statistics.executionKnown) json["parallelism_mean"] = statistics.parallelismMean;
  json["per_p"] = perP(statistics);
  json["per_m"] = perM(statistics);
  json["per_g"] = perG(model, statistics);
  json["events_by_kind"] = eventsByKind(statistics);
  Json::StreamWriterBuilder builder;
  builder["indentation"] = "  ";
  builder["precision"] = 9;
  return Json::writeString(builder, json) + "\n";
}

std::string statisticsText(const TraceModel& model, const Statistics& statistics) {
  const auto counters = model.counters();
  const auto& run = model.run();
  std::string text = fmt::format("{}: {}, {} with {} Ps on {} cores, {}\n", run.preset, sentence(model.end()),
                                 roughly(statistics.duration), run.gomaxprocs, run.cores,
                                 counters.dropped == 0 && counters.gaps == 0 ? "exact" : "with gaps");
  const analysis::RunSetup setup = model.setup();
  text += knobsText(setup);
  if (setup.guard)
    text += fmt::format("stacks       guarded by {}\n", trace::kGuardWords[static_cast<std::size_t>(*setup.guard)]);
  text += fmt::format("events       {}, {} dropped, {} gaps\n", counters.events, counters.dropped, counters.gaps);
  text += fmt::format("goroutines   {} created, {} finished, at most {} alive\n", counters.created, counters.finished,
                      statistics.maxAlive);
  text += fmt::format("steals       {} of {} searches, {} goroutines\n", counters.stealsGot, counters.stealsTried,
                      counters.goroutinesStolen);
  text += fmt::format("preemptions  {} asked, {} taken, {} refused\n", statistics.preemptionsAsked,
                      statistics.preemptionsTaken, statistics.preemptionsRefused);
  text += fmt::format("hand-offs    {}\n", statistics.handOffs);
  const auto& latency = statistics.latency;
  text += fmt::format("latency      {} starts, p50 {}, p90 {}, p99 {}, p99.9 {}, max {}\n", latency.count,
                      roughly(latency.p50), roughly(latency.p90), roughly(latency.p99), roughly(latency.p999),
                      roughly(latency.max));
  if (statistics.executionKnown) text += fmt::format("parallelism  {:.2f}\n", statistics.parallelismMean);
  text += fmt::format("kernel       {}", kernel::sourceWord(run.kernelSource));
  if (run.kernelSource == kernel::Source::Perf) {
    text += fmt::format(": {} switches to wait, {} involuntary, {} migrations", counters.switchesVoluntary,
                        counters.switchesInvoluntary, counters.migrations);
  }
  text += "\n";
  for (std::size_t p = 0; p < statistics.processors.size(); ++p) {
    const auto& processor = statistics.processors[p];
    text +=
        fmt::format("P{:<11} running {}, system calls {}, spinning {}, idle {}; {} starts, {} steals\n", p,
                    percent(processor.running, statistics.duration), percent(processor.calling, statistics.duration),
                    percent(processor.spinning, statistics.duration), percent(processor.idle, statistics.duration),
                    processor.scheduled, processor.stealsGot);
  }
  return text;
}

}  // namespace gmpscope::app
