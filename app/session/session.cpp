#include "app/session/session.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "app/session/live_run.h"
#include "app/session/read_trace.h"
#include "app/session/recording.h"
#include "app/session/run_description.h"
#include "app/session/worker_process.h"
#include "app/session/worker_protocol.h"
#include "core/base/clock.h"
#include "core/kernel/clock_sync.h"
#include "core/kernel/cpu_topology.h"
#include "core/workload/knobs.h"
#include "core/workload/preset_library.h"

namespace gmpscope::app {

namespace {

// The length of a tick doesn't change while the machine runs.
double nanosPerTick() {
  static const double measured = kernel::measureNanosPerTick(std::chrono::milliseconds(20));
  return measured;
}

std::size_t quarterOfMemory() {
  return static_cast<std::size_t>(::sysconf(_SC_PHYS_PAGES)) / 4 * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

std::string timeOfDay() {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now())));
}

// A request, checked and with all defaults filled in.
struct Plan {
  workload::Preset preset;
  workload::ParameterValues values;
  std::vector<std::uint32_t> cores;
  int gomaxprocs = 1;
  double seconds = 0;
};

Result<Plan> planFor(const RunRequest& request) {
  auto preset = workload::findPreset(request.preset);
  if (!preset) return preset.error();
  Plan plan{.preset = std::move(preset).value(), .values = {}, .cores = kernel::allowedCores()};
  auto values = workload::parseSettings(plan.preset.info, request.settings);
  if (!values) return values.error();
  plan.values = std::move(values).value();
  gmp::Options options;
  if (const auto set = workload::setKnobs(options, request.knobs); !set) return set.error();
  constexpr int kMost = trace::Event::kNoP - 1;
  if (request.gomaxprocs < 0 || request.gomaxprocs > kMost) {
    return Error{"gomaxprocs", std::to_string(request.gomaxprocs),
                 fmt::format("expected a number from 1 to {}", kMost)};
  }
  const int usual =
      plan.preset.info.defaultGomaxprocs > 0 ? plan.preset.info.defaultGomaxprocs : static_cast<int>(plan.cores.size());
  plan.gomaxprocs = std::min(kMost, request.gomaxprocs > 0 ? request.gomaxprocs : usual);
  plan.seconds = request.seconds > 0 ? request.seconds : static_cast<double>(plan.preset.info.defaultSeconds);
  return plan;
}

std::vector<std::string> workerArguments(const RunRequest& request, const Plan& plan) {
  std::vector<std::string> arguments{"--arena-fd",   std::to_string(kWorkerArenaFd),
                                     "--socket-fd",  std::to_string(kWorkerSocketFd),
                                     "--preset",     plan.preset.file,
                                     "--gomaxprocs", std::to_string(plan.gomaxprocs),
                                     "--seconds",    fmt::format("{}", plan.seconds)};
  for (const std::string& setting : request.settings) arguments.insert(arguments.end(), {"--set", setting});
  for (const std::string& knob : request.knobs) arguments.insert(arguments.end(), {"--knob", knob});
  if (!request.workerFault.empty()) arguments.insert(arguments.end(), {"--fault", request.workerFault});
  return arguments;
}

RunDescription describe(const Plan& plan, const kernel::ThreadWatch& watch) {
  RunDescription description;
  description.run = {.preset = plan.preset.info.id,
                     .gomaxprocs = plan.gomaxprocs,
                     .cores = static_cast<int>(plan.cores.size()),
                     .coreIds = plan.cores,
                     .kernelSource = watch.source(),
                     .kernelHint = watch.hint(),
                     .startTicks = 0,
                     .nanosPerTick = nanosPerTick()};
  description.settings.insert(plan.values.begin(), plan.values.end());
  description.seconds = plan.seconds;
  description.program = "gmpscope " GMPSCOPE_VERSION;
  description.timeOfDay = timeOfDay();
  description.run.startTicks = ticksNow();
  return description;
}

}  // namespace

struct Session::Parts {
  std::unique_ptr<TraceFeed> feed;
  Recording recording;
  std::string warning;  // of a file
  double seconds = 0;
  std::unique_ptr<LiveRun> live;  // null for a file; last: its thread uses feed and recording
};

Session::Session(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Session::~Session() = default;

Result<std::unique_ptr<Session>> Session::run(const RunRequest& request) {
  auto plan = planFor(request);
  if (!plan) return plan.error();
  auto program = findWorker();
  if (!program) return program.error();
  auto arena = trace::Arena::createShared(request.arenaBytes);
  if (!arena) return arena.error();
  auto recording = request.keep > 0 ? Recording::keeping(std::chrono::duration_cast<Recording::Clock::duration>(
                                          std::chrono::duration<double>(request.keep)))
                                    : Recording::create(request.out);
  if (!recording) return recording.error();
  auto worker = WorkerProcess::start(program.value(), workerArguments(request, plan.value()), arena.value().fd());
  if (!worker) return worker.error();

  // The worker has no threads before it is told to go, so none of them escapes the kernel's records.
  auto watch = kernel::ThreadWatch::open(worker.value().pid());
  const RunDescription description = describe(plan.value(), *watch);
  auto parts = std::unique_ptr<Parts>(new Parts{.feed = std::make_unique<TraceFeed>(description.run),
                                                .recording = std::move(recording).value(),
                                                .warning = {},
                                                .seconds = plan.value().seconds,
                                                .live = nullptr});
  parts->feed->limitDetails(request.detailBytes != 0 ? request.detailBytes : quarterOfMemory());
  parts->recording.meta(toJson(description));
  parts->live = std::make_unique<LiveRun>(LiveRun::Parts{.worker = std::move(worker).value(),
                                                         .arena = std::move(arena).value(),
                                                         .watch = std::move(watch),
                                                         .seconds = plan.value().seconds,
                                                         .forwardErrors = request.forwardErrors,
                                                         .shown = request.shown,
                                                         .checkpointEvery = request.checkpointEvery,
                                                         .saveTo = request.keep > 0 ? request.out : ""},
                                          *parts->feed, parts->recording);
  return std::unique_ptr<Session>(new Session(std::move(parts)));
}

Result<std::unique_ptr<Session>> Session::open(const std::string& file) {
  auto read = readTrace(file);
  if (!read) return read.error();
  return show(file, std::move(read).value());
}

Result<std::unique_ptr<Session>> Session::openPart(const std::string& file, Nanos from, Nanos to) {
  if (auto part = readPart(file, from, to)) return show(file, std::move(*part));
  return open(file);
}

Result<std::unique_ptr<Session>> Session::show(const std::string& file, ReadTrace read) {
  auto recording = Recording::existing(file);
  if (!recording) return recording.error();
  return std::unique_ptr<Session>(
      new Session(std::unique_ptr<Parts>(new Parts{.feed = std::move(read.feed),
                                                   .recording = std::move(recording).value(),
                                                   .warning = read.warning,
                                                   .seconds = 0,
                                                   .live = nullptr})));
}

const analysis::TraceModel& Session::model() const { return parts_->feed->model(); }
bool Session::live() const { return parts_->live && !parts_->live->over(); }
int Session::workerPid() const { return parts_->live ? parts_->live->pid() : 0; }
double Session::plannedSeconds() const { return parts_->seconds; }
std::string Session::warning() const { return parts_->live ? parts_->live->warning() : parts_->warning; }
Status Session::save(const std::string& file) const { return parts_->recording.copyTo(file); }

void Session::stop() {
  if (parts_->live) parts_->live->stop();
}

void Session::control(const WorkerControl& request) {
  if (parts_->live) parts_->live->control(request);
}
void Session::pause() { control({.kind = WorkerControlKind::Pause}); }
void Session::resume() { control({.kind = WorkerControlKind::Resume}); }
void Session::step(std::uint32_t times, std::optional<std::uint32_t> p) {
  if (p)
    control({.kind = WorkerControlKind::StepP, .which = *p, .value = times});
  else
    control({.kind = WorkerControlKind::Step, .value = times});
}
void Session::slow(Nanos interval) {
  control({.kind = WorkerControlKind::Slow, .value = static_cast<std::uint64_t>(std::max<Nanos>(interval, 0))});
}
void Session::setProcs(std::uint32_t count) { control({.kind = WorkerControlKind::Procs, .value = count}); }
void Session::setKnob(trace::Knob knob, std::uint64_t value) {
  control({.kind = WorkerControlKind::Knob, .which = static_cast<std::uint32_t>(knob), .value = value});
}
ControlWatch& Session::controlWatch() { return parts_->feed->watch(); }

void Session::wait() {
  if (parts_->live) parts_->live->wait();
}

}  // namespace gmpscope::app
