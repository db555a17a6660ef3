#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "core/analysis/model_builder.h"
#include "core/analysis/overview.h"
#include "core/base/check.h"
#include "core/base/descriptor.h"
#include "core/kernel/clock_sync.h"
#include "core/trace/reader/checkpoint.h"
#include "core/trace/reader/linearizer.h"
#include "core/trace/reader/stored_overview.h"
#include "core/trace/reader/trace_file.h"
#include "core/trace/reader/trace_file_index.h"
#include "tests/bench/trace/measured.h"
#include "tests/bench/trace/parts.h"
#include "tests/bench/trace/recorded_run.h"

namespace gmpscope::bench {

namespace {

using WallClock = std::chrono::steady_clock;

constexpr double kPictureAim = 0.2;  // seconds until there is a first picture
constexpr double kExactAim = 1;      // and the exact one
constexpr double kMemoryAim = 2e9;   // bytes
constexpr int kPixels = 1600;
constexpr std::uint64_t kCheckpointEvery = std::uint64_t{1} << 20;  // events, as a session has it

double secondsSince(WallClock::time_point start) {
  return std::chrono::duration<double>(WallClock::now() - start).count();
}

// All of a file as a model, as a session makes it.
struct Opened {
  analysis::TraceModel model;
  analysis::ModelBuilder builder;
  trace::Linearizer linearizer;

  Opened(const analysis::RunInfo& run)
      : builder(model, run), linearizer({run.startTicks, run.nanosPerTick}, {&builder}) {}
  void finish() {
    linearizer.finish({}, 0, true);
    builder.finish({.reason = analysis::EndReason::Finished, .code = 0, .text = {}, .clockErrorNs = 0});
    GMPSCOPE_CHECK(linearizer.violationCount() == 0 && linearizer.waiting() == 0);
  }
};

trace::Checkpoint checkpointOf(Opened& opened) {
  trace::Checkpoint made;
  std::vector<LifeId> numbers;
  opened.linearizer.save(made.order, numbers, opened.builder.notDrawnYet());
  opened.builder.save(made.model, numbers);
  return made;
}

// Reads `from`; whoever wants it again writes it to `copy`, with its overview and checkpoints.
void open(const std::string& from, const analysis::RunInfo& run, trace::TraceFileWriter* copy) {
  Opened opened(run);
  const auto written = [](bool done) { GMPSCOPE_CHECK(done); };
  std::uint64_t told = 0;
  double saving = 0;
  std::size_t checkpoints = 0, bytes = 0;
  const auto outcome =
      trace::readTraceFile(from, {.meta = [&](auto json) { written(copy == nullptr || copy->meta(json)); },
                                  .events =
                                      [&](const trace::RawRun& raw) {
                                        written(copy == nullptr || copy->events(raw));
                                        opened.linearizer.add(raw);
                                      },
                                  .frontier =
                                      [&](std::uint64_t ticks) {
                                        written(copy == nullptr || copy->frontier(ticks));
                                        opened.linearizer.advance(ticks);
                                        if (copy == nullptr || opened.linearizer.ordered() - told < kCheckpointEvery)
                                          return;
                                        told = opened.linearizer.ordered();
                                        const double start = cpuSeconds();
                                        const auto packed = trace::packCheckpoint(checkpointOf(opened));
                                        saving += cpuSeconds() - start;
                                        ++checkpoints;
                                        bytes += packed.size();
                                        written(copy->checkpoint(packed, ticks));
                                      }});
  GMPSCOPE_CHECK(outcome.ok() && outcome.value().complete);
  opened.finish();
  if (copy == nullptr) return;
  if (checkpoints > 0)
    std::printf("checkpoint %.1f kB and %.2f ms each, %zu\n",
                static_cast<double>(bytes) / static_cast<double>(checkpoints) / 1e3,
                saving / static_cast<double>(checkpoints) * 1e3, checkpoints);
  const auto start = WallClock::now();
  const auto packed = trace::packOverview(*analysis::overviewOf(opened.model));
  std::printf("overview   %.1f ms to make, %.2f MB\n", secondsSince(start) * 1e3,
              static_cast<double>(packed.size()) / 1e6);
  written(copy->overview(packed) && copy->end("{}"));
}

// As after a start of the machine: nothing of it is in memory.
void forget(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  GMPSCOPE_CHECK(file.get() >= 0 && ::fdatasync(file.get()) == 0);
  GMPSCOPE_CHECK(::posix_fadvise(file.get(), 0, 0, POSIX_FADV_DONTNEED) == 0);
}

// Until each lane's columns are there to be drawn.
double firstPicture(const std::string& path) {
  const auto start = WallClock::now();
  const auto overview = trace::readStoredOverview(path);
  GMPSCOPE_CHECK(overview.has_value());
  std::vector<Nanos> edges;
  for (Nanos i = 0; i <= kPixels; ++i) edges.push_back(overview->length / kPixels * i);
  std::vector<analysis::Coverage::Shares> shares;
  for (const auto& lane : overview->lanes) analysis::columnsOf(*overview, lane, edges, shares);
  return secondsSince(start);
}

double residentMegabytes() {
  std::ifstream statm("/proc/self/statm");
  double all = 0, resident = 0;
  GMPSCOPE_CHECK(static_cast<bool>(statm >> all >> resident));
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

struct PartFigures {
  double seconds = 0;
  double megabytes = 0;
  std::uint64_t events = 0;
};

// From the checkpoint in the middle to the next one.
PartFigures openPart(const std::string& path, const analysis::RunInfo& run) {
  const double before = residentMegabytes();
  const auto start = WallClock::now();
  auto file = trace::IndexedTraceFile::open(path);
  GMPSCOPE_CHECK(file.has_value());
  std::vector<std::size_t> at;
  for (std::size_t i = 0; i < file->blocks().size(); ++i)
    if (file->blocks()[i].kind == trace::BlockKind::Checkpoint) at.push_back(i);
  if (at.size() < 2) return {};
  const std::size_t middle = (at.size() - 1) / 2;
  Opened opened(run);
  const trace::TraceFileVisitor visitor{
      .events = [&](const trace::RawRun& raw) { opened.linearizer.add(raw); },
      .frontier = [&](std::uint64_t ticks) { opened.linearizer.advance(ticks); },
      .checkpoint =
          [&](std::span<const std::byte> packed) {
            const auto known = trace::unpackCheckpoint(packed);
            GMPSCOPE_CHECK(known && opened.linearizer.resume(known->order) && opened.builder.resume(known->model));
          }};
  GMPSCOPE_CHECK(file->read(at[middle], visitor));
  const std::uint64_t ordered = opened.linearizer.ordered();
  for (std::size_t i = at[middle] + 1; i < at[middle + 1]; ++i) GMPSCOPE_CHECK(file->read(i, visitor));
  GMPSCOPE_CHECK(opened.linearizer.violationCount() == 0);
  return {secondsSince(start), residentMegabytes() - before, opened.linearizer.ordered() - ordered};
}

double megabytesInMemory() {
  rusage usage{};
  GMPSCOPE_CHECK(::getrusage(RUSAGE_SELF, &usage) == 0);
  return static_cast<double>(usage.ru_maxrss) / 1e3;
}

}  // namespace

bool benchOpen(double events) {
  const std::string base = "/tmp/gmpscope-bench-" + std::to_string(::getpid());
  const std::string raw = base + ".raw.gmps";
  const std::string path = base + ".gmps";
  analysis::RunInfo run;
  run.preset = "ping-pong";
  run.gomaxprocs = 1;
  run.nanosPerTick = kernel::measureNanosPerTick(std::chrono::milliseconds(20));
  run.startTicks = ticksNow();
  {
    auto writer = trace::TraceFileWriter::create(raw);
    GMPSCOPE_CHECK(writer.ok() && writer.value().meta("{}"));
    const std::uint64_t written = recordInto(writer.value(), 1, events);
    GMPSCOPE_CHECK(writer.value().end("{}"));
    std::printf("events     %.1f M, %.1f MB\n", static_cast<double>(written) / 1e6,
                static_cast<double>(writer.value().size()) / 1e6);
  }
  {
    auto writer = trace::TraceFileWriter::create(path);
    GMPSCOPE_CHECK(writer.ok());
    open(raw, run, &writer.value());
  }
  ::unlink(raw.c_str());

  double cold = 0;
  double warm = 1e9;
  for (int round = 0; round < kRounds; ++round) {
    forget(path);
    cold = std::max(cold, firstPicture(path));
    warm = std::min(warm, firstPicture(path));
  }
  const PartFigures part = openPart(path, run);
  const auto start = WallClock::now();
  const double before = cpuSeconds();
  open(path, run, nullptr);
  const double exact = secondsSince(start);
  const double worked = cpuSeconds() - before;
  ::unlink(path.c_str());
  const double memory = megabytesInMemory();
  const bool reached = cold <= kPictureAim && exact <= kExactAim && memory * 1e6 <= kMemoryAim;
  std::printf("picture    %.1f ms, %.1f ms if nothing of the file is in memory, aim %.0f ms: %s\n", warm * 1e3,
              cold * 1e3, kPictureAim * 1e3, cold <= kPictureAim ? "reached" : "missed");
  std::printf("part       %.2f s, %.0f MB: %.2f M events from a checkpoint on, aims %.0f s, %.0f MB: %s\n",
              part.seconds, part.megabytes, static_cast<double>(part.events) / 1e6, kExactAim, kMemoryAim / 1e6,
              part.seconds <= kExactAim && part.megabytes * 1e6 <= kMemoryAim ? "reached" : "missed");
  std::printf("whole      %.2f s, of which the thread worked %.2f s, aim %.0f s: %s\n", exact, worked, kExactAim,
              exact <= kExactAim ? "reached" : "missed");
  std::printf("memory     %.0f MB at most, aim %.0f MB: %s\n", memory, kMemoryAim / 1e6,
              memory * 1e6 <= kMemoryAim ? "reached" : "missed");
  return reached;
}

}  // namespace gmpscope::bench
