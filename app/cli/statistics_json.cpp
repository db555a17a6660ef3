#include "app/cli/statistics_json.h"

#include <fmt/format.h>
#include <json/value.h>
#include <json/writer.h>

#include <algorithm>

#include "app/cli/goroutine_rows.h"
#include "app/session/run_ending.h"
#include "core/workload/knobs.h"

namespace gmpscope::app {

namespace {

using analysis::Statistics;
using analysis::TraceModel;

Json::Value number(std::uint64_t value) { return {static_cast<Json::UInt64>(value)}; }
Json::Value nanos(Nanos value) { return {static_cast<Json::Int64>(value)}; }

std::string reasonWord(std::size_t reason) { return std::string(trace::words(static_cast<trace::WaitReason>(reason))); }

Json::Value inShort(const analysis::Distribution& lengths) {
  Json::Value json;
  json["count"] = number(lengths.count);
  json["p50"] = nanos(lengths.p50);
  json["p90"] = nanos(lengths.p90);
  json["p99"] = nanos(lengths.p99);
  json["p999"] = nanos(lengths.p999);
  json["max"] = nanos(lengths.max);
  return json;
}

Json::Value inFull(const analysis::LogHistogram& lengths) {
  Json::Value json = inShort(lengths.distribution());
  json["sum"] = number(lengths.sum());
  Json::Value buckets(Json::arrayValue);
  lengths.forEachBucket([&](Nanos from, Nanos to, std::uint64_t count) {
    Json::Value bucket(Json::arrayValue);
    bucket.append(nanos(from));
    bucket.append(nanos(to));
    bucket.append(number(count));
    buckets.append(bucket);
  });
  json["buckets"] = buckets;
  return json;
}

void put(Json::Value& json, const analysis::Lengths& lengths) {
  json["latency_ns"] = inShort(lengths.latency.distribution());
  json["run_ns"] = inShort(lengths.run.distribution());
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
    if (processor.faulted != 0) row["panicking_ns"] = nanos(processor.faulted);
    if (processor.lost != 0) row["unknown_ns"] = nanos(processor.lost);
    if (processor.absent != 0) row["absent_ns"] = nanos(processor.absent);
    if (statistics.executionKnown) row["stolen_ns"] = nanos(processor.stolen.total);
    row["scheduled"] = number(processor.scheduled);
    row["steals_tried"] = number(processor.stealsTried);
    row["steals_got"] = number(processor.stealsGot);
    row["goroutines_stolen"] = number(processor.goroutinesStolen);
    row["preempted"] = number(processor.preempted);
    put(row, processor.lengths);
    list.append(row);
  }
  return list;
}

Json::Value perM(const TraceModel& model, const Statistics& statistics) {
  const bool sampled = model.run().kernelSource == kernel::Source::Sampled;
  Json::Value list(Json::arrayValue);
  for (std::size_t m = 0; m < statistics.threads.size(); ++m) {
    const auto& thread = statistics.threads[m];
    Json::Value row;
    row["id"] = number(m);
    row["tid"] = thread.tid;
    if (statistics.executionKnown) {
      row["executing_ns"] = nanos(thread.executing);
      row["spinning_ns"] = nanos(thread.spinning);
      row["stolen_ns"] = nanos(thread.stolen.total);
      row["voluntary"] = number(thread.voluntary);
      row["migrations"] = number(thread.migrations);
    }
    if (statistics.executionKnown || sampled) {
      row["runnable_ns"] = nanos(thread.runnable);
      row["involuntary"] = number(thread.involuntary);
    }
    row["waiting_ns"] = nanos(thread.waiting);
    row["scheduled"] = number(thread.scheduled);
    put(row, thread.lengths);
    list.append(row);
  }
  return list;
}

Json::Value perCore(const Statistics& statistics) {
  Json::Value list(Json::arrayValue);
  for (const auto& core : statistics.cores) {
    Json::Value row;
    row["id"] = core.id;
    row["executing_ns"] = nanos(core.executing);
    row["other_threads_ns"] = nanos(core.others);
    row["not_ours_ns"] = nanos(core.notOurs);
    if (core.lost != 0) row["unknown_ns"] = nanos(core.lost);
    row["stolen_ns"] = nanos(core.stolen.total);
    row["scheduled"] = number(core.scheduled);
    row["switches"] = number(core.switches);
    row["migrations"] = number(core.migrations);
    put(row, core.lengths);
    list.append(row);
  }
  return list;
}

Json::Value perThread(const Statistics& statistics) {
  const bool known = statistics.executionKnown;
  Json::Value list(Json::arrayValue);
  for (const auto& thread : statistics.kernelThreads) {
    Json::Value row;
    row["tid"] = thread.tid;
    row["pid"] = thread.pid;
    if (thread.m.valid()) row["m"] = thread.m.value;
    if (known) {
      row["executing_ns"] = nanos(thread.executing);
      row["waiting_ns"] = nanos(thread.waiting);
      row["voluntary"] = number(thread.voluntary);
      row["migrations"] = number(thread.migrations);
    }
    row["runnable_ns"] = nanos(thread.runnable);
    row["involuntary"] = number(thread.involuntary);
    list.append(row);
  }
  return list;
}

template <class Rows>
void writeList(std::string_view key, const Rows& rows, const TraceModel& model, const Statistics& statistics,
               const JsonSink& write) {
  write(fmt::format(",\n  \"{}\" : \n  [", key));
  std::string_view between = "\n    ";
  for (const auto& sums : rows) {
    write(between);
    write(rowOf(model, statistics, sums));
    between = ",\n    ";
  }
  write("\n  ]");
}

Json::Value perWaitReason(const Statistics& statistics) {
  Json::Value list(Json::arrayValue);
  for (std::size_t reason = 0; reason < statistics.waits.size(); ++reason) {
    const auto& waits = statistics.waits[reason];
    if (waits.time == 0 && waits.wait.count() == 0 && waits.after.latency.count() == 0) continue;
    Json::Value row;
    row["reason"] = reasonWord(reason);
    row["waiting_ns"] = nanos(waits.time);
    row["wait_ns"] = inShort(waits.wait.distribution());
    put(row, waits.after);
    list.append(row);
  }
  return list;
}

Json::Value kernelPart(const TraceModel& model, const Statistics& statistics) {
  const kernel::Source source = model.run().kernelSource;
  const auto& counts = statistics.counts;
  Json::Value json;
  json["source"] = std::string(kernel::sourceWord(source));
  if (source != kernel::Source::None) json["involuntary"] = number(counts.involuntary);
  if (source != kernel::Source::Perf) return json;
  json["voluntary"] = number(counts.voluntary);
  json["migrations"] = number(counts.migrations);
  json["lost"] = number(counts.kernelLosses);
  if (model.end().clockErrorNs > 0) json["clock_error_ns"] = model.end().clockErrorNs;
  return json;
}

// Means of equal parts, as a picture of the whole.
Json::Value overTime(const analysis::StepSeries& series, analysis::StatisticsRange range) {
  constexpr Nanos kParts = 100;
  Json::Value means(Json::arrayValue);
  for (Nanos i = 0; i < kParts; ++i) {
    const auto edge = [&](Nanos part) {
      return range.from + range.length() / kParts * part + range.length() % kParts * part / kParts;
    };
    const Nanos from = edge(i), to = edge(i + 1);
    if (from >= to) continue;
    double sum = 0;
    series.forEachStretch(from, to, [&](std::uint32_t value, Nanos length) {
      sum += static_cast<double>(value) * static_cast<double>(length);
    });
    means.append(sum / static_cast<double>(to - from));
  }
  return means;
}

Json::Value parallelismPart(const TraceModel& model, const Statistics& statistics) {
  Json::Value json;
  json["max"] = statistics.parallelism.max;
  json["time_ns"] = Json::arrayValue;
  for (const Nanos time : statistics.parallelism.time) json["time_ns"].append(nanos(time));
  json["over_time"] = overTime(model.parallelism(), statistics.range);
  return json;
}

Json::Value concurrencyPart(const TraceModel& model, const Statistics& statistics) {
  Json::Value json;
  json["mean"] = statistics.concurrency.mean;
  json["max"] = statistics.concurrency.max;
  json["over_time"] = overTime(model.concurrency(), statistics.range);
  return json;
}

Json::Value stolenPart(const TraceModel& model, const Statistics& statistics) {
  Json::Value json;
  json["total"] = nanos(statistics.stolen.total);
  json["preempted"] = nanos(statistics.stolen.preempted);
  if (const auto& longest = statistics.longestStolen) {
    json["longest"]["g"] = number(model.goroutine(longest->g).goid);
    json["longest"]["m"] = longest->m.value;
    json["longest"]["at_ns"] = nanos(longest->start);
    json["longest"]["length_ns"] = nanos(longest->length);
  }
  return json;
}

Json::Value preemptionsPart(const analysis::Counts& counts) {
  Json::Value json;
  json["asked"] = number(counts.preemptionsAsked);
  json["taken"] = number(counts.preemptionsTaken);
  json["refused"] = number(counts.preemptionsRefused);
  json["taken_by_signal"] = number(counts.takenBySignal);
  json["asked_for"] = Json::objectValue;
  for (std::size_t i = 0; i < counts.askedFor.size(); ++i) {
    if (counts.askedFor[i] != 0)
      json["asked_for"][std::string(analysis::kPreemptCauseWords[i])] = number(counts.askedFor[i]);
  }
  json["refused_for"] = Json::objectValue;
  for (std::size_t i = 0; i < counts.refusedFor.size(); ++i) {
    if (counts.refusedFor[i] != 0)
      json["refused_for"][std::string(analysis::kPreemptRefusalWords[i])] = number(counts.refusedFor[i]);
  }
  return json;
}

// `tracer_cost_share` and what it is made of; what wasn't sampled is left out.
void putTracer(Json::Value& json, const Statistics& statistics) {
  if (!statistics.tracer) return;
  const analysis::TracerHistory::Sums& sums = *statistics.tracer;
  if (const auto share = sums.costShare()) json["tracer_cost_share"] = *share;
  Json::Value& tracer = json["tracer"];
  tracer["reader_cpu_ns"] = number(sums.readerCpu);
  if (sums.workerCpu) tracer["worker_cpu_ns"] = number(*sums.workerCpu);
  tracer["lag_ns_max"] = number(sums.worstLagNanos);
  tracer["lag_events_max"] = number(sums.worstLagEvents);
  tracer["dropped"] = number(sums.dropped);
}

Json::Value switchesPart(const analysis::Counts& counts) {
  Json::Value json;
  json["blocked"] = number(counts.blocked);
  json["yielded"] = number(counts.yielded);
  json["preempted"] = number(counts.preemptionsTaken);
  json["exited"] = number(counts.exited);
  json["syscalls"] = number(counts.calls);
  json["syscalls_without_p"] = number(counts.callsWithoutP);
  return json;
}

Json::Value eventsByKind(const analysis::Counts& counts) {
  Json::Value json(Json::objectValue);
  for (std::size_t kind = 1; kind < counts.byKind.size(); ++kind) {
    if (counts.byKind[kind] == 0) continue;
    json[std::string(trace::kEventTable[kind].word)] = number(counts.byKind[kind]);
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

}  // namespace

void writeStatisticsJson(const TraceModel& model, const Statistics& statistics, const JsonSink& write) {
  const analysis::Counts& counts = statistics.counts;
  const analysis::RunEnd end = model.end();
  Json::Value json;
  json["preset"] = model.run().preset;
  json["duration_ns"] = nanos(statistics.range.length());
  json["range"]["from_ns"] = nanos(statistics.range.from);
  json["range"]["to_ns"] = nanos(statistics.range.to);
  json["held_ns"] = nanos(statistics.range.length() - statistics.measured);
  json["gomaxprocs"] = model.run().gomaxprocs;
  json["cores"] = model.run().cores;
  json["end"]["reason"] = std::string(word(end.reason));
  json["end"]["code"] = end.code;
  const analysis::RunSetup setup = model.setup();
  if (const Json::Value knobs = knobsPart(setup); !knobs.empty()) json["knobs"] = knobs;
  if (setup.guard) json["stack_guard"] = std::string(trace::kGuardWords[static_cast<std::size_t>(*setup.guard)]);
  json["events"] = number(counts.events);
  json["dropped"] = number(counts.dropped);
  json["gaps"] = number(counts.gaps);
  json["exact"] = counts.dropped == 0 && counts.gaps == 0;
  json["goroutines"]["created"] = number(counts.created);
  json["goroutines"]["finished"] = number(counts.finished);
  json["goroutines"]["max_alive"] = number(counts.maxAlive);
  json["steals"]["tried"] = number(counts.stealsTried);
  json["steals"]["got"] = number(counts.stealsGot);
  json["steals"]["goroutines"] = number(counts.goroutinesStolen);
  json["spins"]["ended"] = number(counts.spins);
  json["spins"]["wasted"] = number(counts.spinsWasted);
  json["wakeups"]["goroutines"] = number(counts.goroutinesWoken);
  json["wakeups"]["threads"] = number(counts.threadsWoken);
  json["wakeups"]["threads_created"] = number(counts.threadsSpawned);
  json["handoffs"] = number(counts.handOffs);
  json["retakes"] = number(counts.retakes);
  json["preemptions"] = preemptionsPart(counts);
  json["switches"] = switchesPart(counts);
  json["kernel"] = kernelPart(model, statistics);
  json["latency_ns"] = inFull(statistics.lengths.latency);
  json["run_ns"] = inFull(statistics.lengths.run);
  json["concurrency"] = concurrencyPart(model, statistics);
  putTracer(json, statistics);
  json["per_p"] = perP(statistics);
  json["per_m"] = perM(model, statistics);
  json["per_wait_reason"] = perWaitReason(statistics);
  if (statistics.executionKnown) {
    json["parallelism_mean"] = statistics.parallelism.mean;
    json["parallelism"] = parallelismPart(model, statistics);
    json["stolen_ns"] = stolenPart(model, statistics);
    json["per_core"] = perCore(statistics);
  }
  if (model.run().kernelSource != kernel::Source::None) json["per_thread"] = perThread(statistics);
  json["events_by_kind"] = eventsByKind(counts);
  Json::StreamWriterBuilder builder;
  builder["indentation"] = "  ";
  builder["precision"] = 9;
  std::string text = Json::writeString(builder, json);
  text.resize(text.rfind("\n}"));  // the object goes on
  write(text);
  writeList("per_name", statistics.names, model, statistics, write);
  writeList("per_g", statistics.goroutines, model, statistics, write);
  write("\n}\n");
}

}  // namespace gmpscope::app
