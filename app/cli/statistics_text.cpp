#include "app/cli/statistics_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/cli/text_table.h"
#include "app/session/run_ending.h"
#include "core/base/duration_text.h"
#include "core/workload/knobs.h"

namespace gmpscope::app {

namespace {

using analysis::Distribution;
using analysis::Statistics;
using analysis::TraceModel;

constexpr std::size_t kLabel = 11;  // width of the words before a line of text
constexpr std::size_t kFirst = 19;  // of the tables' first columns
constexpr std::size_t kMostNames = 8;

std::string line(std::string_view label, const std::string& text) {
  return fmt::format("{:<{}}  {}\n", label, kLabel, text);
}

std::string percent(Nanos part, Nanos whole) {
  return whole > 0 ? fmt::format("{:.1f}%", 100 * static_cast<double>(part) / static_cast<double>(whole)) : "-";
}

// Readable beats exact here.
std::string roughly(Nanos value) {
  if (value == 0) return "-";
  for (const Nanos unit : {Nanos{1'000'000'000}, Nanos{1'000'000}, Nanos{1'000}}) {
    if (value >= unit * 100) return durationText(value / (unit / 10) * (unit / 10));
    if (value >= unit) return durationText(value / (unit / 100) * (unit / 100));
  }
  return durationText(value);
}

// Knobs that aren't as in Go.
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
  return line("knobs", text.empty() ? "as in Go" : text);
}

// " (2 for the slice, 1 …)"; nothing if all are 0.
template <class Counts, class Words>
std::string ofWhich(const Counts& counts, const Words& words) {
  std::string text;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] != 0) text += fmt::format("{}{} {}", text.empty() ? " (" : ", ", counts[i], words[i]);
  }
  return text.empty() ? text : text + ")";
}

std::string countsText(const Statistics& statistics) {
  const analysis::Counts& counts = statistics.counts;
  std::string text;
  text += line("events", fmt::format("{}, {} dropped, {} gaps", counts.events, counts.dropped, counts.gaps));
  text += line("goroutines", fmt::format("{} created, {} finished; {:.1f} alive on average, at most {}", counts.created,
                                         counts.finished, statistics.concurrency.mean, counts.maxAlive));
  text += line("switches", fmt::format("{} blocked, {} yielded, {} preempted, {} ended; {} system calls, {} lost the P",
                                       counts.blocked, counts.yielded, counts.preemptionsTaken, counts.exited,
                                       counts.calls, counts.callsWithoutP));
  text += line("wake-ups", fmt::format("{} goroutines, {} threads; {} threads created", counts.goroutinesWoken,
                                       counts.threadsWoken, counts.threadsSpawned));
  text += line("steals", fmt::format("{} of {} searches, {} goroutines; {} of {} spins in vain", counts.stealsGot,
                                     counts.stealsTried, counts.goroutinesStolen, counts.spinsWasted, counts.spins));
  text += line("preemptions",
               fmt::format("{} asked{}, {} taken, {} refused{}", counts.preemptionsAsked,
                           ofWhich(counts.askedFor, analysis::kPreemptCauseWords), counts.preemptionsTaken,
                           counts.preemptionsRefused, ofWhich(counts.refusedFor, analysis::kPreemptRefusalWords)));
  text += line("hand-offs", fmt::format("{}, {} Ps taken from system calls", counts.handOffs, counts.retakes));
  return text;
}

std::string kernelText(const TraceModel& model, const Statistics& statistics) {
  const analysis::Counts& counts = statistics.counts;
  const kernel::Source source = model.run().kernelSource;
  std::string text(kernel::sourceWord(source));
  if (source == kernel::Source::Sampled) text += fmt::format(": {} involuntary switches", counts.involuntary);
  if (!statistics.executionKnown) return line("kernel", text);
  text += fmt::format(": {} switches to wait, {} involuntary, {} migrations", counts.voluntary, counts.involuntary,
                      counts.migrations);
  if (counts.kernelLosses != 0) text += fmt::format(", {} records lost", counts.kernelLosses);
  if (const double error = model.end().clockErrorNs; error > 0) text += fmt::format("; clock within {:.0f}ns", error);
  text = line("kernel", text);

  std::string degrees;
  for (std::size_t k = 0; k < statistics.parallelism.time.size(); ++k)
    degrees += fmt::format(", {}: {}", k, percent(statistics.parallelism.time[k], statistics.measured));
  text += line("parallelism", fmt::format("{:.2f} threads on cores{}", statistics.parallelism.mean, degrees));

  Nanos running = 0;
  for (const auto& processor : statistics.processors) running += processor.running;
  std::string stolen =
      fmt::format("{}, {} of running", roughly(statistics.stolen.total), percent(statistics.stolen.total, running));
  if (const auto& longest = statistics.longestStolen) {
    stolen += fmt::format("; longest {}: {} ran on M{}, which was off its core, at {}", roughly(longest->length),
                          model.label(longest->g), longest->m.value, roughly(longest->start));
  }
  return text + line("stolen", stolen);
}

std::string tracerText(const Statistics& statistics) {
  if (!statistics.tracer) return "";
  const analysis::TracerHistory::Sums& sums = *statistics.tracer;
  const auto share = sums.costShare();
  return line("tracer",
              fmt::format("{}; behind by at most {} and {} events",
                          share ? fmt::format("{:.1f}% of the CPU time for reading and recording", *share * 100)
                                : "CPU time unknown",
                          roughly(static_cast<Nanos>(sums.worstLagNanos)), sums.worstLagEvents));
}

std::vector<std::string> lengthsRow(std::string name, const Distribution& lengths) {
  return {std::move(name),      std::to_string(lengths.count), roughly(lengths.p50), roughly(lengths.p90),
          roughly(lengths.p99), roughly(lengths.p999),         roughly(lengths.max)};
}

std::string lengthsTable(const Statistics& statistics) {
  TextTable table({"", "count", "p50", "p90", "p99", "p99.9", "max"});
  table.add(lengthsRow("latency", statistics.lengths.latency.distribution()));
  table.add(lengthsRow("run length", statistics.lengths.run.distribution()));
  TextTable waiting({"waits for", "count", "p50", "p90", "p99", "p99.9", "max"});
  for (std::size_t reason = 0; reason < statistics.waits.size(); ++reason) {
    const Distribution waits = statistics.waits[reason].wait.distribution();
    if (waits.count != 0)
      waiting.add(lengthsRow(std::string(trace::words(static_cast<trace::WaitReason>(reason))), waits));
  }
  const std::string text = table.text(kFirst);
  const std::string waits = waiting.text(kFirst);
  return waits.empty() ? text : text + "\n" + waits;
}

std::string placesTable(const Statistics& statistics) {
  const Nanos whole = statistics.measured;
  const bool known = statistics.executionKnown;
  TextTable table({"", "running", "stolen", "calls", "spinning", "idle", "starts", "steals", "latency p99", "run p99"});
  for (std::size_t p = 0; p < statistics.processors.size(); ++p) {
    const auto& processor = statistics.processors[p];
    table.add({fmt::format("P{}", p), percent(processor.running, whole),
               known ? percent(processor.stolen.total, whole) : "?", percent(processor.calling, whole),
               percent(processor.spinning, whole), percent(processor.idle, whole), std::to_string(processor.scheduled),
               std::to_string(processor.stealsGot), roughly(processor.lengths.latency.percentile(0.99)),
               roughly(processor.lengths.run.percentile(0.99))});
  }
  std::string text = table.text(kFirst);
  if (!known) return text;
  TextTable cores({"", "Ms", "other threads", "not ours", "stolen", "switches", "migrations"});
  for (const auto& core : statistics.cores) {
    cores.add({fmt::format("cpu{}", core.id), percent(core.executing, whole), percent(core.others, whole),
               percent(core.notOurs, whole), roughly(core.stolen.total), std::to_string(core.switches),
               std::to_string(core.migrations)});
  }
  return text + "\n" + cores.text(kFirst);
}

std::string namesTable(const TraceModel& model, const Statistics& statistics) {
  TextTable table(
      {"goroutines", "count", "running", "runnable", "waiting", "calls", "starts", "latency p99", "run p99"});
  const std::size_t shown = std::min(statistics.names.size(), kMostNames);
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& sums = statistics.names[i];
    const std::string name = model.name(sums.name);
    table.add({name.empty() ? "(unnamed)" : name, std::to_string(sums.goroutines), roughly(sums.running),
               roughly(sums.runnable), roughly(sums.waitingAll()), roughly(sums.calling), std::to_string(sums.starts),
               roughly(sums.lengths.latency.p99), roughly(sums.lengths.run.p99)});
  }
  std::string text = table.text(kFirst);
  if (shown < statistics.names.size()) text += fmt::format("and {} more names\n", statistics.names.size() - shown);
  return text;
}

}  // namespace

std::string statisticsText(const TraceModel& model, const Statistics& statistics) {
  const auto& run = model.run();
  const analysis::StatisticsRange range = statistics.range;
  const bool part = range.from > 0 || range.to < model.edge();
  const std::string when =
      part ? fmt::format("{} from {} on", roughly(range.length()), roughly(range.from)) : roughly(range.length());
  std::string text =
      fmt::format("{}: {}, {} with {} Ps on {} cores, {}\n", run.preset, sentence(model.end()), when, run.gomaxprocs,
                  run.cores, statistics.counts.dropped == 0 && statistics.counts.gaps == 0 ? "exact" : "with gaps");
  if (statistics.measured < range.length())
    text += line("held", fmt::format("{} from outside, which no time below counts",
                                     roughly(range.length() - statistics.measured)));
  const analysis::RunSetup setup = model.setup();
  text += knobsText(setup);
  if (setup.guard)
    text += line("stacks", fmt::format("guarded by {}", trace::kGuardWords[static_cast<std::size_t>(*setup.guard)]));
  text += countsText(statistics) + kernelText(model, statistics) + tracerText(statistics);
  text += "\n" + lengthsTable(statistics) + "\n" + placesTable(statistics) + "\n" + namesTable(model, statistics);
  return text;
}

}  // namespace gmpscope::app
