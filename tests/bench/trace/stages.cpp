// The CPU time of an event on its way from the arena into model and file.

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

#include "core/analysis/model_builder.h"
#include "core/base/check.h"
#include "core/trace/reader/arena_reader.h"
#include "core/trace/reader/linearizer.h"
#include "core/trace/reader/trace_file.h"
#include "core/trace/writer/event_writer.h"
#include "tests/bench/trace/measured.h"
#include "tests/bench/trace/parts.h"
#include "tests/bench/trace/recorded_run.h"

namespace gmpscope::bench {
namespace {

constexpr double kAim = 100;                           // ns, all together
constexpr std::size_t kArena = std::size_t{64} << 20;  // as a session's
constexpr int kProcs = 2;

// Each stage: seconds of CPU time for as many events.
double readAgain(const Looks&, std::uint64_t events) {
  auto arena = trace::Arena::createPrivate(kArena);
  GMPSCOPE_CHECK(arena.ok());
  trace::ArenaReader reader(arena.value());
  trace::EventWriter writer;
  writer.attach(&arena.value(), 0);
  double spent = 0;
  std::uint64_t read = 0;
  while (read < events) {
    for (int i = 0; i < 200'000; ++i) {
      writer.begin();
      writer.put(trace::EventKind::GYield, 0, 1);
      writer.put(trace::EventKind::GStartLocal, 0, 1);
      writer.end();
    }
    const double start = cpuSeconds();
    reader.poll([&read](const trace::RawRun& run) { read += run.events.size(); });
    spent += cpuSeconds() - start;
  }
  GMPSCOPE_CHECK(reader.dropped() == 0);
  return spent * static_cast<double>(events) / static_cast<double>(read);
}

void feed(trace::Linearizer& order, const Looks& looks) {
  for (const Look& look : looks) {
    for (const Look::Part& part : look.parts) order.add({part.m, part.epoch, part.events});
    order.advance(look.frontier);
  }
  order.finish({}, 0, true);
  GMPSCOPE_CHECK(order.violationCount() == 0 && order.waiting() == 0);
}

double orderAgain(const Looks& looks, std::uint64_t) {
  const double start = cpuSeconds();
  trace::Linearizer order({looks.front().frontier, 0.5}, {});
  feed(order, looks);
  return cpuSeconds() - start;
}

// Ordered, and made into lanes with their levels of detail.
double modelAgain(const Looks& looks, std::uint64_t) {
  analysis::RunInfo run;
  run.gomaxprocs = kProcs;
  run.startTicks = looks.front().frontier;
  run.nanosPerTick = 0.5;
  const double start = cpuSeconds();
  analysis::TraceModel model;
  analysis::ModelBuilder builder(model, run);
  trace::Linearizer order({run.startTicks, run.nanosPerTick}, {&builder});
  feed(order, looks);
  builder.finish({.reason = analysis::EndReason::Finished, .code = 0, .text = {}, .clockErrorNs = 0});
  return cpuSeconds() - start;
}

double writeAgain(const Looks& looks, std::uint64_t) {
  const double start = cpuSeconds();
  auto file = trace::TraceFileWriter::create("/dev/null");
  GMPSCOPE_CHECK(file.ok());
  for (const Look& look : looks)
    for (const Look::Part& part : look.parts) GMPSCOPE_CHECK(file.value().events({part.m, part.epoch, part.events}));
  GMPSCOPE_CHECK(file.value().flush());
  return cpuSeconds() - start;
}

}  // namespace

bool benchStages() {
  const Looks looks = record(kProcs, mixedWork);
  const std::uint64_t events = eventsOf(looks);
  constexpr std::array kStages{readAgain, orderAgain, modelAgain, writeAgain};
  constexpr std::array<const char*, 4> kNames{"reading", "order and rules", "model, levels of detail", "writing"};
  std::array<std::vector<double>, kStages.size()> nanos;
  for (int round = 0; round < kRounds; ++round)  // in turn, so that a bad second of the machine meets all
    for (std::size_t i = 0; i < kStages.size(); ++i)
      nanos[i].push_back(kStages[i](looks, events) * 1e9 / static_cast<double>(events));
  for (int round = 0; round < kRounds; ++round)  // what it takes besides the order
    nanos[2][static_cast<std::size_t>(round)] -= nanos[1][static_cast<std::size_t>(round)];
  std::printf("an event of %llu of a mix: CPU time in ns, aim %.0f together\n", static_cast<unsigned long long>(events),
              kAim);
  std::printf("  %-24s %9s %9s\n", "", "best", "median");
  double best = 0, median = 0;
  for (std::size_t i = 0; i < kStages.size(); ++i) {
    std::sort(nanos[i].begin(), nanos[i].end());
    best += nanos[i].front();
    median += nanos[i][kRounds / 2];
    std::printf("  %-24s %9.1f %9.1f\n", kNames[i], nanos[i].front(), nanos[i][kRounds / 2]);
  }
  std::printf("  %-24s %9.1f %9.1f   %s\n", "together", best, median, best <= kAim ? "reached" : "missed");
  return best <= kAim;
}

}  // namespace gmpscope::bench
